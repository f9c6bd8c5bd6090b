"""Passwords: what may be one, and how it is kept: argon2id with the parameters of RFC 9106, section 4."""

from __future__ import annotations

import asyncio
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from paillasse.access.errors import UnsuitablePassword
from paillasse.access.types import folded

SHORTEST = 12
LONGEST = 1024
"""Nobody types more; it bounds the work of hashing."""
_AT_ONCE = 4
"""Hashes made at the same time: each takes 64 MiB."""


def check_password(password: str, username: str, email: str) -> None:
    """Refuse what guessing finds first. No rule asks for kinds of characters (NIST SP 800-63B, section 3.1.1.2).

    Raises:
        UnsuitablePassword: too short, too long, or a name of the user.
    """
    if not SHORTEST <= len(_normal(password)) <= LONGEST:
        raise UnsuitablePassword(f"A password has {SHORTEST} to {LONGEST} characters.")
    names = {folded(username), folded(email), folded(email.partition("@")[0])}
    if folded(password) in names:
        raise UnsuitablePassword("A password is not the name or the address of its user.")


class Passwords:
    """Hashes and verifies, away from the event loop, a few at a time."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        """With the given parameters, or those of the library, which are the second set of RFC 9106 (64 MiB)."""
        self._hasher = hasher or PasswordHasher()
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._nobodys = ""

    async def hash(self, password: str) -> str:
        """The hash, with its parameters and a salt of its own."""
        async with self._turns:
            return await asyncio.to_thread(self._hasher.hash, _bytes(password))

    async def verify(self, hashed: str | None, password: str) -> bool:
        """Whether the password is the one that was hashed; without a hash it takes as long to say no.

        Args:
            hashed: what `hash` gave; None or empty where there is no user, or one without a password.
            password: what was typed.
        """
        async with self._turns:
            return await asyncio.to_thread(self._verify, hashed, password)

    def outdated(self, hashed: str) -> bool:
        """Whether it was made with other parameters than those of now: then hash again at the next sign-in."""
        return self._hasher.check_needs_rehash(hashed)

    def _verify(self, hashed: str | None, password: str) -> bool:
        if not self._nobodys:
            self._nobodys = self._hasher.hash(secrets.token_hex())
        if len(_normal(password)) > LONGEST:
            hashed, password = None, ""
        try:
            self._hasher.verify(hashed or self._nobodys, _bytes(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
        return bool(hashed)


def _normal(password: str) -> str:
    """Keyboards write an accented letter as one character or as two."""
    return unicodedata.normalize("NFKC", password)


def _bytes(password: str) -> bytes:
    return _normal(password).encode("utf-8", "surrogatepass")  # JSON may hold half a character

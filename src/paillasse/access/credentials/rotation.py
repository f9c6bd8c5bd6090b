"""Refresh tokens: what they look like, and what to make of one that is presented.

A token is `<family id>.<secret>`: 128 and 256 random bits. Only the hash of the secret is stored. A family is a chain:
each token is good once and is replaced by the next, so a token that comes a second time was copied, and the family ends
for the thief and the owner alike (RFC 9700, section 4.14.2).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum
from hmac import compare_digest

from paillasse.access.types import RefreshFamily

REFRESH_LIFE = timedelta(days=30)
"""From the last use: who comes back every month stays signed in."""
GRACE = timedelta(seconds=10)
"""Two tabs that refresh at once differ by less."""


class Rotation(StrEnum):
    """What became of a presented token."""

    ROTATED = "rotated"
    SUPERSEDED = "superseded"
    """It was replaced a moment ago, most likely by another tab: nothing is given, nothing is revoked."""
    REUSED = "reused"
    """It was replaced before: the family is revoked."""
    ENDED = "ended"
    """The family is unknown, revoked or expired."""


def judge(family: RefreshFamily | None, presented: str, now: datetime) -> Rotation:
    """What a presented secret means; decided with the family locked.

    The grace gives nobody a token: whoever lost the race has to use the one that the winner got. Reuse is found as
    surely as without it, at most `GRACE` later.

    Args:
        family: of the token, if there is one.
        presented: hash of the secret.
        now: the time.
    """
    if family is None or family.expires_at <= now:
        return Rotation.ENDED
    if compare_digest(presented, family.current):
        return Rotation.ROTATED
    if compare_digest(presented, family.previous) and now - family.rotated_at <= GRACE:
        return Rotation.SUPERSEDED
    return Rotation.REUSED


def new_secret() -> str:
    """256 random bits, in URL-safe characters."""
    return secrets.token_urlsafe(32)


def hashed(secret: str) -> str:
    """How a random secret is stored: its SHA-256 in hexadecimal. It has too much entropy to need a slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def split(token: str) -> tuple[str, str]:
    """Family id and hash of the secret; of any text at all, so that nonsense is an unknown family."""
    family_id, _, secret = token.partition(".")
    return family_id[:64], hashed(secret)

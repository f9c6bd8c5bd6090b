from __future__ import annotations

import asyncio
import unicodedata

import pytest
from argon2 import PasswordHasher

from access_stores import CHEAP, PASSWORD
from paillasse.access.credentials.passwords import LONGEST, Passwords, check_password
from paillasse.access.errors import UnsuitablePassword


@pytest.mark.parametrize(
    "password",
    ["", "elevenchars", "x" * (LONGEST + 1), "Maria.Lovelace", "MARIA.LOVELACE@example.org", "long.local.part"],
)
def test_refused(password: str) -> None:
    email = "long.local.part@example.org" if password.startswith("long") else "maria.lovelace@example.org"
    with pytest.raises(UnsuitablePassword):
        check_password(password, "Maria.Lovelace", email)


@pytest.mark.parametrize("password", ["twelve chars", "aaaaaaaaaaaa", "é" * 12, "x" * LONGEST, PASSWORD])
def test_no_rule_asks_for_kinds_of_characters(password: str) -> None:
    check_password(password, "maria", "maria@example.org")


async def test_a_hash_is_argon2id_and_salted() -> None:
    passwords = Passwords()
    one, other = await passwords.hash(PASSWORD), await passwords.hash(PASSWORD)
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != other
    assert await passwords.verify(one, PASSWORD)
    assert not await passwords.verify(one, PASSWORD + " ")
    assert not passwords.outdated(one)
    assert Passwords(CHEAP).outdated(one)


@pytest.mark.parametrize("password", ["é" * LONGEST, "\ud800" * 12, "a\0b" * 4])
async def test_any_text_can_be_a_password(password: str) -> None:
    passwords = Passwords(CHEAP)
    hashed = await passwords.hash(password)
    assert await passwords.verify(hashed, password)
    assert not await passwords.verify(hashed, password[:-1])
    assert not await passwords.verify(hashed, password * LONGEST)


async def test_accents_may_be_typed_either_way() -> None:
    passwords = Passwords(CHEAP)
    hashed = await passwords.hash(unicodedata.normalize("NFC", "mot de passe français"))
    assert await passwords.verify(hashed, unicodedata.normalize("NFD", "mot de passe français"))


@pytest.mark.parametrize("hashed", [None, "", "not a hash"])
async def test_without_a_hash_nothing_is_right(hashed: str | None) -> None:
    assert not await Passwords(CHEAP).verify(hashed, PASSWORD)


class Counting(PasswordHasher):
    """Counts what it verifies, and how much of it at once."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.verified: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
        self.verified.append(str(hash))
        return super().verify(hash, password)  # type: ignore[return-value]


async def test_an_unknown_user_costs_as_much_as_a_known_one() -> None:
    hasher = Counting()
    passwords = Passwords(hasher)
    hashed = await passwords.hash(PASSWORD)
    await asyncio.gather(*(passwords.verify(one, "wrong") for one in (hashed, None, "")))
    assert len(hasher.verified) == 3
    assert all(one.partition("p=")[0] == hashed.partition("p=")[0] for one in hasher.verified)

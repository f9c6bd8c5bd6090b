"""What every store of refresh tokens does, whatever stands behind it."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from access_stores import NOW, user
from paillasse.access.credentials.rotation import GRACE, REFRESH_LIFE, Rotation
from paillasse.access.protocols import RefreshStore
from paillasse.access.types import RefreshFamily
from paillasse.composition.accounts import AccessStores

LATER = NOW + GRACE + timedelta(seconds=1)


@pytest.fixture
async def families(stores: AccessStores) -> RefreshStore:
    for name in ("ada", "bob"):
        await stores.users.add(user(name))
    return stores.families


def family(name: str, user_id: str = "ada", expires_at: datetime = NOW + REFRESH_LIFE) -> RefreshFamily:
    return RefreshFamily(name, user_id, 2, "first", "", NOW, expires_at)


async def test_each_token_is_good_once(families: RefreshStore) -> None:
    await families.add(family("f"), NOW)
    verdict, rotated = await families.rotate("f", "first", "second", LATER)
    assert verdict is Rotation.ROTATED
    assert rotated == RefreshFamily("f", "ada", 2, "second", "first", LATER, LATER + REFRESH_LIFE)
    verdict, rotated = await families.rotate("f", "second", "third", LATER)
    assert (verdict, rotated and rotated.current) == (Rotation.ROTATED, "third")


async def test_reuse_ends_the_family_and_no_other(families: RefreshStore) -> None:
    await families.add(family("f"), NOW)
    await families.add(family("g"), NOW)
    await families.rotate("f", "first", "second", NOW)
    verdict, ended = await families.rotate("f", "first", "thief", LATER)
    assert (verdict, ended and ended.user_id) == (Rotation.REUSED, "ada")
    assert await families.rotate("f", "second", "third", LATER) == (Rotation.ENDED, None)
    assert (await families.rotate("g", "first", "second", LATER))[0] is Rotation.ROTATED


async def test_a_race_gives_one_token_and_revokes_nothing(families: RefreshStore) -> None:
    await families.add(family("f"), NOW)
    verdicts = [v for v, _ in await asyncio.gather(*(families.rotate("f", "first", f"s{i}", NOW) for i in range(5)))]
    assert sorted(verdicts) == [Rotation.ROTATED, *[Rotation.SUPERSEDED] * 4]
    winner = f"s{verdicts.index(Rotation.ROTATED)}"
    assert (await families.rotate("f", winner, "next", LATER))[0] is Rotation.ROTATED


async def test_an_expired_family_is_forgotten(families: RefreshStore) -> None:
    await families.add(family("f", expires_at=LATER), NOW)
    assert (await families.rotate("f", "first", "second", LATER))[0] is Rotation.ENDED
    assert await families.revoke("f") is None
    await families.add(family("g", expires_at=LATER), NOW)
    await families.add(family("h", user_id="bob", expires_at=LATER), NOW)
    await families.add(family("i"), LATER)
    assert await families.revoke("g") is None
    assert await families.revoke("h") is not None


async def test_revocation(families: RefreshStore) -> None:
    for name in ("f", "g", "h"):
        await families.add(family(name), NOW)
    await families.add(family("other", user_id="bob"), NOW)
    assert await families.revoke("f") == family("f")
    assert await families.revoke("f") is None
    await families.revoke_user("ada")
    assert await families.rotate("g", "first", "second", NOW) == (Rotation.ENDED, None)
    assert await families.revoke("other") is not None

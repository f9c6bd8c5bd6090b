"""What every store of API keys does, whatever stands behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from access_stores import NOW, user
from paillasse.access.protocols import ApiKeyStore
from paillasse.access.types import ApiKey, Role
from paillasse.composition.accounts import AccessStores


@pytest.fixture
async def keys(stores: AccessStores) -> ApiKeyStore:
    for name in ("ada", "bob"):
        await stores.users.add(user(name))
    return stores.keys


def key(name: str, user_id: str = "ada", minutes: int = 0) -> ApiKey:
    made = NOW + timedelta(minutes=minutes)
    return ApiKey(name, "hash", user_id, f"Robot {name}", Role.EXPERT, ("lab", "é"), made, made + timedelta(days=1))


async def test_a_key_is_kept_whole(keys: ApiKeyStore) -> None:
    await keys.add(key("a"))
    assert await keys.get("a") == key("a")
    assert await keys.get("b") is None


async def test_each_user_has_his_own_the_latest_first(keys: ApiKeyStore) -> None:
    for one in (key("a"), key("c", minutes=2), key("b", minutes=1), key("d", "bob")):
        await keys.add(one)
    assert [one.id for one in await keys.list("ada")] == ["c", "b", "a"]


async def test_the_last_use_is_kept_to_the_minute(keys: ApiKeyStore) -> None:
    await keys.add(key("a"))
    for seconds, kept in ((0, 0), (59, 0), (61, 61)):
        await keys.used("a", NOW + timedelta(seconds=seconds))
        assert await keys.get("a") == replace(key("a"), last_used_at=NOW + timedelta(seconds=kept))


async def test_a_revoked_key_stays_to_be_seen(keys: ApiKeyStore) -> None:
    await keys.add(key("a"))
    await keys.revoke("a", NOW)
    await keys.revoke("a", NOW + timedelta(days=1))
    assert await keys.list("ada") == [replace(key("a"), revoked_at=NOW)]

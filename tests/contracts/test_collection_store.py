"""What every store of collections does, whatever stands behind it."""

from __future__ import annotations

import pytest

from access_stores import NOW, user
from paillasse.access.errors import CollectionExists, CollectionNotFound, UserNotFound
from paillasse.access.protocols import CollectionStore
from paillasse.access.types import Collection
from paillasse.composition.accounts import AccessStores

LAB = Collection("Lab 3, étage 2", "Troisième laboratoire", NOW)


@pytest.fixture
async def collections(stores: AccessStores) -> CollectionStore:
    for name in ("bob", "Ada"):
        await stores.users.add(user(name))
    await stores.collections.add(LAB)
    return stores.collections


async def test_the_default_collection_is_there_and_names_are_unique(collections: CollectionStore) -> None:
    assert [one.name for one in await collections.list()] == [LAB.name, "default"]
    assert LAB in await collections.list()
    for name in ("default", LAB.name):
        with pytest.raises(CollectionExists):
            await collections.add(Collection(name, "", NOW))


async def test_membership(collections: CollectionStore) -> None:
    await collections.add_member(LAB.name, "bob")
    for _ in range(2):
        await collections.add_member(LAB.name, "Ada")
    await collections.add_member("default", "Ada")
    assert await collections.of_user("Ada") == (LAB.name, "default")
    assert [one.id for one in await collections.members(LAB.name)] == ["Ada", "bob"]
    for _ in range(2):
        await collections.remove_member(LAB.name, "Ada")
    assert await collections.of_user("Ada") == ("default",)
    assert await collections.of_user("bob") == (LAB.name,)
    assert await collections.members("nowhere") == []
    assert await collections.of_user("nobody") == ()


async def test_members_are_users_and_collections_exist(collections: CollectionStore) -> None:
    with pytest.raises(CollectionNotFound):
        await collections.add_member("nowhere", "Ada")
    with pytest.raises(UserNotFound):
        await collections.add_member("default", "nobody")

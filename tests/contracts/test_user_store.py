"""What every store of users does, whatever stands behind it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from access_stores import NOW, user
from exchanges import ADA, EVE, exchange, feedback, postgres_history
from paillasse.access.errors import LastAdministrator, UserExists, UserNotFound
from paillasse.access.protocols import UserStore
from paillasse.access.types import Role
from paillasse.composition.accounts import AccessStores
from paillasse.history.usage import UsageBy
from paillasse.idempotency import Keyed
from paillasse.storage.accounts.users import PostgresUserStore
from paillasse.storage.idempotency import PostgresIdempotencyStore
from paillasse.storage.session import Database

SOON = NOW + timedelta(hours=1)


@pytest.fixture
def users(stores: AccessStores) -> UserStore:
    return stores.users


async def test_a_user_is_found_by_id_and_by_either_name(users: UserStore) -> None:
    ada = user("Ada", Role.EXPERT, token_generation=3)
    await users.add(ada)
    assert await users.get("Ada") == ada
    assert await users.find(" aDA ") == ada
    assert await users.find("ADA@example.ORG") == ada
    assert await users.get("ada") is None
    assert await users.find("ada@") is None


@pytest.mark.parametrize(
    ("name", "email"), [("ÉMILE", "other@example.org"), ("other", "Emile@Example.org"), ("émile", "")]
)
async def test_names_are_unique_whatever_their_case(users: UserStore, name: str, email: str) -> None:
    await users.add(user("émile", email="emile@example.org"))
    with pytest.raises(UserExists):
        await users.add(user(name, email=email))
    assert [one.username for one in await users.list()] == ["émile"]


async def test_any_number_of_users_have_no_address(users: UserStore) -> None:
    await users.add(user("b", email=""))
    await users.add(user("A", email=""))
    assert [one.username for one in await users.list()] == ["A", "b"]
    assert await users.find("") is None


async def test_the_first_user_uses_up_every_setup_token(users: UserStore) -> None:
    assert not await users.anybody()
    assert await users.add_setup_token("one", SOON)
    assert await users.add_setup_token("two", SOON)
    assert not await users.add_first(user("a"), "three", NOW)
    assert not await users.add_first(user("a"), "one", SOON)
    assert await users.add_first(user("a"), "one", NOW)
    assert not await users.add_first(user("b"), "two", NOW)
    assert not await users.add_setup_token("four", SOON)
    assert await users.anybody()
    assert [one.id for one in await users.list()] == ["a"]


async def test_one_of_many_is_the_first(users: UserStore) -> None:
    await users.add_setup_token("token", SOON)
    won = await asyncio.gather(*(users.add_first(user(f"user{i}"), "token", NOW) for i in range(5)))
    assert sum(won) == 1
    assert len(await users.list()) == 1


async def test_an_identity_provider_knows_one_user(users: UserStore) -> None:
    assert await users.find_federated("https://id", "42") is None
    made = await asyncio.gather(*(users.add_federated(user(f"u{i}", email=""), "https://id", "42") for i in range(3)))
    assert len({one.id for one in made}) == 1
    assert await users.find_federated("https://id", "42") == made[0]
    assert await users.find_federated("https://other", "42") is None
    with pytest.raises(UserExists):
        await users.add_federated(user(made[0].id), "https://id", "43")


async def test_a_new_password_ends_sessions_and_a_new_hash_does_not(users: UserStore) -> None:
    await users.add(user("a"))
    assert await users.set_password("a", "new")
    assert await users.set_password("a", "stronger", replacing="new")
    assert not await users.set_password("a", "stale", replacing="new")
    assert not await users.set_password("nobody", "x")
    found = await users.get("a")
    assert found is not None
    assert (found.hashed_password, found.token_generation) == ("stronger", 1)


async def test_a_lower_role_ends_sessions_and_a_higher_one_does_not(users: UserStore) -> None:
    await users.add(user("a"))
    assert (await users.set_role("a", Role.EXPERT)).token_generation == 0
    assert (await users.set_role("a", Role.EXPERT)).token_generation == 0
    lowered = await users.set_role("a", Role.TECHNICIAN)
    assert (lowered.role, lowered.token_generation) == (Role.TECHNICIAN, 1)
    assert await users.get("a") == lowered


async def test_suspension_ends_sessions(users: UserStore) -> None:
    await users.add(user("a"))
    suspended = await users.set_suspended("a", True)
    assert (suspended.suspended, suspended.token_generation) == (True, 1)
    restored = await users.set_suspended("a", False)
    assert (restored.suspended, restored.token_generation) == (False, 1)
    assert await users.get("a") == restored


async def test_nobody_is_nobody(users: UserStore) -> None:
    with pytest.raises(UserNotFound):
        await users.set_role("a", Role.ADMIN)
    with pytest.raises(UserNotFound):
        await users.set_suspended("a", True)
    with pytest.raises(UserNotFound):
        await users.remove("a")


async def test_who_is_removed_is_known_no_more(stores: AccessStores) -> None:
    users = stores.users
    await users.add_federated(user("a"), "https://id", "42")
    await users.add(user("b"))
    await stores.collections.add_member("default", "a")
    await stores.collections.add_member("default", "b")
    await users.remove("a")
    assert await users.list() == await stores.collections.members("default") == [user("b")]
    assert await users.get("a") is await users.find("a") is await users.find_federated("https://id", "42") is None
    await users.add(user("a"))  # the name is free again


async def test_what_he_asked_and_said_goes_with_him(database: Database) -> None:
    users, kept = PostgresUserStore(database), postgres_history(database)
    kept_responses = PostgresIdempotencyStore(database)
    for name in ("ada", "bob"):
        await users.add(user(name))
        await kept.history.record(exchange(f"of {name}", f"c of {name}", owner=name), "T")
        await kept_responses.begin(Keyed(name, name, "print", NOW))
    await kept.feedback.put(feedback("of ada"), ADA)
    await users.remove("ada")
    assert await kept.history.conversations("ada", 10) == []
    assert await kept.feedback.queue(EVE, None, 10) == []
    assert await kept_responses.begin(Keyed("ada", "ada", "another", NOW)) is None
    assert [c.id for c in await kept.history.conversations("bob", 10)] == ["c of bob"]
    costs = await kept.ledger.totals(UsageBy.USER, NOW, NOW + timedelta(days=1))
    assert {total.key for total in costs} == {"ada", "bob"}


async def test_the_last_administrator_stays(users: UserStore) -> None:
    await users.add(user("a", Role.ADMIN))
    await users.add(user("b", Role.ADMIN, suspended=True))
    with pytest.raises(LastAdministrator):
        await users.set_role("a", Role.EXPERT)
    with pytest.raises(LastAdministrator):
        await users.set_suspended("a", True)
    with pytest.raises(LastAdministrator):
        await users.remove("a")
    await users.set_role("b", Role.EXPERT)
    still = await users.get("a")
    assert still is not None
    assert (still.role, still.suspended, still.token_generation) == (Role.ADMIN, False, 0)


async def test_two_administrators_do_not_remove_each_other(users: UserStore) -> None:
    await users.add(user("a", Role.ADMIN))
    await users.add(user("b", Role.ADMIN))
    ended = await asyncio.gather(users.set_role("a", Role.EXPERT), users.remove("b"), return_exceptions=True)
    assert [type(one) for one in ended].count(LastAdministrator) == 1
    assert [one.role for one in await users.list() if not one.suspended].count(Role.ADMIN) == 1

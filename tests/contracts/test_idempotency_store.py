from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from access_stores import NOW
from paillasse.adapters.memory.idempotency import MemoryIdempotencyStore
from paillasse.idempotency import ABANDONED_AFTER, KEPT_FOR, IdempotencyStore, KeptResponse, KeyAtWork, Keyed, KeyReused
from paillasse.storage.idempotency import PostgresIdempotencyStore
from paillasse.storage.session import Database

RESPONSE = KeptResponse(201, "application/json", "/things/1", b'{"id": 1}\x00\xff')
MOMENT = timedelta(microseconds=1)


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest, database: Database) -> IdempotencyStore:
    return MemoryIdempotencyStore() if request.param == "memory" else PostgresIdempotencyStore(database)


def keyed(subject: str = "a", fingerprint: str = "print", owner: str = "ada", **later: float) -> Keyed:
    return Keyed(subject, owner, fingerprint, NOW + timedelta(**later))


FIRST = keyed()


async def test_the_second_gets_what_the_first_got(store: IdempotencyStore) -> None:
    assert await store.begin(FIRST) is None
    await store.finish(FIRST, RESPONSE)
    assert await store.begin(keyed(seconds=1)) == RESPONSE
    assert await store.begin(keyed("b")) is None


async def test_while_the_first_is_at_work_the_second_waits(store: IdempotencyStore) -> None:
    await store.begin(FIRST)
    with pytest.raises(KeyAtWork):
        await store.begin(keyed(seconds=1))
    await store.forget(FIRST)
    assert await store.begin(keyed(seconds=2)) is None


async def test_another_request_does_not_get_it(store: IdempotencyStore) -> None:
    await store.begin(FIRST)
    with pytest.raises(KeyReused):
        await store.begin(keyed(fingerprint="another", seconds=1))
    await store.finish(FIRST, RESPONSE)
    with pytest.raises(KeyReused):
        await store.begin(keyed(fingerprint="another", seconds=1))


async def test_who_died_is_not_waited_for(store: IdempotencyStore) -> None:
    await store.begin(FIRST)
    with pytest.raises(KeyAtWork):
        await store.begin(replace(FIRST, begun_at=NOW + ABANDONED_AFTER - MOMENT))
    assert await store.begin(replace(FIRST, fingerprint="another", begun_at=NOW + ABANDONED_AFTER)) is None


async def test_who_was_thought_dead_does_not_disturb_who_took_over(store: IdempotencyStore) -> None:
    second = replace(FIRST, begun_at=NOW + ABANDONED_AFTER)
    await store.begin(FIRST)
    await store.begin(second)
    await store.forget(FIRST)
    await store.finish(FIRST, replace(RESPONSE, status=200))
    with pytest.raises(KeyAtWork):
        await store.begin(replace(second, begun_at=second.begun_at + MOMENT))
    await store.finish(second, RESPONSE)
    assert await store.begin(replace(second, begun_at=second.begun_at + MOMENT)) == RESPONSE


async def test_after_a_day_a_key_is_as_good_as_new(store: IdempotencyStore) -> None:
    await store.begin(FIRST)
    await store.finish(FIRST, RESPONSE)
    assert await store.begin(replace(FIRST, begun_at=NOW + KEPT_FOR - MOMENT)) == RESPONSE
    assert await store.begin(replace(FIRST, fingerprint="another", begun_at=NOW + KEPT_FOR)) is None


async def test_of_many_at_once_one_is_the_first(store: IdempotencyStore) -> None:
    requests = [keyed(milliseconds=number) for number in range(8)]
    found = await asyncio.gather(*map(store.begin, requests), return_exceptions=True)
    assert found.count(None) == 1
    assert sum(isinstance(each, KeyAtWork) for each in found) == 7


async def test_to_finish_or_forget_what_is_not_there_is_no_error(store: IdempotencyStore) -> None:
    await store.finish(FIRST, RESPONSE)
    await store.forget(FIRST)
    assert await store.begin(FIRST) is None


@pytest.mark.parametrize(("owner", "left"), [("ada", {"eve"}), ("nobody", {"ada", "eve"}), (None, set())])
async def test_what_the_responses_say_may_have_been_deleted(
    store: IdempotencyStore, owner: str | None, left: set[str]
) -> None:
    for name in ("ada", "eve"):
        await store.begin(keyed(name, owner=name))
        await store.finish(keyed(name, owner=name), RESPONSE)
    await store.forget_all(owner)
    assert {name for name in ("ada", "eve") if await store.begin(keyed(name, owner=name)) == RESPONSE} == left


async def test_a_purge_removes_what_counts_no_more_and_nothing_else(store: IdempotencyStore) -> None:
    young = keyed("young", hours=1)
    for request in (FIRST, young):
        await store.begin(request)
        await store.finish(request, RESPONSE)
    await store.purge(NOW + KEPT_FOR)
    assert await store.begin(replace(FIRST, begun_at=NOW)) is None
    assert await store.begin(young) == RESPONSE

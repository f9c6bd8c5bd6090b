from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from access_stores import NOW
from paillasse.adapters.memory_idempotency import MemoryIdempotencyStore
from paillasse.idempotency import ABANDONED_AFTER, KEPT_FOR, IdempotencyStore, KeptResponse, KeyAtWork, KeyReused
from paillasse.storage.idempotency import PostgresIdempotencyStore
from paillasse.storage.session import Database

RESPONSE = KeptResponse(201, "application/json", "/things/1", b'{"id": 1}\x00\xff')
MOMENT = timedelta(microseconds=1)


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest, database: Database) -> IdempotencyStore:
    return MemoryIdempotencyStore() if request.param == "memory" else PostgresIdempotencyStore(database)


async def test_the_second_gets_what_the_first_got(store: IdempotencyStore) -> None:
    assert await store.begin("a", "print", NOW) is None
    await store.finish("a", RESPONSE)
    assert await store.begin("a", "print", NOW) == RESPONSE
    assert await store.begin("b", "print", NOW) is None


async def test_while_the_first_is_at_work_the_second_waits(store: IdempotencyStore) -> None:
    await store.begin("a", "print", NOW)
    with pytest.raises(KeyAtWork):
        await store.begin("a", "print", NOW)
    await store.forget("a")
    assert await store.begin("a", "print", NOW) is None


async def test_another_request_does_not_get_it(store: IdempotencyStore) -> None:
    await store.begin("a", "print", NOW)
    with pytest.raises(KeyReused):
        await store.begin("a", "another", NOW)
    await store.finish("a", RESPONSE)
    with pytest.raises(KeyReused):
        await store.begin("a", "another", NOW)


async def test_who_died_is_not_waited_for(store: IdempotencyStore) -> None:
    await store.begin("a", "print", NOW)
    with pytest.raises(KeyAtWork):
        await store.begin("a", "print", NOW + ABANDONED_AFTER - MOMENT)
    assert await store.begin("a", "another", NOW + ABANDONED_AFTER) is None


async def test_after_a_day_a_key_is_as_good_as_new(store: IdempotencyStore) -> None:
    await store.begin("a", "print", NOW)
    await store.finish("a", RESPONSE)
    assert await store.begin("a", "print", NOW + KEPT_FOR - MOMENT) == RESPONSE
    assert await store.begin("a", "another", NOW + KEPT_FOR) is None


async def test_of_many_at_once_one_is_the_first(store: IdempotencyStore) -> None:
    found = await asyncio.gather(*(store.begin("a", "print", NOW) for _ in range(8)), return_exceptions=True)
    assert found.count(None) == 1
    assert sum(isinstance(each, KeyAtWork) for each in found) == 7


async def test_to_finish_or_forget_what_is_not_there_is_no_error(store: IdempotencyStore) -> None:
    await store.finish("a", RESPONSE)
    await store.forget("a")
    assert await store.begin("a", "print", NOW) is None

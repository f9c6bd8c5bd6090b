"""What every store of models in production does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from paillasse.adapters.memory.trained_models import MemoryModelStore
from paillasse.protocols.trained_models import KeptModel, ModelStore, TakenBack
from paillasse.storage.models.store import PostgresModelStore
from paillasse.storage.session import Database

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def kept(version: str, at: datetime = NOON, name: str = "escalation") -> KeptModel:
    return KeptModel(name, version, '{"weights": [1.5, -0.0]}', '{"auroc": 0.9}', at)


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest, database: Database) -> ModelStore:
    return MemoryModelStore() if request.param == "memory" else PostgresModelStore(database)


async def test_nothing_is_in_production_at_first(store: ModelStore) -> None:
    assert await store.production("escalation") is None
    assert (await store.version("escalation"), await store.rows("escalation")) == ("", "")


async def test_the_latest_of_a_name_is_in_production(store: ModelStore) -> None:
    latest = kept("2", NOON + timedelta(seconds=1))
    await store.put(latest, '{"case": "b"}\n')
    await store.put(kept("1"), '{"case": "a"}\n')
    await store.put(kept("9", NOON + timedelta(days=1), "reranker"))
    assert await store.production("escalation") == latest
    assert await store.version("escalation") == "2"
    assert await store.rows("escalation") == '{"case": "b"}\n'
    assert (await store.version("reranker"), await store.rows("reranker")) == ("9", "")


async def test_an_earlier_one_may_come_back(store: ModelStore) -> None:
    await store.put(kept("1"))
    await store.put(kept("2", NOON + timedelta(seconds=1)))
    await store.put(kept("1", NOON + timedelta(seconds=2)))
    assert await store.version("escalation") == "1"


async def test_what_is_taken_back_gives_way_to_the_one_before(store: ModelStore) -> None:
    first, second = kept("1"), replace(kept("2", NOON + timedelta(seconds=1)), promoted_by="ada", because="more rows")
    await store.put(first, "a")
    await store.put(second, "b")
    back = TakenBack(NOON + timedelta(seconds=2), "bob", "worse")
    assert [await store.take_back(second, back), await store.take_back(second, back)] == [True, False]
    assert (await store.production("escalation"), await store.rows("escalation")) == (first, "a")
    assert await store.promotions() == [replace(second, taken_back=back), first]
    assert await store.take_back(first, back)
    assert (await store.production("escalation"), await store.version("escalation")) == (None, "")

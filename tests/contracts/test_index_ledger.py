"""What everything does that keeps what an index service cannot tell."""

from __future__ import annotations

import pytest

from paillasse.adapters.memory.index_ledger import MemoryIndexLedger
from paillasse.protocols.generations import IndexLedger, TermCounts
from paillasse.protocols.retrieval import IndexPoint
from paillasse.storage.session import Database
from paillasse.storage.vector_search.ledger import PostgresIndexLedger


@pytest.fixture(params=["memory", "postgres"])
def ledger(request: pytest.FixtureRequest, database: Database) -> IndexLedger:
    return MemoryIndexLedger() if request.param == "memory" else PostgresIndexLedger(database)


def point(name: str, document: str, *terms: int) -> IndexPoint:
    return IndexPoint(name, document, "default", "fr", "prose", (1.0,), dict.fromkeys(terms, 1.0))


async def test_terms_are_counted_as_points_come_change_and_go(ledger: IndexLedger) -> None:
    top = 2**32 - 1
    for generation in ("g", "h"):
        await ledger.keep(generation, "{}")
    await ledger.note("g", [point("1", "a", 7, top), point("2", "a", 7), point("3", "b"), point("4", "b", 7)])
    await ledger.note("h", [point("1", "a", 7)])
    assert await ledger.counts("g", [7, top, 9]) == TermCounts(3, {7: 3, top: 1})
    await ledger.note("g", [point("1", "b", 9), point("3", "b", 9)])
    assert await ledger.counts("g", [7, top, 9]) == TermCounts(4, {7: 2, 9: 2})
    assert await ledger.points("g") == {"a": {"2"}, "b": {"1", "3", "4"}}
    await ledger.forget("g", ["b", "unknown"])
    assert await ledger.counts("g", [7, 9]) == TermCounts(1, {7: 1})
    assert await ledger.points("g", ["a", "b"]) == {"a": {"2"}}
    assert await ledger.points("g", ["b"]) == {}
    assert await ledger.counts("h", [7]) == TermCounts(1, {7: 1})
    assert await ledger.counts("unknown", [7]) == TermCounts(0, {})


async def test_a_generation_keeps_its_first_configuration_until_it_is_dropped(ledger: IndexLedger) -> None:
    await ledger.keep("h", "{}")
    await ledger.keep("g", "first")
    await ledger.keep("g", "second")
    await ledger.note("g", [point("1", "a", 7)])
    assert await ledger.configurations() == {"g": "first", "h": "{}"}
    await ledger.drop("g")
    await ledger.drop("g")
    assert await ledger.configurations() == {"h": "{}"}
    assert await ledger.points("g") == {}
    await ledger.keep("g", "third")
    assert await ledger.counts("g", [7]) == TermCounts(0, {})


async def test_one_generation_is_live(ledger: IndexLedger) -> None:
    assert await ledger.live() == ("", "")
    for name in ("g", "h"):
        await ledger.keep(name, "{}")
    for name, release in (("g", "one"), ("h", ""), ("h", "two"), ("g", "")):
        await ledger.make_live(name, release)
        assert await ledger.live() == (name, release)

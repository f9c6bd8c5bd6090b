"""What every ingestion journal does, whatever stands behind it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from paillasse.adapters.memory.documents import MemoryIngestionJournal
from paillasse.protocols.stores import IngestionJournal
from paillasse.storage.ingestions import PostgresIngestionJournal
from paillasse.storage.session import Database
from paillasse.types.ingestion import IngestionRecord, IngestionState

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["memory", "postgres"])
def journal(request: pytest.FixtureRequest, database: Database) -> IngestionJournal:
    return MemoryIngestionJournal() if request.param == "memory" else PostgresIngestionJournal(database)


def record(sha256: str, state: IngestionState, minutes: int = 0, collection: str = "default") -> IngestionRecord:
    return IngestionRecord(
        sha256,
        filename=f"{sha256}.pdf",
        collection=collection,
        state=state,
        started_at=NOW + timedelta(minutes=minutes),
        pages=3,
        seconds={"parse": 1.5},
        error_code="damaged_pdf",
        error_message="Tronqué",
    )


async def test_the_last_verdict_is_kept_whole(journal: IngestionJournal) -> None:
    await journal.record(record("a", IngestionState.RUNNING))
    failed = record("a", IngestionState.FAILED, minutes=1)
    await journal.record(failed)
    assert await journal.get("default", "a") == failed
    assert await journal.list() == [failed]


async def test_each_collection_has_its_own(journal: IngestionJournal) -> None:
    await journal.record(record("a", IngestionState.DONE))
    assert await journal.get("private", "a") is None
    await journal.record(record("a", IngestionState.FAILED, collection="private"))
    assert (await journal.get("default", "a")) == record("a", IngestionState.DONE)


async def test_the_latest_attempt_comes_first(journal: IngestionJournal) -> None:
    for minutes, name in ((1, "b"), (3, "c"), (2, "a")):
        await journal.record(record(name, IngestionState.DONE, minutes))
    assert [entry.sha256 for entry in await journal.list()] == ["c", "a", "b"]


async def test_what_is_forgotten_is_gone(journal: IngestionJournal) -> None:
    await journal.record(record("a", IngestionState.DONE))
    await journal.record(record("b", IngestionState.DONE))
    await journal.delete("default", "a")
    await journal.delete("default", "a")
    assert [entry.sha256 for entry in await journal.list()] == ["b"]

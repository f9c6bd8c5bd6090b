"""What every record of jobs does, whatever stands behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text

from paillasse.adapters.job_queue.memory_jobs import MemoryJobStore, MemoryQueue
from paillasse.adapters.job_queue.procrastinate_queue import put_ticket
from paillasse.errors.jobs import JobNotFound, JobNotRetriable
from paillasse.protocols.jobs import JobStore
from paillasse.storage.jobs.store import PostgresJobStore
from paillasse.storage.session import Database
from paillasse.types.jobs import Job, JobCount, JobState, Standing, Trouble

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest_asyncio.fixture(params=["memory", "postgres"])
async def store(request: pytest.FixtureRequest, migrated: Database) -> AsyncIterator[JobStore]:
    if request.param == "memory":
        yield MemoryJobStore(MemoryQueue())
        return
    yield PostgresJobStore(migrated, put_ticket)
    async with migrated.transaction() as session:
        await session.execute(text("TRUNCATE ingestion_jobs, procrastinate_jobs CASCADE"))


def job(name: str, sha256: str = "", collection: str = "default", minutes: int = 0) -> Job:
    return Job(
        name,
        collection,
        sha256 or name,
        f"{name} à lire.pdf",
        12,
        "user-1",
        created_at=NOW + timedelta(minutes=minutes),
    )


async def ticket_of(store: JobStore, job_id: str) -> int:
    return {job.id: ticket for job, ticket in (await store.unfinished()).items()}[job_id]


async def claimed(store: JobStore, job_id: str) -> Job:
    found = await store.claim(job_id, await ticket_of(store, job_id))
    assert found is not None
    return found


async def test_jobs_are_counted_by_state(store: JobStore) -> None:
    assert await store.counts() == {}
    for made in (job("b", minutes=2), job("a", minutes=1, collection="lab"), job("c", minutes=3)):
        await store.add(made)
    await claimed(store, "c")
    assert await store.counts() == {
        JobState.QUEUED: JobCount(2, job("a", minutes=1).created_at),
        JobState.RUNNING: JobCount(1, job("c", minutes=3).created_at),
    }


async def test_a_job_is_kept_as_it_was_added(store: JobStore) -> None:
    added = await store.add(job("a"))
    assert added == job("a") == await store.get("a")
    with pytest.raises(JobNotFound):
        await store.get("b")


async def test_the_same_content_is_one_job_while_it_is_under_way(store: JobStore) -> None:
    added = await asyncio.gather(*(store.add(job(f"j{n}", "same")) for n in range(10)))
    assert len({found.id for found in added}) == 1
    assert len(await store.unfinished()) == 1
    elsewhere = await store.add(job("other", "same", "lab"))
    assert elsewhere.id == "other"
    first = added[0].id
    await store.settle(replace(await claimed(store, first), state=JobState.DONE, document_id="d"))
    assert (await store.add(job("later", "same"))).id == "later"


async def test_the_latest_come_first_and_only_those_asked_for(store: JobStore) -> None:
    for minutes, (name, collection) in enumerate([("a", "x"), ("b", "y"), ("c", "x")]):
        await store.add(job(name, collection=collection, minutes=minutes))
    assert [found.id for found in await store.list()] == ["c", "b", "a"]
    assert [found.id for found in await store.list(["x"])] == ["c", "a"]
    assert [found.id for found in await store.list(limit=1)] == ["c"]
    assert await store.list([]) == []


async def test_jobs_in_a_state_and_behind_a_place(store: JobStore) -> None:
    for name in "abcd":
        await store.add(job(name, minutes=name == "d"))
    await store.settle(replace(await claimed(store, "b"), state=JobState.FAILED))
    assert [found.id for found in await store.list(state=JobState.FAILED)] == ["b"]
    first = await store.list(limit=2)
    assert [found.id for found in first] == ["d", "c"]
    rest = await store.list(behind=(first[-1].created_at, first[-1].id))
    assert [found.id for found in rest] == ["b", "a"]
    assert await store.list(["default"], state=JobState.DONE, behind=(NOW, "a")) == []


async def test_a_job_of_other_collections_is_not_found(store: JobStore) -> None:
    await store.add(job("a", collection="lab"))
    assert (await store.get("a", ["default", "lab"])).id == "a"
    for collections in (["default"], []):
        with pytest.raises(JobNotFound):
            await store.get("a", collections)


async def test_old_jobs_are_forgotten_once_they_finished(store: JobStore) -> None:
    for name in ("done", "waiting"):
        await store.add(job(name))
    await store.settle(replace(await claimed(store, "done"), state=JobState.DONE))
    await store.forget(datetime.now(UTC) - timedelta(hours=1))
    assert len(await store.list()) == 2
    await store.forget(datetime.now(UTC) + timedelta(hours=1))
    assert [found.id for found in await store.list()] == ["waiting"]


async def test_only_the_ticket_in_force_begins_an_attempt(store: JobStore) -> None:
    await store.add(job("a"))
    first = await ticket_of(store, "a")
    assert await store.claim("a", first + 1000) is None
    await store.reissue("a", first)
    second = await ticket_of(store, "a")
    assert second != first
    await store.reissue("a", first)
    assert await ticket_of(store, "a") == second
    assert await store.claim("a", first) is None
    begun = await store.claim("a", second)
    assert begun is not None
    assert (begun.state, begun.attempt, begun.failures) == (JobState.RUNNING, 1, 0)


async def test_who_was_overtaken_can_write_nothing_any_more(store: JobStore) -> None:
    await store.add(job("a"))
    dead = await claimed(store, "a")
    assert await store.report(dead, "parse", 3, 9) is Standing.HELD
    assert (await store.get("a")).progress.stage == "parse"
    heir = await claimed(store, "a")
    assert (heir.attempt, heir.failures, heir.stage, heir.done) == (2, 1, "", 0)
    assert await store.report(dead, "embed", 1, 1) is Standing.LOST
    assert not await store.settle(replace(dead, state=JobState.FAILED))
    assert (await store.get("a")).state is JobState.RUNNING
    assert await store.settle(replace(heir, state=JobState.DONE, document_id="d"))
    assert await store.report(heir, "embed", 1, 1) is Standing.LOST


async def test_a_failure_that_may_pass_waits_with_its_reason(store: JobStore) -> None:
    await store.add(job("a"))
    begun = await claimed(store, "a")
    trouble = Trouble("embedder_unreachable", "Weg.", "Warten.")
    await store.settle(replace(begun, state=JobState.QUEUED, failures=1, retry_at=NOW, trouble=trouble))
    waiting = await store.get("a")
    assert (waiting.state, waiting.retry_at, waiting.trouble, waiting.failures) == (JobState.QUEUED, NOW, trouble, 1)
    again = await claimed(store, "a")
    assert (again.attempt, again.failures, again.retry_at) == (2, 1, None)


async def test_a_job_never_begun_is_cancelled_at_once(store: JobStore) -> None:
    await store.add(job("a"))
    ticket = await ticket_of(store, "a")
    assert (await store.cancel("a")).state is JobState.CANCELLED
    assert await store.claim("a", ticket) is None
    assert (await store.cancel("a")).state is JobState.CANCELLED
    assert await store.unfinished() == {}
    with pytest.raises(JobNotFound):
        await store.cancel("b")


async def test_a_running_job_hears_that_it_should_stop(store: JobStore) -> None:
    await store.add(job("a"))
    begun = await claimed(store, "a")
    assert (await store.cancel("a")).state is JobState.RUNNING
    assert await store.report(begun, "parse", 1, 2) is Standing.CANCELLED
    assert await store.settle(replace(begun, state=JobState.CANCELLED))
    ended = await store.get("a")
    assert (ended.state, ended.finished_at is not None) == (JobState.CANCELLED, True)


async def test_a_job_that_was_given_back_is_cleared_up_by_a_worker_at_once(store: JobStore) -> None:
    await store.add(job("a"))
    await store.settle(replace(await claimed(store, "a"), state=JobState.QUEUED))
    waiting = await ticket_of(store, "a")
    assert (await store.cancel("a")).state is JobState.QUEUED
    assert await store.claim("a", waiting) is None
    assert (await claimed(store, "a")).cancel_requested


async def test_a_wish_to_cancel_outlives_the_attempt(store: JobStore) -> None:
    await store.add(job("a"))
    begun = await claimed(store, "a")
    await store.cancel("a")
    await store.settle(replace(begun, state=JobState.QUEUED))
    assert (await claimed(store, "a")).cancel_requested


async def test_only_what_failed_is_tried_again(store: JobStore) -> None:
    await store.add(job("a", "same"))
    with pytest.raises(JobNotRetriable, match="queued"):
        await store.retry("a")
    failed = replace(await claimed(store, "a"), state=JobState.FAILED, failures=3, trouble=Trouble("x", "y"))
    await store.settle(failed)
    assert (await store.get("a")).trouble == Trouble("x", "y")
    await store.add(job("b", "same"))
    with pytest.raises(JobNotRetriable, match="job b"):
        await store.retry("a")
    await store.cancel("b")
    again = await store.retry("a")
    assert (again.state, again.failures, again.trouble, again.finished_at) == (JobState.QUEUED, 0, None, None)
    assert (await claimed(store, "a")).attempt == 2
    with pytest.raises(JobNotFound):
        await store.retry("c")


async def test_uploads_are_needed_while_something_may_come_of_them(store: JobStore) -> None:
    for name in "abcd":
        await store.add(job(name))
    await store.settle(replace(await claimed(store, "b"), state=JobState.DONE))
    await store.settle(replace(await claimed(store, "c"), state=JobState.FAILED))
    await store.cancel("d")
    assert await store.with_upload(datetime.now(UTC) - timedelta(days=1)) == {"a", "c"}
    assert await store.with_upload(datetime.now(UTC) + timedelta(days=1)) == {"a"}

"""What every queue of jobs does, whatever stands behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
import pytest_asyncio
from sqlalchemy import text

from paillasse.adapters.job_queue import procrastinate_queue
from paillasse.adapters.job_queue.memory_jobs import MemoryJobStore, MemoryQueue
from paillasse.adapters.job_queue.procrastinate_queue import ProcrastinateQueue, put_ticket
from paillasse.errors.jobs import QueueUnreachable
from paillasse.protocols.jobs import JobQueue, JobStore, TryLaterError, WorkerLimits
from paillasse.storage.jobs.store import PostgresJobStore
from paillasse.storage.session import Database
from paillasse.types.jobs import Job

LIMITS = WorkerLimits(concurrency=2, grace_seconds=0.2, lease_seconds=60)


class Parts(NamedTuple):
    store: JobStore
    queue: JobQueue


@pytest_asyncio.fixture(params=["memory", "postgres"])
async def parts(request: pytest.FixtureRequest, migrated: Database) -> AsyncIterator[Parts]:
    if request.param == "memory":
        queue = MemoryQueue()
        yield Parts(MemoryJobStore(queue), queue)
        return
    yield Parts(PostgresJobStore(migrated, put_ticket), ProcrastinateQueue(migrated.url))
    async with migrated.transaction() as session:
        await session.execute(text("TRUNCATE ingestion_jobs, procrastinate_jobs CASCADE"))


async def put(parts: Parts, name: str) -> int:
    job = await parts.store.add(Job(name, "default", name, "a.pdf", 1, "u", created_at=datetime.now(UTC)))
    return (await parts.store.unfinished())[job]


async def stopped(working: asyncio.Task[None]) -> None:
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)


async def test_each_ticket_is_worked_on_once_before_and_while_somebody_works(parts: Parts) -> None:
    seen: list[tuple[str, int]] = []
    enough = asyncio.Event()

    async def perform(job_id: str, ticket: int) -> None:
        seen.append((job_id, ticket))
        if len(seen) == 4:
            enough.set()

    tickets = {name: await put(parts, name) for name in "abc"}
    async with parts.queue.connect() as queue:
        assert await queue.tickets() == set(tickets.values())
        working = asyncio.create_task(queue.work(perform, LIMITS))
        tickets["d"] = await put(parts, "d")
        await asyncio.wait_for(enough.wait(), 60)
        while await queue.tickets():  # noqa: ASYNC110 - as whoever looks after them does
            await asyncio.sleep(0.05)
        await stopped(working)
    assert sorted(seen) == sorted(tickets.items())


async def test_what_fails_for_now_comes_again_with_the_same_ticket(parts: Parts) -> None:
    seen: list[int] = []
    again = asyncio.Event()

    async def perform(_: str, ticket: int) -> None:
        seen.append(ticket)
        if len(seen) == 1:
            raise TryLaterError(1)
        again.set()

    ticket = await put(parts, "a")
    async with parts.queue.connect() as queue:
        working = asyncio.create_task(queue.work(perform, LIMITS))
        await asyncio.wait_for(again.wait(), 60)
        await stopped(working)
    assert seen == [ticket, ticket]


async def test_who_stops_finishes_in_time_or_gives_back(parts: Parts) -> None:
    begun = {name: asyncio.Event() for name in ("quick", "slow")}
    ended: list[str] = []

    async def perform(job_id: str, _: int) -> None:
        begun[job_id].set()
        await asyncio.sleep(0.05 if job_id == "quick" else 600)
        ended.append(job_id)

    tickets = {name: await put(parts, name) for name in begun}
    async with parts.queue.connect() as queue:
        working = asyncio.create_task(queue.work(perform, LIMITS))
        for event in begun.values():
            await asyncio.wait_for(event.wait(), 60)
        await stopped(working)
        assert ended == ["quick"]
        assert await queue.tickets() == {tickets["slow"]}


async def test_a_queue_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(procrastinate_queue, "_CONNECT_SECONDS", 0.5)
    with pytest.raises(QueueUnreachable, match="cannot be reached"):
        async with ProcrastinateQueue("postgresql://nobody@/none?host=/nowhere").connect():
            raise AssertionError


async def test_tickets_of_the_living_are_left_to_them(parts: Parts) -> None:
    begun, release = asyncio.Event(), asyncio.Event()

    async def perform(*_: object) -> None:
        begun.set()
        await release.wait()

    ticket = await put(parts, "a")
    async with parts.queue.connect() as queue:
        working = asyncio.create_task(queue.work(perform, LIMITS))
        await asyncio.wait_for(begun.wait(), 60)
        await queue.drop_stalled(60)
        assert await queue.tickets() == {ticket}
        release.set()
        await stopped(working)

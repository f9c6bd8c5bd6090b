"""Jobs that live and die with the process: for tests and demonstrations."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from paillasse.errors.jobs import JobNotFound, JobNotRetriable
from paillasse.protocols.jobs import Perform, TryLaterError, WorkerLimits
from paillasse.types.jobs import Job, JobCount, JobState, Standing


class MemoryQueue:
    """`protocols.jobs.JobQueue` and, since nobody else can connect, `protocols.jobs.OpenQueue`."""

    def __init__(self) -> None:
        self._waiting: dict[int, str] = {}
        self._held: set[int] = set()
        self._last = 0
        self._news = asyncio.Event()

    @asynccontextmanager
    async def connect(self) -> AsyncGenerator[MemoryQueue]:
        """Nothing to connect to."""
        yield self

    def put(self, job_id: str) -> int:
        """Put a ticket in; its number."""
        self._last += 1
        self._hand_in(self._last, job_id)
        return self._last

    async def tickets(self) -> set[int]:
        """Tickets that wait or are being worked on."""
        return self._waiting.keys() | self._held

    async def drop_stalled(self, silent_seconds: float) -> None:
        """The only worker is this process."""

    async def work(self, perform: Perform, limits: WorkerLimits) -> None:
        """Perform jobs as they come, until cancelled."""
        running: set[asyncio.Task[None]] = set()

        def ended(task: asyncio.Task[None]) -> None:
            running.discard(task)
            self._news.set()

        try:
            while True:
                self._news.clear()
                while self._waiting and len(running) < limits.concurrency:
                    ticket = min(self._waiting)
                    self._held.add(ticket)
                    task = asyncio.create_task(self._one(perform, self._waiting.pop(ticket), ticket))
                    running.add(task)
                    task.add_done_callback(ended)
                await self._news.wait()
        finally:
            if running:
                _, late = await asyncio.wait(running, timeout=limits.grace_seconds)
                for task in late:
                    task.cancel()
                await asyncio.gather(*late, return_exceptions=True)

    async def _one(self, perform: Perform, job_id: str, ticket: int) -> None:
        try:
            await perform(job_id, ticket)
        except TryLaterError as later:
            asyncio.get_running_loop().call_later(later.seconds, self._hand_in, ticket, job_id)
        except asyncio.CancelledError:
            self._hand_in(ticket, job_id)
            raise
        finally:
            self._held.discard(ticket)

    def _hand_in(self, ticket: int, job_id: str) -> None:
        self._waiting[ticket] = job_id
        self._news.set()


class MemoryJobStore:
    """`protocols.jobs.JobStore` in a dictionary."""

    def __init__(self, queue: MemoryQueue) -> None:
        self._queue = queue
        self._jobs: dict[str, Job] = {}
        self._tickets: dict[str, int] = {}

    async def add(self, job: Job) -> Job:
        """Record a new job and its ticket; the unfinished one of the same content wins."""
        found = self._same_content(job)
        if found is not None:
            return found
        self._jobs[job.id] = job
        self._tickets[job.id] = self._queue.put(job.id)
        return job

    async def get(self, job_id: str, collections: Sequence[str] | None = None) -> Job:
        """One job of these collections, or `JobNotFound`."""
        job = self._jobs.get(job_id)
        if job is None or (collections is not None and job.collection not in collections):
            raise JobNotFound(f"There is no job {job_id}.")
        return job

    async def list(
        self,
        collections: Sequence[str] | None = None,
        limit: int = 100,
        *,
        state: JobState | None = None,
        behind: tuple[datetime, str] | None = None,
    ) -> list[Job]:
        """Jobs of these collections (of all when None), the latest first."""
        kept = [
            job
            for job in self._jobs.values()
            if (collections is None or job.collection in collections)
            and (state is None or job.state is state)
            and (behind is None or (job.created_at, job.id) < behind)
        ]
        return sorted(kept, key=lambda job: (job.created_at, job.id), reverse=True)[:limit]

    async def claim(self, job_id: str, ticket: int) -> Job | None:
        """Begin an attempt; one that finds the job running counts the worker that had it as failed."""
        job = self._jobs.get(job_id)
        if job is None or job.state.finished or self._tickets[job_id] != ticket:
            return None
        died = job.state is JobState.RUNNING
        begun = replace(job, state=JobState.RUNNING, attempt=job.attempt + 1, failures=job.failures + died)
        self._jobs[job_id] = replace(begun, stage="", done=0, total=0, retry_at=None)
        return self._jobs[job_id]

    async def report(self, job: Job, stage: str, done: int, total: int) -> Standing:
        """Record the progress of an attempt, and hear whether it should go on."""
        held = self._held(job)
        if held is None:
            return Standing.LOST
        self._jobs[job.id] = replace(held, stage=stage, done=done, total=total)
        return Standing.CANCELLED if held.cancel_requested else Standing.HELD

    async def settle(self, job: Job) -> bool:
        """End the attempt with what `job` now says; False when the job was lost meanwhile."""
        held = self._held(job)
        if held is None:
            return False
        finished_at = datetime.now(UTC) if job.state.finished else None
        self._jobs[job.id] = replace(job, cancel_requested=held.cancel_requested, finished_at=finished_at)
        return True

    async def cancel(self, job_id: str) -> Job:
        """Cancel a job that was never begun; have a worker stop and clear up one that was."""
        job = await self.get(job_id)
        if not job.state.finished and not job.cancel_requested:
            job = replace(job, cancel_requested=True)
            if job.attempt == 0:
                job = replace(job, state=JobState.CANCELLED, finished_at=datetime.now(UTC))
            self._jobs[job_id] = job
            if job.state is JobState.QUEUED:
                self._tickets[job_id] = self._queue.put(job_id)
        return job

    async def retry(self, job_id: str) -> Job:
        """Queue a failed job again; `JobNotRetriable` for another, or when its file is under way."""
        job = await self.get(job_id)
        if job.state is not JobState.FAILED:
            raise JobNotRetriable(f"Job {job_id} is {job.state}.")
        same = self._same_content(job)
        if same is not None:
            raise JobNotRetriable(f"The same file is under way in job {same.id}.")
        fresh = replace(job, state=JobState.QUEUED, stage="", done=0, total=0, failures=0)
        self._jobs[job_id] = replace(fresh, cancel_requested=False, trouble=None, retry_at=None, finished_at=None)
        self._tickets[job_id] = self._queue.put(job_id)
        return self._jobs[job_id]

    async def counts(self) -> dict[JobState, JobCount]:
        """How many jobs there are, by state."""
        found: dict[JobState, list[datetime]] = {}
        for job in self._jobs.values():
            found.setdefault(job.state, []).append(job.created_at)
        return {state: JobCount(len(times), min(times)) for state, times in found.items()}

    async def unfinished(self) -> dict[Job, int]:
        """Every unfinished job with its ticket."""
        return {job: self._tickets[job.id] for job in self._jobs.values() if not job.state.finished}

    async def reissue(self, job_id: str, ticket: int) -> None:
        """Replace a ticket that was lost, unless the job finished or has another by now."""
        if not self._jobs[job_id].state.finished and self._tickets[job_id] == ticket:
            self._tickets[job_id] = self._queue.put(job_id)

    async def forget(self, finished_before: datetime) -> None:
        """Remove the record of jobs that finished before that moment."""
        for job in list(self._jobs.values()):
            if job.finished_at is not None and job.finished_at < finished_before:
                del self._jobs[job.id], self._tickets[job.id]

    async def with_upload(self, failed_since: datetime) -> set[str]:
        """Ids of unfinished jobs, and of those that failed since then."""
        return {
            job.id
            for job in self._jobs.values()
            if not job.state.finished
            or (job.state is JobState.FAILED and job.finished_at is not None and job.finished_at >= failed_since)
        }

    def _held(self, job: Job) -> Job | None:
        found = self._jobs.get(job.id)
        return found if found and found.state is JobState.RUNNING and found.attempt == job.attempt else None

    def _same_content(self, job: Job) -> Job | None:
        same = [j for j in self._jobs.values() if (j.collection, j.sha256) == (job.collection, job.sha256)]
        return next((j for j in same if not j.state.finished), None)

"""The seams of durable ingestion: the record of jobs, and the queue that hands them to workers.

The record is the truth. A queue holds one *ticket* for each unfinished job; a ticket whose number the record no longer
names is void, and a job whose ticket is gone gets a new one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from paillasse.types.jobs import Job, JobCount, JobState, Standing


class TryLaterError(Exception):
    """Raised by what performs a job to have its ticket handed out again after so many seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds


Perform = Callable[[str, int], Awaitable[None]]
"""Works on the job of this id for this ticket; raises `TryLaterError` to be called again."""


class JobStore(Protocol):
    """The record of jobs."""

    async def add(self, job: Job) -> Job:
        """Record a new job and its ticket in one step; durable when it returns.

        Returns:
            The job, or the unfinished one of the same content in the same collection: then nothing was added.
        """
        ...

    async def get(self, job_id: str, collections: Sequence[str] | None = None) -> Job:
        """One job of these collections (of any when None).

        Raises:
            JobNotFound: there is none of this id.
        """
        ...

    async def list(
        self,
        collections: Sequence[str] | None = None,
        limit: int = 100,
        *,
        state: JobState | None = None,
        behind: tuple[datetime, str] | None = None,
    ) -> list[Job]:
        """Jobs of these collections (of all when None), the latest first.

        Args:
            collections: whose.
            limit: at most so many.
            state: only jobs that are in it.
            behind: only those after this place in the order: when a job was created, and its id.
        """
        ...

    async def claim(self, job_id: str, ticket: int) -> Job | None:
        """Begin an attempt. None when the ticket is void or the job finished."""
        ...

    async def report(self, job: Job, stage: str, done: int, total: int) -> Standing:
        """Record the progress of an attempt, and hear whether it should go on."""
        ...

    async def settle(self, job: Job) -> bool:
        """End the attempt with the state and all else that `job` now says; False when the job was lost meanwhile."""
        ...

    async def cancel(self, job_id: str) -> Job:
        """Cancel a job that was never begun; have a worker stop and clear up one that was, at once. Finished ones stay.

        Raises:
            JobNotFound: there is none of this id.
        """
        ...

    async def retry(self, job_id: str) -> Job:
        """Queue a failed job again, with a new ticket.

        Raises:
            JobNotFound: there is none of this id.
            JobNotRetriable: it did not fail, or the same content is under way in another job.
        """
        ...

    async def counts(self) -> dict[JobState, JobCount]:
        """How many jobs there are, of all collections; states without any are absent."""
        ...

    async def unfinished(self) -> dict[Job, int]:
        """Every unfinished job with its ticket."""
        ...

    async def reissue(self, job_id: str, ticket: int) -> None:
        """Replace a ticket that was lost, unless the job finished or has another by now."""
        ...

    async def forget(self, finished_before: datetime) -> None:
        """Remove the record of jobs that finished before that moment."""
        ...

    async def with_upload(self, failed_since: datetime) -> set[str]:
        """Ids of jobs whose upload is needed: unfinished ones, and those that failed since then."""
        ...


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """How a worker works."""

    concurrency: int
    """Jobs at hand at the same time."""
    grace_seconds: float
    """How long the jobs at hand may go on once it is told to stop; then they are given back."""
    lease_seconds: float
    """A worker that was not heard of for so long has died."""


class OpenQueue(Protocol):
    """The queue, while a worker is connected to it."""

    async def tickets(self) -> set[int]:
        """Tickets that wait or are being worked on."""
        ...

    async def drop_stalled(self, silent_seconds: float) -> None:
        """Void the tickets held by workers that were silent for so long."""
        ...

    async def work(self, perform: Perform, limits: WorkerLimits) -> None:
        """Perform jobs as they come, until cancelled or disconnected; then as `WorkerLimits.grace_seconds` says."""
        ...


class JobQueue(Protocol):
    """Hands tickets to workers; one that dies loses its tickets."""

    def connect(self) -> AbstractAsyncContextManager[OpenQueue]:
        """Connect a worker.

        Raises:
            QueueUnreachable: the queue cannot be reached; from anything done with it, too.
        """
        ...

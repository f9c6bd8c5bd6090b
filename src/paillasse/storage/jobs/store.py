"""The record of ingestion jobs. What decides between processes is decided by one statement each."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, delete, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from paillasse.errors.jobs import JobNotFound, JobNotRetriable
from paillasse.storage.codec import decode, encode
from paillasse.storage.jobs import tables
from paillasse.storage.jobs.tables import JobRow
from paillasse.storage.session import Database
from paillasse.types.jobs import UNFINISHED, Job, JobCount, JobState, Standing, Trouble

PutTicket = Callable[[Any, str], Awaitable[int]]
"""Puts a ticket for the job of this id into the queue, on this psycopg connection and so within its transaction."""

_UNFINISHED = JobRow.state.in_([state.value for state in UNFINISHED])


class PostgresJobStore:
    """`protocols.jobs.JobStore`."""

    def __init__(self, database: Database, put_ticket: PutTicket) -> None:
        self._database = database
        self._put_ticket = put_ticket

    async def add(self, job: Job) -> Job:
        """Record a new job and its ticket in one transaction; the unfinished one of the same content wins."""
        added = insert(JobRow).values(id=job.id, created_at=job.created_at, **_identity(job), **_changing(job))
        added = added.on_conflict_do_nothing(
            index_elements=[JobRow.collection, JobRow.sha256], index_where=tables.UNFINISHED
        )
        async with self._database.transaction() as session:
            # The other one may finish between the two statements: then ours can be added after all.
            while await session.scalar(added.returning(JobRow.id)) is None:
                found = await session.scalar(_same_content(job.collection, job.sha256))
                if found is not None:
                    return _job(found)
            await self._ticket(session, job.id)
        return job

    async def get(self, job_id: str, collections: Sequence[str] | None = None) -> Job:
        """One job of these collections, or `JobNotFound`."""
        wanted = select(JobRow).where(JobRow.id == job_id, *_among(collections))
        async with self._database.transaction() as session:
            row = await session.scalar(wanted)
        if row is None:
            raise _not_found(job_id)
        return _job(row)

    async def list(
        self,
        collections: Sequence[str] | None = None,
        limit: int = 100,
        *,
        state: JobState | None = None,
        behind: tuple[datetime, str] | None = None,
    ) -> list[Job]:
        """Jobs of these collections (of all when None), the latest first."""
        wanted = select(JobRow).where(*_among(collections))
        wanted = wanted.order_by(JobRow.created_at.desc(), JobRow.id.desc()).limit(limit)
        if state is not None:
            wanted = wanted.where(JobRow.state == state.value)
        if behind is not None:
            wanted = wanted.where(tuple_(JobRow.created_at, JobRow.id) < behind)
        async with self._database.transaction() as session:
            return [_job(row) for row in await session.scalars(wanted)]

    async def claim(self, job_id: str, ticket: int) -> Job | None:
        """Begin an attempt; one that finds the job running counts the worker that had it as failed."""
        begun = update(JobRow).where(JobRow.id == job_id, JobRow.ticket == ticket, _UNFINISHED)
        begun = begun.values(
            state=JobState.RUNNING.value,
            stage="",
            done=0,
            total=0,
            attempt=JobRow.attempt + 1,
            failures=JobRow.failures + cast(JobRow.state == JobState.RUNNING.value, Integer),
            retry_at=None,
        )
        async with self._database.transaction() as session:
            row = await session.scalar(begun.returning(JobRow))
            return None if row is None else _job(row)

    async def report(self, job: Job, stage: str, done: int, total: int) -> Standing:
        """Record the progress of an attempt, and hear whether it should go on."""
        reported = _held(job).values(stage=stage, done=done, total=total).returning(JobRow.cancel_requested)
        async with self._database.transaction() as session:
            cancel = await session.scalar(reported)
        if cancel is None:
            return Standing.LOST
        return Standing.CANCELLED if cancel else Standing.HELD

    async def settle(self, job: Job) -> bool:
        """End the attempt with what `job` now says; False when the job was lost meanwhile."""
        values = _changing(job)
        del values["cancel_requested"]  # may have been asked for meanwhile
        async with self._database.transaction() as session:
            return await session.scalar(_held(job).values(**values).returning(JobRow.id)) is not None

    async def cancel(self, job_id: str) -> Job:
        """Cancel a job that was never begun; have a worker stop and clear up one that was."""
        async with self._database.transaction() as session:
            row = await _row(session, job_id, lock=True)
            if not JobState(row.state).finished and not row.cancel_requested:
                row.cancel_requested = True
                if row.attempt == 0:
                    row.state, row.finished_at = JobState.CANCELLED.value, datetime.now(UTC)
                await session.flush()
                if row.state == JobState.QUEUED.value:  # its ticket may wait for minutes
                    await self._ticket(session, job_id)
            return _job(row)

    async def retry(self, job_id: str) -> Job:
        """Queue a failed job again; `JobNotRetriable` for another, or when its file is under way."""
        async with self._database.transaction() as session:
            row = await _row(session, job_id, lock=True)
            if row.state != JobState.FAILED.value:
                raise JobNotRetriable(f"Job {job_id} is {row.state}.")
            same = await session.scalar(_same_content(row.collection, row.sha256))
            if same is not None:
                raise JobNotRetriable(f"The same file is under way in job {same.id}.")
            row.state, row.stage, row.done, row.total, row.failures = JobState.QUEUED.value, "", 0, 0, 0
            row.cancel_requested, row.trouble, row.retry_at, row.finished_at = False, None, None, None
            await session.flush()
            await self._ticket(session, job_id)
            return _job(row)

    async def counts(self) -> dict[JobState, JobCount]:
        """How many jobs there are, by state."""
        wanted = select(JobRow.state, func.count(), func.min(JobRow.created_at)).group_by(JobRow.state)
        async with self._database.transaction() as session:
            return {JobState(state): JobCount(n, oldest) for state, n, oldest in await session.execute(wanted)}

    async def unfinished(self) -> dict[Job, int]:
        """Every unfinished job with its ticket."""
        async with self._database.transaction() as session:
            return {_job(row): row.ticket or 0 for row in await session.scalars(select(JobRow).where(_UNFINISHED))}

    async def reissue(self, job_id: str, ticket: int) -> None:
        """Replace a ticket that was lost, unless the job finished or has another by now."""
        lost = select(JobRow.id).where(JobRow.id == job_id, JobRow.ticket == ticket, _UNFINISHED)
        async with self._database.transaction() as session:
            if await session.scalar(lost.with_for_update()) is not None:
                await self._ticket(session, job_id)

    async def forget(self, finished_before: datetime) -> None:
        """Remove the record of jobs that finished before that moment."""
        async with self._database.transaction() as session:
            await session.execute(delete(JobRow).where(JobRow.finished_at < finished_before))

    async def with_upload(self, failed_since: datetime) -> set[str]:
        """Ids of unfinished jobs, and of those that failed since then."""
        failed = (JobRow.state == JobState.FAILED.value) & (JobRow.finished_at >= failed_since)
        async with self._database.transaction() as session:
            return set(await session.scalars(select(JobRow.id).where(or_(_UNFINISHED, failed))))

    async def _ticket(self, session: AsyncSession, job_id: str) -> None:
        connection = await (await session.connection()).get_raw_connection()
        ticket = await self._put_ticket(connection.driver_connection, job_id)
        await session.execute(update(JobRow).where(JobRow.id == job_id).values(ticket=ticket))


def _held(job: Job) -> Any:
    """The job, as long as the attempt at hand is the latest."""
    return update(JobRow).where(
        JobRow.id == job.id, JobRow.attempt == job.attempt, JobRow.state == JobState.RUNNING.value
    )


def _same_content(collection: str, sha256: str) -> Any:
    return select(JobRow).where(JobRow.collection == collection, JobRow.sha256 == sha256, _UNFINISHED)


async def _row(session: AsyncSession, job_id: str, *, lock: bool = False) -> JobRow:
    row = await session.get(JobRow, job_id, with_for_update=lock)
    if row is None:
        raise _not_found(job_id)
    return row


def _not_found(job_id: str) -> JobNotFound:
    return JobNotFound(f"There is no job {job_id}.")


def _among(collections: Sequence[str] | None) -> list[ColumnElement[bool]]:
    return [] if collections is None else [JobRow.collection.in_(collections)]


def _identity(job: Job) -> dict[str, Any]:
    return {
        "collection": job.collection,
        "sha256": job.sha256,
        "filename": job.filename,
        "size": job.size,
        "owner": job.owner,
        "attempt": job.attempt,
    }


def _changing(job: Job) -> dict[str, Any]:
    """What an attempt may change, with the moment it finished."""
    return {
        "state": job.state.value,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        "failures": job.failures,
        "cancel_requested": job.cancel_requested,
        "retry_at": job.retry_at,
        "trouble": None if job.trouble is None else encode(job.trouble),
        "document_id": job.document_id,
        "finished_at": datetime.now(UTC) if job.state.finished else None,
    }


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id,
        collection=row.collection,
        sha256=row.sha256,
        filename=row.filename,
        size=row.size,
        owner=row.owner,
        created_at=row.created_at,
        state=JobState(row.state),
        stage=row.stage,
        done=row.done,
        total=row.total,
        attempt=row.attempt,
        failures=row.failures,
        cancel_requested=row.cancel_requested,
        retry_at=row.retry_at,
        trouble=None if row.trouble is None else decode(Trouble, row.trouble),
        document_id=row.document_id,
        finished_at=row.finished_at,
    )

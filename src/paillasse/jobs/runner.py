"""One attempt at a job: claim it, ingest its file, say how far it is, and end it in a state that says what to do."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from paillasse.errors.jobs import JobAbandoned, UploadLost
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.root import PaillasseError
from paillasse.ingestion.pipeline import Stores, document_id
from paillasse.ingestion.verdicts import Verdict
from paillasse.jobs.retries import MAX_FAILURES, may_pass, wait_seconds
from paillasse.jobs.uploads import Uploads
from paillasse.protocols.jobs import JobStore, TryLaterError
from paillasse.protocols.progress import Progress
from paillasse.types.jobs import Job, JobState, Standing, Trouble

_REPORT_SECONDS = 1.0
_STORING = "embed"
"""Once its count is full, the document is being stored: too late to cancel, it is there in a moment."""

_log = logging.getLogger(__name__)


class Ingestion(Protocol):
    """`ingestion.pipeline.IngestionPipeline`, as far as jobs need it."""

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        """Ingest one file and say what became of it.

        Raises:
            ModelUnavailable: the embedding server does not do its work.
            StorageError: nothing more can be written.
        """
        ...


class JobRunner:
    """Performs jobs; several at the same time, and in several processes."""

    def __init__(self, store: JobStore, uploads: Uploads, ingestion: Ingestion, stores: Stores) -> None:
        self._store = store
        self._uploads = uploads
        self._ingestion = ingestion
        self._stores = stores
        self._at_hand = 0

    async def perform(self, job_id: str, ticket: int) -> None:
        """Work on a job until it is settled. A void ticket is passed over.

        Raises:
            TryLaterError: the cause of the failure may pass; the job is queued again.
            StorageError: the record of jobs cannot be written; the attempt counts as that of a worker that died.
        """
        job = await self._store.claim(job_id, ticket)
        if job is None:
            return
        if job.cancel_requested:
            await self._cancelled(job)
        elif job.failures > MAX_FAILURES:
            await self._failed(job, JobAbandoned(f"{job.filename}: {job.failures} attempts were broken off."))
        else:
            await self._attempt(job)

    async def _attempt(self, job: Job) -> None:
        self._at_hand += 1
        latest = _Latest()
        work = asyncio.create_task(self._ingest(job, latest))
        try:
            standing = await self._accompany(job, work, latest)
        except asyncio.CancelledError:
            await _end(work)
            await self._store.settle(replace(job, state=JobState.QUEUED))
            raise
        finally:
            self._at_hand -= 1
        reached = replace(job, stage=latest.stage, done=latest.done, total=latest.total)
        if standing is Standing.CANCELLED:
            await self._cancelled(reached)
        elif standing is Standing.HELD:
            await self._settled(reached, work)

    async def _ingest(self, job: Job, latest: _Latest) -> Verdict:
        path = await asyncio.to_thread(self._uploads.path, job.id)
        verdict = await self._ingestion.ingest(path, job.collection, latest)
        if verdict.sha256 and verdict.sha256 != job.sha256:
            raise UploadLost(f"{job.filename} is not what was sent any more.")
        return verdict

    async def _accompany(self, job: Job, work: asyncio.Task[Verdict], latest: _Latest) -> Standing:
        """Report until the work is over, or has to be ended before."""
        while True:
            done, _ = await asyncio.wait({work}, timeout=_REPORT_SECONDS)
            if done:
                return Standing.HELD
            try:
                standing = await self._report(replace(job, stage=latest.stage, done=latest.done, total=latest.total))
            except PaillasseError as error:  # the work itself finds out whether the database is back in time
                _log.warning("Job %s: its progress could not be recorded: %s", job.id, error)
                continue
            if standing is Standing.LOST or (standing is Standing.CANCELLED and not latest.storing):
                await _end(work)
                return standing

    async def _settled(self, job: Job, work: asyncio.Task[Verdict]) -> None:
        try:
            verdict = work.result()
        except Exception as error:  # noqa: BLE001 - whatever it is, the job says so
            await self._broken(job, error)
            return
        if verdict.state == "failed":
            await self._failed(job, PaillasseError(verdict.message, hint=verdict.hint), verdict.error)
            return
        notice = Trouble("", verdict.message, verdict.hint) if verdict.message else None
        done = replace(job, state=JobState.DONE, document_id=verdict.document_id, trouble=notice)
        if await self._store.settle(done):
            await asyncio.to_thread(self._uploads.remove, job.id)
        if verdict.state == "ingested" and not self._at_hand:
            await self._stores.index.optimize()

    async def _broken(self, job: Job, error: Exception) -> None:
        if await self._report(job) is Standing.CANCELLED:
            await self._cancelled(job)
            return
        failures = job.failures + 1
        if not may_pass(error) or failures > MAX_FAILURES:
            if not isinstance(error, PaillasseError):
                _log.error("Job %s met a defect", job.id, exc_info=error)
            await self._failed(replace(job, failures=failures), error)
            return
        wait = wait_seconds(failures, error)
        _log.warning("Job %s: %s; again in %.0f s", job.id, error, wait)
        retry_at = datetime.now(UTC) + timedelta(seconds=wait)
        queued = replace(job, state=JobState.QUEUED, failures=failures, retry_at=retry_at, trouble=_trouble(error))
        if await self._store.settle(queued):
            raise TryLaterError(wait)

    async def _failed(self, job: Job, error: Exception, code: str = "") -> None:
        await self._clear_up(job)
        trouble = _trouble(error)
        await self._store.settle(
            replace(job, state=JobState.FAILED, trouble=replace(trouble, code=code or trouble.code))
        )

    async def _cancelled(self, job: Job) -> None:
        await self._clear_up(job)
        if await self._store.settle(replace(job, state=JobState.CANCELLED)):
            await asyncio.to_thread(self._uploads.remove, job.id)

    async def _clear_up(self, job: Job) -> None:
        """Remove what an attempt left of a document that never came to be: nobody would ever see it."""
        if await self._report(job) is Standing.LOST:  # another worker may be storing it
            return
        await asyncio.to_thread(self._stores.readings.forget, job.sha256)
        identifier = document_id(job.collection, job.sha256)
        with suppress(DocumentNotFound):
            await self._stores.documents.get(identifier)
            return
        await self._stores.index.delete_documents([identifier])
        noted = await self._stores.journal.get(job.collection, job.sha256)
        if noted is not None and noted.state == "running":
            await self._stores.journal.delete(job.collection, job.sha256)
        needed = set((await self._stores.documents.sha256_by_document()).values())
        if job.sha256 not in needed and not await self._under_way_elsewhere(job):
            await asyncio.to_thread(self._stores.files.delete, job.sha256)

    async def _report(self, job: Job) -> Standing:
        return await self._store.report(job, job.stage, job.done, job.total)

    async def _under_way_elsewhere(self, job: Job) -> bool:
        return any(other.sha256 == job.sha256 and other.id != job.id for other in await self._store.unfinished())


@dataclass(slots=True)
class _Latest:
    """`protocols.Progress` that keeps the last word."""

    stage: str = ""
    done: int = 0
    total: int = 0

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        self.stage, self.done, self.total = stage, done, total

    @property
    def storing(self) -> bool:
        """True when every passage is embedded."""
        return self.stage == _STORING and self.done == self.total


async def _end(work: asyncio.Task[Verdict]) -> None:
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, PaillasseError):
        return Trouble(error.code, str(error), error.hint)
    return Trouble(
        "defect", f"{type(error).__name__}: {error}", "Please report this file. The others are not affected."
    )

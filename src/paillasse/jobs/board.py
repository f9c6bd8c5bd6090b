"""What people do with ingestion jobs: send a file, look, cancel, try again."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncGenerator, AsyncIterable, Sequence
from contextlib import aclosing, suppress
from datetime import UTC, datetime

from paillasse.jobs.uploads import Uploads
from paillasse.protocols.jobs import JobStore
from paillasse.protocols.stores import ReadingStore
from paillasse.types.jobs import Job, JobCount, JobProgress, JobState

_STOP_SECONDS = 10.0
"""A job that is being stored is not cancelled: it ends by itself, in a moment."""
_LOOK_SECONDS = 0.5
"""Between two looks at a job that is watched. Workers write about once a second."""


class JobBoard:
    """The jobs of a home, whichever process works on them."""

    def __init__(self, store: JobStore, uploads: Uploads, readings: ReadingStore) -> None:
        self._store = store
        self._uploads = uploads
        self._readings = readings

    async def submit(self, blocks: AsyncIterable[bytes], filename: str, collection: str, user_id: str) -> Job:
        """Take a file in. When it returns, the file and its job are on disk, and survive whatever is killed.

        The same content, sent several times while it is under way, is one job: everybody gets that one.

        Args:
            blocks: the content, in pieces of any size.
            filename: as the sender calls it; only its last part is used.
            collection: where the document will be.
            user_id: who sends it.

        Raises:
            ParseError: FileTooLarge, UnsupportedFormat, EncryptedDocument or EmptyDocument, by size and first bytes.
            StorageError: the file or the job cannot be written: the file is absent, or removed by the next sweep.
        """
        job_id = str(uuid.uuid4())
        upload = await self._uploads.receive(job_id, blocks, filename)
        job = Job(
            job_id, collection, upload.sha256, upload.path.name, upload.size, user_id, created_at=datetime.now(UTC)
        )
        # Where the database fails, nobody knows whether it had committed: the file stays, and is swept if it had not.
        added = await self._store.add(job)
        if added.id != job_id:
            await asyncio.to_thread(self._uploads.remove, job_id)
        return added

    async def get(self, job_id: str, collections: Sequence[str] | None = None) -> Job:
        """One job of these collections (of any when None).

        Raises:
            JobNotFound: there is none of this id.
        """
        return await self._store.get(job_id, collections)

    async def list(
        self,
        collections: Sequence[str] | None = None,
        limit: int = 100,
        *,
        state: JobState | None = None,
        behind: tuple[datetime, str] | None = None,
    ) -> list[Job]:
        """Jobs of these collections (of all when None), the latest first: see `JobStore.list`."""
        return await self._store.list(collections, limit, state=state, behind=behind)

    async def counts(self) -> dict[JobState, JobCount]:
        """How many jobs there are, of all collections; states without any are absent."""
        return await self._store.counts()

    async def cancel(self, job_id: str) -> Job:
        """Cancel a job that is not finished; one at work stops within a second or two, unless it is being stored.

        Raises:
            JobNotFound: there is none of this id.
        """
        job = await self._store.cancel(job_id)
        if job.state is JobState.CANCELLED:
            await asyncio.to_thread(self._uploads.remove, job_id)
            await asyncio.to_thread(self._readings.forget, job.sha256)
        return job

    async def withdraw(self, collection: str, sha256: str) -> None:
        """Cancel what is under way of a content, and wait until it has stopped, though not for long."""
        for job in await self._store.unfinished():
            if (job.collection, job.sha256) == (collection, sha256):
                await self.cancel(job.id)
                with suppress(TimeoutError):
                    async with asyncio.timeout(_STOP_SECONDS), aclosing(self.watch(job.id)) as watching:
                        async for _ in watching:
                            continue

    async def retry(self, job_id: str) -> Job:
        """Queue a failed job again.

        Raises:
            JobNotFound: there is none of this id.
            JobNotRetriable: it did not fail, or the same file is under way in another job.
            UploadLost: its file was removed meanwhile: it has to be sent again.
        """
        if (await self._store.get(job_id)).state is JobState.FAILED:
            self._uploads.path(job_id)
        return await self._store.retry(job_id)

    async def watch(self, job_id: str) -> AsyncGenerator[JobProgress]:
        """The progress of a job now, and each time it changed, until it is finished; whichever process works on it.

        Raises:
            JobNotFound: there is none of this id.
        """
        seen: JobProgress | None = None
        while True:
            progress = (await self._store.get(job_id)).progress
            if progress != seen:
                yield progress
            if progress.state.finished:
                return
            seen = progress
            await asyncio.sleep(_LOOK_SECONDS)

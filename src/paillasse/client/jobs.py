"""Ingestion jobs over a connection."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from paillasse.client.connection import Call, Connection
from paillasse.client.values import member, value_of
from paillasse.errors.jobs import JobNotFound
from paillasse.types.jobs import Job, JobProgress

_PATH = "/api/v1/jobs"
_AT_ONCE = 100
_AGAIN_SECONDS = 1.0
"""Before a stream that has ended is opened again."""
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)


class Jobs:
    """Those of the collections that one reads; others are `JobNotFound`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def list(self, collections: Sequence[str] | None = None, limit: int = 100) -> list[Job]:
        """The latest jobs, at most so many; of these collections alone when they are given."""
        found: list[Job] = []
        cursor: str | None = None
        while True:
            told = await self._connection.send(Call("GET", _PATH, {"limit": _AT_ONCE, "cursor": cursor}))
            part = value_of(list[Job], member(told, "jobs"))
            found += [job for job in part if collections is None or job.collection in collections]
            cursor = member(told, "next")
            if cursor is None or len(found) >= limit:
                return found[:limit]

    async def get(self, job_id: str) -> Job:
        """One job."""
        return value_of(Job, await self._connection.send(Call("GET", _of(job_id))))

    async def watch(self, job_id: str) -> AsyncGenerator[JobProgress]:
        """The progress of a job now, and each time it changed, until it is finished.

        A server ends a stream that lasts long: then another one is opened.
        """
        seen: JobProgress | None = None
        while True:
            async with aclosing(self._connection.events(Call("GET", f"{_of(job_id)}/events"))) as events:
                async for _, told in events:
                    progress = value_of(JobProgress, told)
                    if progress != seen:
                        yield progress
                    if progress.state.finished:
                        return
                    seen = progress
            await asyncio.sleep(_AGAIN_SECONDS)

    async def cancel(self, job_id: str) -> Job:
        """Cancel a job that is not finished; one at work stops within a second or two."""
        return value_of(Job, await self._connection.send(Call("POST", f"{_of(job_id)}/cancel")))

    async def retry(self, job_id: str) -> Job:
        """Queue a failed job again."""
        return value_of(Job, await self._connection.send(Call("POST", f"{_of(job_id)}/retry")))


def _of(job_id: str) -> str:
    """The path of a job: see `documents`."""
    if not _ID.fullmatch(job_id):
        raise JobNotFound("There is no such job.")
    return f"{_PATH}/{job_id}"

"""Jobs in memory over a pipeline that does as it is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from memory_services import memory_services
from paillasse.adapters.job_queue.memory_jobs import MemoryJobStore, MemoryQueue
from paillasse.adapters.reading_copy.formats import refuse_foreign
from paillasse.ingestion.pipeline import file_sha256
from paillasse.ingestion.verdicts import Verdict
from paillasse.jobs.board import JobBoard
from paillasse.jobs.runner import JobRunner
from paillasse.jobs.uploads import Uploads
from paillasse.types.jobs import Job


async def blocks(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


Ingest = Callable[[Path, str, Any], Awaitable[Verdict]]


async def ingested(path: Path, collection: str, progress: Any) -> Verdict:
    progress("parse", 1, 2)
    return Verdict(str(path), "ingested", sha256=file_sha256(path), document_id=f"{collection}/doc")


@dataclass
class ScriptedPipeline:
    """Does as it is told."""

    ingest: Ingest = ingested


@dataclass
class Bench:
    """Jobs in memory over a pipeline that does as it is told."""

    home: Path
    pipeline: ScriptedPipeline = field(default_factory=ScriptedPipeline)

    def __post_init__(self) -> None:
        self.services = memory_services(self.home)
        self.stores = self.services.stores
        self.queue = MemoryQueue()
        self.store = MemoryJobStore(self.queue)
        self.uploads = Uploads(self.home / "uploads", 1 << 20, refuse_foreign)
        self.board = JobBoard(self.store, self.uploads, self.stores.readings)
        self.runner = JobRunner(self.store, self.uploads, self.pipeline, self.stores)

    async def submit(self, content: bytes = b"# Autoclave\n\nOpen the lid.", name: str = "a.md") -> Job:
        return await self.board.submit(blocks(content), name, "default", "user-1")

    async def perform(self, job_id: str) -> Job:
        """One attempt."""
        tickets = {job.id: ticket for job, ticket in (await self.store.unfinished()).items()}
        await self.runner.perform(job_id, tickets[job_id])
        return await self.board.get(job_id)

    def files(self) -> list[str]:
        """What lies among the uploads."""
        return sorted(str(p.relative_to(self.home / "uploads")) for p in (self.home / "uploads").rglob("*"))


async def forever(path: Path, collection: str, progress: Any) -> Verdict:
    progress("parse", 1, 9)
    await asyncio.Event().wait()
    raise AssertionError

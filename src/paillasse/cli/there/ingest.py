"""`paillasse ingest`, done by the server: files are sent, and their jobs watched."""

from __future__ import annotations

import time
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Self

from paillasse.client.client import Client
from paillasse.errors.manuals import ParseError, UnreadableFile
from paillasse.ingestion.verdicts import Verdict
from paillasse.protocols.progress import Progress
from paillasse.types.jobs import JobState


class ServerIngestion:
    """Ingests as `IngestionPipeline` does, by a server."""

    def __init__(self, client: Client, known: set[str]) -> None:
        self._client = client
        self._known = known

    @classmethod
    async def begin(cls, client: Client, collection: str) -> Self:
        """For files of one collection; what it holds already is remembered."""
        return cls(client, {entry.sha256 for entry in await client.documents.list(collection)})

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        """Send a file and wait for what becomes of it.

        Raises:
            PaillasseError: the server takes no files, or cannot be reached any more.
        """
        began = time.perf_counter()
        verdict = await self._ingested(path, collection, progress)
        if verdict.state == "ingested" and verdict.sha256 in self._known:
            verdict = replace(verdict, state="unchanged")
        return replace(verdict, seconds=round(time.perf_counter() - began, 3))

    async def _ingested(self, path: Path, collection: str, progress: Progress) -> Verdict:
        jobs = self._client.jobs
        try:
            job = await self._client.documents.upload(path, collection, partial(progress, "send"))
        except (ParseError, UnreadableFile) as error:
            return Verdict(str(path), "failed", error=error.code, message=str(error), hint=error.hint)
        async with aclosing(jobs.watch(job.id)) as steps:
            async for step in steps:
                if step.stage:
                    progress(step.stage, step.done, step.total)
        job = await jobs.get(job.id)
        told: dict[str, Any] = {}
        if job.trouble is not None:
            told = {"error": job.trouble.code, "message": job.trouble.message, "hint": job.trouble.hint}
        if job.state is not JobState.DONE:
            told = told or {"message": f"{job.filename} was cancelled."}
            return Verdict(str(path), "failed", job.sha256, **told)
        document = await self._client.documents.get(job.document_id)
        title, pages = document.metadata.title, document.page_count
        done = Verdict(str(path), "ingested", job.sha256, document.id, title, pages, status=document.status.value)
        return replace(done, **told)

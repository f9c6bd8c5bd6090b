"""What keeps jobs going when workers die: their jobs are given to others, and nothing of them stays behind on disk."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

from paillasse.jobs.uploads import Uploads
from paillasse.protocols.jobs import JobStore, OpenQueue

_FAILED_KEPT = timedelta(days=7)
"""How long the file of a failed job is kept for another try."""
_RECORD_KEPT = timedelta(days=30)
"""How long the record of a finished job is kept."""
_UPLOADING_SECONDS = 3600.0
"""Longest that a file may be on disk before its job is recorded."""
_CLOCK_SECONDS = 1.0
"""By how much the times of files may be off."""


class Upkeep:
    """Safe to run at any time, by several processes at once."""

    def __init__(self, store: JobStore, uploads: Uploads) -> None:
        self._store = store
        self._uploads = uploads
        self._begun = time.time()

    async def give_back(self, queue: OpenQueue, silent_seconds: float) -> None:
        """Give the jobs of workers that were silent for so long, and jobs whose ticket was lost, a new ticket."""
        await queue.drop_stalled(silent_seconds)
        # In this order: a job that is added or ends in between has its ticket, or needs none.
        unfinished = await self._store.unfinished()
        known = await queue.tickets()
        for job, ticket in unfinished.items():
            if ticket not in known:
                await self._store.reissue(job.id, ticket)

    async def forget_finished(self) -> None:
        """Remove the record of jobs that finished long ago; their documents stay."""
        await self._store.forget(datetime.now(UTC) - _RECORD_KEPT)

    async def sweep_uploads(self, *, alone: bool) -> None:
        """Remove uploads that no job needs any more.

        Args:
            alone: no other process can be receiving files: what is older than this object was left behind.
        """
        needed = await self._store.with_upload(datetime.now(UTC) - _FAILED_KEPT)
        before = self._begun - _CLOCK_SECONDS if alone else time.time() - _UPLOADING_SECONDS
        await asyncio.to_thread(self._uploads.sweep, needed, before)

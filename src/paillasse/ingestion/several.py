"""Many files: while one is embedded, on every core, the next is read, mostly on one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from paillasse.ingestion.verdicts import Verdict
from paillasse.protocols.progress import Progress

AT_ONCE = 2
"""Files at hand: one that is read and one that is embedded."""
_SWITCH_SECONDS = 0.0005
"""Longest that the thread which finds the structure of one file keeps those that embed another from their next text:
at Python's 5 ms they would wait half of their time."""


class Ingests(Protocol):
    """`IngestionPipeline`, or a server that has one."""

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        """Read one file into the index."""
        ...


Begin = Callable[[Path], Progress]
"""Called when a file is begun; gets the progress of its stages."""


async def ingest_files(
    pipeline: Ingests, files: Sequence[Path], collection: str, begin: Begin
) -> AsyncGenerator[Verdict]:
    """Ingest files and yield what became of each, as soon as it is known.

    Raises:
        ModelUnavailable: as `IngestionPipeline.ingest`; the files at hand are left, the same run later goes on.
        StorageError: likewise.
    """
    waiting = iter(files)
    running: set[asyncio.Task[Verdict]] = set()

    def fill() -> None:
        for path in waiting:
            running.add(asyncio.create_task(pipeline.ingest(path, collection, begin(path))))
            if len(running) == AT_ONCE:
                return

    with _turns_of(_SWITCH_SECONDS):
        try:
            fill()
            while running:
                done, _ = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    running.remove(task)
                    yield task.result()
                fill()
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


@contextmanager
def _turns_of(seconds: float) -> Generator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)

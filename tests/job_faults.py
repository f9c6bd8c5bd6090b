"""A worker that kills itself at a named step, as often as it is asked to: `python -m job_faults HOME DATABASE_URL`.

Reads one order a line from standard input, as JSON, performs each in a fork of itself (importing everything takes
seconds, and is done once) and writes how that ended: how it exited, and what it had acknowledged before.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from inspect import iscoroutine
from pathlib import Path
from typing import Any

import procrastinate.worker  # noqa: F401 - once, rather than in every fork
import sqlalchemy.dialects.postgresql.psycopg  # noqa: F401 - likewise

from memory_services import GLOSSARY, PAGE_READER, PARSER, PICTURE_READER
from paillasse.adapters.file_store import DiskFileStore
from paillasse.adapters.job_queue.procrastinate_queue import ProcrastinateQueue, put_ticket
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.adapters.qdrant_edge import EdgeChunkIndex
from paillasse.adapters.reading_copy.formats import refuse_foreign
from paillasse.adapters.readings.folder import ReadingFolder
from paillasse.adapters.tesseract.pictures.reader import TesseractPictureReader
from paillasse.adapters.tesseract.reader import TesseractReader
from paillasse.composition.worker import Jobs, work
from paillasse.ingestion.parsing import ParserProcess
from paillasse.ingestion.pipeline import IngestionPipeline, Readers, Stores
from paillasse.ingestion.reconciliation import ReconcileReport, reconcile
from paillasse.ingestion.scans.resuming import KeptReadings, resuming
from paillasse.ingestion.scans.stages import PictureReaders
from paillasse.jobs.board import JobBoard
from paillasse.jobs.runner import JobRunner
from paillasse.jobs.upkeep import Upkeep
from paillasse.jobs.uploads import Uploads
from paillasse.language.glossing import Glosser
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.jobs import WorkerLimits
from paillasse.settings import Settings
from paillasse.storage.chunks import PostgresChunkStore
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.ingestions import PostgresIngestionJournal
from paillasse.storage.jobs.store import PostgresJobStore
from paillasse.storage.session import Database

Hook = Callable[[str], None]

STEPS = (
    "during upload",
    "after uploads.receive",
    "before jobs.add",
    "after jobs.add",
    "before jobs.claim",
    "after jobs.claim",
    "before journal.record",
    "after journal.record",
    "during parse",
    "during embed",
    "before files.put",
    "after files.put",
    "after index.delete_documents",
    "before index.upsert",
    "after index.upsert",
    "before documents.save",
    "after documents.save",
    "before jobs.settle",
    "after jobs.settle",
    "after uploads.remove",
    "after index.optimize",
)
"""Where a process may be killed, in the order in which a file meets them."""


class Announced:
    """Says before and after each call of a method that it is made."""

    def __init__(self, target: Any, name: str, hook: Hook) -> None:
        self._target, self._name, self._hook = target, name, hook

    def __getattr__(self, method: str) -> Any:
        """The method, announced."""
        found, step = getattr(self._target, method), f"{self._name}.{method}"

        def call(*arguments: Any, **more: Any) -> Any:
            self._hook(f"before {step}")
            result = found(*arguments, **more)
            if not iscoroutine(result):
                self._hook(f"after {step}")
                return result

            async def finish() -> Any:
                value = await result
                self._hook(f"after {step}")
                return value

            return finish()

        return call


class FaultyHome:
    """A home on a database of its own, with an index that stays, whose every step is announced."""

    def __init__(self, home: Path, database: Database, index: EdgeChunkIndex, hook: Hook) -> None:
        settings, self.config, self.embedder = Settings(home=home, _env_file=None), PipelineConfig(), HashEmbedder()
        generation = self.config.generation(self.embedder.name)
        self.documents, self.chunks = (
            PostgresDocumentStore(database, generation),
            PostgresChunkStore(database, generation),
        )
        self.index = index
        self.files = DiskFileStore(settings.files_dir)
        stores: Any = Stores(
            documents=Announced(self.documents, "documents", hook),
            index=Announced(index, "index", hook),
            files=Announced(self.files, "files", hook),
            journal=Announced(PostgresIngestionJournal(database), "journal", hook),
            readings=ReadingFolder(settings.readings_dir),
        )
        pages = TesseractReader(PAGE_READER, settings)
        readers = Readers(
            ParserProcess(PARSER, settings),
            resuming(
                PictureReaders(pages, TesseractPictureReader(PICTURE_READER, pages, settings)),
                KeptReadings(stores.readings, pages.engine, self.config.parsing_version),
            ),
        )
        pipeline = IngestionPipeline(readers, self.embedder, Glosser(GLOSSARY, self.embedder), stores, self.config)
        ingest = pipeline.ingest

        async def announced(path: Path, collection: str, progress: Any) -> Any:
            def tell(stage: str, done: int, total: int, /) -> None:
                hook(f"during {stage}")
                progress(stage, done, total)

            return await ingest(path, collection, tell)

        pipeline.ingest = announced
        uploads: Any = Announced(
            Uploads(settings.uploads_dir, settings.max_file_mb << 20, refuse_foreign), "uploads", hook
        )
        self.store = PostgresJobStore(database, put_ticket)
        store: Any = Announced(self.store, "jobs", hook)
        self.jobs = Jobs(
            JobBoard(store, uploads, stores.readings),
            JobRunner(store, uploads, pipeline, stores),
            Upkeep(store, uploads),
            ProcrastinateQueue(database.url),
        )
        self._hook = hook

    async def submit(self, path: Path) -> str:
        """Send a file in two pieces; the id of its job."""

        async def blocks() -> AsyncGenerator[bytes]:
            data = path.read_bytes()  # noqa: ASYNC240 - small
            yield data[:1500]
            self._hook("during upload")
            yield data[1500:]

        return (await self.jobs.board.submit(blocks(), path.name, "default", "user-1")).id

    async def finish(self) -> None:
        """Work until no job is unfinished."""
        working = asyncio.create_task(work(self.jobs, WorkerLimits(2, 5, 60), alone=True))
        while await self.store.unfinished():  # noqa: ASYNC110 - they end wherever they are worked on
            await asyncio.sleep(0.05)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)

    async def reconcile(self) -> ReconcileReport:
        """Compare database, index and files."""
        generation = self.config.generation(self.embedder.name)
        return await reconcile(self.documents, self.chunks, self.index, self.files, generation)


@asynccontextmanager
async def faulty_home(home: Path, url: str, hook: Hook = lambda _: None) -> AsyncGenerator[FaultyHome]:
    """Open it; the database runs already."""
    database = await Database.open(url)
    index = await EdgeChunkIndex.open(home / "index" / "g1", HashEmbedder().dimension)
    try:
        yield FaultyHome(home, database, index, hook)
    finally:
        await index.close()
        await database.close()


def killer(step: str, times: int) -> Hook:
    """A hook that kills this process at the given step, met for the given time."""
    left = times

    def hook(met: str) -> None:
        nonlocal left
        left -= met == step
        if met == step and left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


async def perform(home: Path, url: str, order: dict[str, Any], acknowledge: Callable[[str], None]) -> None:
    """Submit what is ordered and work on everything that is there."""
    async with faulty_home(home, url, killer(order["step"], order["times"])) as faulty:
        for name in order["files"]:
            await faulty.submit(Path(name))
            acknowledge(name)
        await faulty.finish()


class Acknowledgements:
    """Tells the parent at once what was acknowledged, so that a kill cannot take it back."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def __call__(self, name: str) -> None:
        os.write(self._pipe, f"{name}\n".encode())


def main(arguments: Sequence[str]) -> None:
    """Perform orders until there are no more."""
    home, url = Path(arguments[0]), arguments[1]
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            asyncio.run(perform(home, url, json.loads(line), Acknowledgements(writing)))
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            acknowledged = pipe.read().splitlines()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(json.dumps({"status": os.waitstatus_to_exitcode(status), "acknowledged": acknowledged}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])

"""The worker: joins the record of jobs, their queue and the pipeline, and keeps at it whatever goes away meanwhile.

It is a task in the process that holds the home, or, with a database and an index that are servers, one of several
processes over one home that they share.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from paillasse.adapters.job_queue.memory_jobs import MemoryJobStore, MemoryQueue
from paillasse.adapters.job_queue.procrastinate_queue import ProcrastinateQueue, put_ticket
from paillasse.adapters.reading_copy.formats import refuse_foreign
from paillasse.adapters.readings.folder import ReadingFolder
from paillasse.adapters.tracing.opening import open_spans
from paillasse.errors.storage import StorageError
from paillasse.ingestion.several import AT_ONCE
from paillasse.instrumented.ingestion import MeasuredIngestion
from paillasse.jobs.board import JobBoard
from paillasse.jobs.runner import JobRunner
from paillasse.jobs.upkeep import Upkeep
from paillasse.jobs.uploads import Uploads
from paillasse.monitoring.ingestion import IngestionFigures
from paillasse.monitoring.spans import NO_SPANS, Spans
from paillasse.protocols.jobs import JobQueue, OpenQueue, WorkerLimits
from paillasse.settings import Settings
from paillasse.storage.jobs.store import PostgresJobStore
from paillasse.storage.session import Database

if TYPE_CHECKING:
    from paillasse.composition.bootstrap import Services

_AGAIN_SECONDS = (0.5, 1.0, 2.0, 5.0)
"""Before connecting again; then always the last."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Jobs:
    """What jobs are made of, over open services."""

    board: JobBoard
    runner: JobRunner
    upkeep: Upkeep
    queue: JobQueue


def join_jobs(services: Services, figures: IngestionFigures, spans: Spans = NO_SPANS) -> Jobs:
    """The jobs of an open home, counted and traced: in its database, or in memory where the other stores are."""
    database, uploads = services.database, _uploads(services.settings)
    memory = MemoryQueue()
    store = MemoryJobStore(memory) if database is None else PostgresJobStore(database, put_ticket)
    return Jobs(
        JobBoard(store, uploads, services.stores.readings),
        JobRunner(store, uploads, MeasuredIngestion(services.pipeline, figures, spans), services.stores),
        Upkeep(store, uploads),
        memory if database is None else ProcrastinateQueue(database.url),
    )


@asynccontextmanager
async def joined(services: Services, figures: IngestionFigures) -> AsyncGenerator[Jobs]:
    """The same, traced where the environment names a collector of traces."""
    async with open_spans() as spans:
        yield join_jobs(services, figures, spans)


def join_board(database: Database, settings: Settings) -> JobBoard:
    """What people do with jobs, without what works on them."""
    store = PostgresJobStore(database, put_ticket)
    return JobBoard(store, _uploads(settings), ReadingFolder(settings.readings_dir))


def _uploads(settings: Settings) -> Uploads:
    return Uploads(settings.uploads_dir, settings.max_file_mb << 20, refuse_foreign)


def limits(settings: Settings) -> WorkerLimits:
    """How a worker works: one file is read while another is embedded."""
    return WorkerLimits(AT_ONCE, settings.worker_grace_seconds, settings.worker_lease_seconds)


async def work(jobs: Jobs, limits: WorkerLimits, *, alone: bool) -> NoReturn:
    """Perform jobs until cancelled; then those at hand are finished within the grace time, or given back.

    Where the database goes away, it waits until it is back.

    Args:
        jobs: of an open home.
        limits: how it works.
        alone: no other process can work on the jobs or receive files, since this one holds the home: what others had
            at hand is known to be left behind, and taken up at once.
    """
    silent = 0.0 if alone else limits.lease_seconds
    failures = 0
    while True:
        try:
            async with jobs.queue.connect() as queue:
                await jobs.upkeep.give_back(queue, silent)
                await jobs.upkeep.sweep_uploads(alone=alone)
                failures = 0
                await _serve(jobs, queue, limits)
        except StorageError as error:
            _log.warning("The worker lost the database and connects again: %s", error)
        await asyncio.sleep(_AGAIN_SECONDS[min(failures, len(_AGAIN_SECONDS) - 1)])
        failures += 1


async def _serve(jobs: Jobs, queue: OpenQueue, limits: WorkerLimits) -> None:
    """Work while connected, looking after the jobs of others all along."""

    async def look_after() -> None:
        while True:
            await asyncio.sleep(limits.lease_seconds)
            await jobs.upkeep.give_back(queue, limits.lease_seconds)
            await jobs.upkeep.sweep_uploads(alone=False)
            await jobs.upkeep.forget_finished()

    working = asyncio.create_task(queue.work(jobs.runner.perform, limits))
    looking = asyncio.create_task(look_after())
    try:
        await asyncio.wait({working, looking}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        working.cancel()  # the queue's worker then finishes what is at hand
        looking.cancel()
        ended = await asyncio.gather(working, looking, return_exceptions=True)
    for error in ended:
        if isinstance(error, BaseException) and not isinstance(error, asyncio.CancelledError):
            raise error

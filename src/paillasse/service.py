"""Settings → Service: everything a server works with, joined once per process, and the worker inside it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from paillasse.accounts import Access, join_access
from paillasse.errors import StorageError
from paillasse.history.conversations import History
from paillasse.history.feedback import FeedbackDesk
from paillasse.history.protocols import UsageLedger
from paillasse.history.retention import keep_purging
from paillasse.idempotency import IdempotencyStore
from paillasse.jobs.board import JobBoard
from paillasse.live import LiveServices
from paillasse.monitoring.metrics import Metrics
from paillasse.questions import Questions, open_questions
from paillasse.settings import Settings
from paillasse.storage.history.conversations import PostgresHistoryStore
from paillasse.storage.history.feedback import PostgresFeedbackStore
from paillasse.storage.history.usage import PostgresUsageLedger
from paillasse.storage.idempotency import PostgresIdempotencyStore
from paillasse.storage.session import Database
from paillasse.worker import join_board, join_jobs, limits, work

_HEALTH_SECONDS = 2.0
"""What does not answer in this time is not there."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Service:
    """What requests are answered with."""

    settings: Settings
    live: LiveServices
    """The index generation that answers, and what belongs to it."""
    access: Access
    board: JobBoard
    questions: Questions
    history: History
    feedback: FeedbackDesk
    usage: UsageLedger
    idempotency: IdempotencyStore
    database: Database
    metrics: Metrics
    worker: asyncio.Task[None] | None
    """What works on jobs in this process; None where other processes do."""

    async def health(self) -> dict[str, bool]:
        """What it takes to answer, by name, and whether it is there."""
        async with self.live.use() as services:
            parts = {
                "database": await _answers(self.database.ping()),
                "index": await _answers(services.generations.live()),
            }
        return parts if self.worker is None else parts | {"worker": not self.worker.done()}


@asynccontextmanager
async def open_service(settings: Settings) -> AsyncGenerator[Service]:
    """Open the home and everything in it, and work on ingestion jobs meanwhile; closed whatever happens.

    Raises:
        HomeInUse: another process holds this home.
        InvalidConfiguration: a setting cannot work; there is no good secret to sign tokens with.
        ModelUnavailable: the embedder or a language model cannot be opened.
        StorageError: the database or the index cannot be opened.
    """
    async with LiveServices.open(settings) as live:
        database = await Database.open(live.url)
        try:
            access, board = join_access(database, settings), join_board(database, settings)
            history = History(PostgresHistoryStore(database), settings.history_days)
            feedback = FeedbackDesk(PostgresFeedbackStore(database), access.auditor)
            usage = PostgresUsageLedger(database)
            idempotency = PostgresIdempotencyStore(database)
            worker = asyncio.create_task(_work(live, settings)) if settings.worker else None
            purging = asyncio.create_task(keep_purging(history))
            try:
                async with open_questions(settings, live) as questions:
                    yield Service(
                        settings,
                        live,
                        access,
                        board,
                        questions,
                        history,
                        feedback,
                        usage,
                        idempotency,
                        database,
                        Metrics(),
                        worker,
                    )
            finally:
                try:
                    await _end(purging)
                finally:
                    await _end(worker)
        finally:
            await database.close()


async def _work(live: LiveServices, settings: Settings) -> None:
    """Work on jobs with the services that answer; when they are replaced, with the new ones."""
    while True:
        async with live.use() as services:
            working = asyncio.create_task(work(join_jobs(services), limits(settings), alone=not settings.shared))
            replaced = asyncio.create_task(live.replaced())
            try:
                await asyncio.wait({working, replaced}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                replaced.cancel()
                await _end(working)


async def _answers(asked: Awaitable[object]) -> bool:
    try:
        async with asyncio.timeout(_HEALTH_SECONDS):
            await asked
    except (StorageError, TimeoutError) as error:
        _log.warning("Not ready: %s", error or "no answer in time")
        return False
    return True


async def _end(task: asyncio.Task[None] | None) -> None:
    """Stop a task in order; what it failed with is raised."""
    if task is not None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

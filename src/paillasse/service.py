"""Settings → Service: everything a server works with, joined once per process, and the worker inside it."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from paillasse.adapters.tracing.opening import open_spans
from paillasse.adapters.tracking.opening import is_kept
from paillasse.answering.models.circuit_breaker import CircuitBreaker
from paillasse.asking.protocols import Asks
from paillasse.composition.accounts import Access, join_access
from paillasse.composition.bootstrap import Services
from paillasse.composition.questions import Questions, open_questions
from paillasse.composition.reading_room import join_library
from paillasse.composition.worker import join_board, join_jobs, limits, work
from paillasse.drift.desk import DriftDesk
from paillasse.errors.releases import ReleaseNotFound
from paillasse.errors.storage import StorageError
from paillasse.generations.comparing import keep_comparing
from paillasse.generations.live import LiveServices
from paillasse.history.conversations import History
from paillasse.history.protocols import UsageLedger
from paillasse.history.retention import keep_purging
from paillasse.history.reviewing.feedback import FeedbackDesk
from paillasse.history.reviewing.golden_cases import GoldenCases
from paillasse.idempotency import IdempotencyStore
from paillasse.instrumented.asking import MeasuredAsking
from paillasse.instrumented.feedback import MeasuredFeedbackStore
from paillasse.instrumented.language_models import measured
from paillasse.instrumented.sampling import JudgedSample, Judges
from paillasse.jobs.board import JobBoard
from paillasse.library.library import Library
from paillasse.loop.drifting import join_drift, keep_checking
from paillasse.loop.rolling import RollingOut, prepare, unwatched
from paillasse.monitoring.metrics import Metrics
from paillasse.monitoring.spans import NO_SPANS, Spans
from paillasse.pipeline_config import Released
from paillasse.prediction.desk import ModelDesk
from paillasse.rollouts.desk import RolloutDesk
from paillasse.settings import Settings
from paillasse.storage.history.conversations import PostgresHistoryStore
from paillasse.storage.history.feedback import PostgresFeedbackStore
from paillasse.storage.history.golden_cases import PostgresGoldenCaseStore
from paillasse.storage.history.usage import PostgresUsageLedger
from paillasse.storage.idempotency import PostgresIdempotencyStore
from paillasse.storage.models.store import PostgresModelStore
from paillasse.storage.rollouts.store import PostgresRolloutStore
from paillasse.storage.session import Database

if TYPE_CHECKING:
    from paillasse.releases.desk import ReleaseDesk

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
    library: Library
    questions: Questions
    history: History
    feedback: FeedbackDesk
    cases: GoldenCases
    usage: UsageLedger
    idempotency: IdempotencyStore
    database: Database
    metrics: Metrics
    releases: Callable[[], Awaitable[ReleaseDesk]]
    """Opens the desk of releases, which takes seconds the first time; `ReleaseNotFound` where none was ever made."""
    rollouts: RolloutDesk
    """Has a release tried beside the one in production."""
    models: ModelDesk
    """The models that were trained here."""
    drift: DriftDesk
    beside: Mapping[str, asyncio.Task[None]]
    """What works beside the requests, by name; `worker` is missing where other processes work on jobs."""
    spans: Spans = NO_SPANS
    """Where traces go."""
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def health(self) -> dict[str, bool]:
        """What it takes to answer, by name, and whether it is there."""
        async with self.live.use() as services:
            parts = {
                "database": await _answers(self.database.ping()),
                "index": await _answers(services.generations.live()),
            }
        return parts | {name: not task.done() for name, task in self.beside.items()}

    def breakers(self, services: Services) -> dict[str, CircuitBreaker]:
        """Of the database, the index, Redis where there is one, and the language models, by name."""
        models = services.models
        guarded = [model for model in (models.writer, models.judge) if model] if models else []
        return {**self.questions.breakers, **{model.model.name: model.breaker for model in guarded}}

    async def observe(self) -> None:
        """Bring the figures that are looked up, not counted, to what is now."""
        standing = self.metrics.standing
        async with self.live.use() as services:
            self.metrics.answers_by(services.production, services.config.hash, services.generation)
            standing.breakers({name: breaker.is_open for name, breaker in self.breakers(services).items()})
        standing.parts(await self.health())
        try:
            async with asyncio.timeout(_HEALTH_SECONDS):
                standing.jobs(await self.board.counts(), datetime.now(UTC))
                if report := await self.drift.latest():
                    severities = {feature.name: feature.severity for feature in report.features}
                    self.metrics.drift.told(report.share, severities, report.checked_at)
        except (StorageError, TimeoutError) as error:
            _log.warning("Jobs and drift cannot be looked up: %s", str(error) or "no answer in time")
            standing.jobs_unknown()
        usage = await asyncio.to_thread(shutil.disk_usage, self.settings.home)
        standing.disk_free.set(usage.free)
        standing.disk_size.set(usage.total)


@asynccontextmanager
async def open_service(settings: Settings) -> AsyncGenerator[Service]:
    """Open the home and everything in it, and work on ingestion jobs meanwhile; closed whatever happens.

    Raises:
        HomeInUse: another process holds this home.
        InvalidConfiguration: a setting cannot work; there is no good secret to sign tokens with.
        ModelUnavailable: the embedder or a language model cannot be opened.
        StorageError: the database or the index cannot be opened.
    """
    async with AsyncExitStack() as stack:
        spans = await stack.enter_async_context(open_spans())
        metrics = Metrics()
        metrics.standing.capacity.set(settings.answers_at_once)
        metrics.models.budget.set(settings.tokens_per_day)
        live = await stack.enter_async_context(LiveServices.open(settings, partial(_measured, metrics, spans)))
        database = await Database.open(live.url)
        stack.push_async_callback(database.close)
        access = join_access(database, settings)
        kept = PostgresHistoryStore(database)
        history = History(kept, settings.history_days)
        sample = _sample(settings, metrics, spans)
        if sample is not None:
            stack.push_async_callback(sample.close)

        def counted(asking: Asks) -> Asks:
            return MeasuredAsking(asking, metrics.answers, sample, spans)

        questions = await stack.enter_async_context(open_questions(settings, live, history, counted))
        idempotency = PostgresIdempotencyStore(database)
        _until_closed(stack, keep_purging(history, idempotency))
        _until_closed(stack, live.follow_models())
        beside: dict[str, asyncio.Task[None]] = {}
        if settings.worker:
            beside["worker"] = _until_closed(stack, _work(live, settings, metrics, spans))
        if settings.shared:
            beside["following"] = _until_closed(stack, live.follow())
        board = join_board(database, settings)
        _until_closed(stack, keep_comparing(live, board, metrics.standing))
        library = join_library(settings, live.use, board)
        drift = join_drift(settings, database, live)
        if settings.worker:
            _until_closed(stack, keep_checking(settings, drift, live))
        rollouts = PostgresRolloutStore(database)
        rolling = RollingOut(live, questions.arms, rollouts, access.auditor, metrics.rollout)
        _until_closed(stack, rolling.follow())
        cases = GoldenCases(kept, library.shelf, PostgresGoldenCaseStore(database), access.auditor)
        yield Service(
            settings=settings,
            live=live,
            access=access,
            board=board,
            library=library,
            questions=questions,
            history=history,
            feedback=FeedbackDesk(
                MeasuredFeedbackStore(PostgresFeedbackStore(database), metrics.feedback), cases, access.auditor
            ),
            cases=cases,
            usage=PostgresUsageLedger(database),
            idempotency=idempotency,
            database=database,
            metrics=metrics,
            releases=partial(_open_desk, settings, database, access, live),
            rollouts=RolloutDesk(rollouts, access.auditor, partial(prepare, live, unwatched), rolling.look),
            models=ModelDesk(PostgresModelStore(database), access.auditor),
            drift=drift,
            beside=beside,
            spans=spans,
        )


def _sample(settings: Settings, metrics: Metrics, spans: Spans) -> JudgedSample | None:
    if not settings.judge:
        return None

    def opened() -> Judges:
        judges: Any = import_module("paillasse.composition.judges")  # a server without a judge does without
        return judges.open_judge(settings.judge, settings, partial(measured, figures=metrics.models, spans=spans))

    return JudgedSample(opened, settings.judged_share, metrics.judge, metrics.answers.charged)


def _measured(metrics: Metrics, spans: Spans, services: Services) -> Services:
    models = services.models
    return services if models is None else replace(services, models=measured(models, metrics.models, spans))


async def _open_desk(settings: Settings, database: Database, access: Access, live: LiveServices) -> ReleaseDesk:
    if not await asyncio.to_thread(is_kept, settings):
        raise ReleaseNotFound("No release was made yet.")
    releasing: Any = await asyncio.to_thread(import_module, "paillasse.loop.releasing")  # a home without does without

    async def switch(released: Released) -> None:
        releasing.checked(await live.switch(released, lambda _stage, _done, _total: None))

    return await releasing.open_desk(settings, database, access.auditor, switch)


async def _work(live: LiveServices, settings: Settings, metrics: Metrics, spans: Spans) -> None:
    """Work on jobs with the services that answer; when they are replaced, with the new ones."""
    alone = not settings.shared
    while True:
        async with live.use() as services:
            jobs = join_jobs(services, metrics.ingestion, spans)
            working = asyncio.create_task(work(jobs, limits(settings), alone=alone))
            replaced = asyncio.create_task(live.replaced())
            try:
                await asyncio.wait({working, replaced}, return_when=asyncio.FIRST_COMPLETED)
                if working.done():
                    working.result()  # it never ends by itself: raises what ended it
            finally:
                replaced.cancel()
                await _end(working)
        alone = False  # by now this process may itself be receiving a file


async def _answers(asked: Awaitable[object]) -> bool:
    try:
        async with asyncio.timeout(_HEALTH_SECONDS):
            await asked
    except (StorageError, TimeoutError) as error:
        _log.warning("Not ready: %s", str(error) or "no answer in time")
        return False
    return True


def _until_closed(stack: AsyncExitStack, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
    """Do it beside everything else, until the stack is closed. What ends before has failed: the log says how."""
    task = asyncio.create_task(work)
    task.add_done_callback(_note_failure)
    stack.push_async_callback(_end, task)
    return task


def _note_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.critical("Something that works beside the requests has ended.", exc_info=error)


async def _end(task: asyncio.Task[None]) -> None:
    """Stop a task in order."""
    task.cancel()
    await asyncio.wait({task})

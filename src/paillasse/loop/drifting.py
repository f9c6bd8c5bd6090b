"""Settings → DriftDesk: where drift is joined with the history it is read from, and with what it calls for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module
from typing import Any, Protocol, cast

from paillasse.adapters.drift.evidently_process import EvidentlyProcess, is_installed
from paillasse.adapters.tracking.opening import open_tracker
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_services
from paillasse.drift.describing import Describer
from paillasse.drift.desk import DriftDesk, Kept
from paillasse.drift.protocols import Answering
from paillasse.drift.schedule import FollowUps, Schedule
from paillasse.drift.types import DriftReport, FollowUp
from paillasse.history.types import made_by
from paillasse.ingestion.blocks.languages import likeliest
from paillasse.settings import Settings
from paillasse.storage.drift.asked import PostgresAskedQuestions
from paillasse.storage.drift.reports import PostgresDriftReports
from paillasse.storage.session import Database

_log = logging.getLogger(__name__)


class LiveIndex(Protocol):
    """`live.LiveServices`, as far as drift needs it."""

    def use(self) -> AbstractAsyncContextManager[Services]:
        """The services that answer now."""
        ...


def join_drift(settings: Settings, database: Database, live: LiveIndex) -> DriftDesk:
    """The desk over what is open already."""
    kept = Kept(PostgresAskedQuestions(database), PostgresDriftReports(database))

    @asynccontextmanager
    async def answering() -> AsyncGenerator[Answering]:
        async with live.use() as services:
            yield answering_of(services)

    return DriftDesk(kept, answering, EvidentlyProcess(), retrains=settings.drift_retrains)


def answering_of(services: Services) -> Answering:
    """What these services answer by, and how questions are described with their embedder."""
    release = made_by(services.production, services.config.hash, services.generation)
    return Answering(release, Describer(services.embedder, likeliest))


def scheduled(settings: Settings, desk: DriftDesk, live: LiveIndex) -> Schedule:
    """Checks every `drift_hours`; what they call for is done with what answers then."""

    async def evaluate(report: DriftReport) -> FollowUp:
        tracker = await asyncio.to_thread(open_tracker, settings)
        remeasuring: Any = await asyncio.to_thread(import_module, "paillasse.loop.remeasuring")  # seconds, and only now
        async with live.use() as services:
            return await remeasuring.evaluated(services, tracker, report)

    async def train(report: DriftReport) -> FollowUp:
        tracker = await asyncio.to_thread(open_tracker, settings)
        remeasuring: Any = await asyncio.to_thread(import_module, "paillasse.loop.remeasuring")
        async with live.use() as services:
            return await remeasuring.retrained(services, tracker, report)

    return Schedule(desk, FollowUps(evaluate, train), settings.drift_hours)


async def keep_checking(settings: Settings, desk: DriftDesk, live: LiveIndex) -> None:
    """Check on a schedule until cancelled; it ends at once where nothing is to be checked, or with."""
    if not settings.drift_hours:
        return
    if not is_installed():
        _log.info("Whether what is asked drifts is not checked: `paillasse[drift]` is not installed.")
        return
    await scheduled(settings, desk, live).keep()


@asynccontextmanager
async def checking_beside(services: Services) -> AsyncGenerator[None]:
    """Check on a schedule with these services while the block lasts; stores in memory have no history."""
    if services.database is None:
        yield
        return
    live = _Opened(services)
    desk = join_drift(services.settings, services.database, live)
    checking = asyncio.create_task(keep_checking(services.settings, desk, live))
    try:
        yield
    finally:
        checking.cancel()
        await asyncio.wait({checking})


@asynccontextmanager
async def open_drift(settings: Settings) -> AsyncGenerator[DriftDesk]:
    """Open the home for a check; raises what `startup.open_services` raises."""
    async with open_services(settings, None) as services:
        yield join_drift(settings, cast("Database", services.database), _Opened(services))


class _Opened:
    """Services that are not replaced."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @asynccontextmanager
    async def use(self) -> AsyncGenerator[Services]:
        """The services."""
        yield self._services

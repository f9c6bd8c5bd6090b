"""The service over stores in memory, and the application over it, spoken to without a network."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, cast

import httpx
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from access_stores import PASSWORD, Clock, access, memory_stores
from exchanges import HistoryStores, memory_history
from experiment_runs import desk_of_two
from memory_services import memory_services
from paillasse.access.types import COMMAND_LINE, DEFAULT_COLLECTION, Role
from paillasse.adapters.caches.memory_cache import MemoryCache
from paillasse.adapters.memory.drift import GivenComparison, MemoryAskedQuestions, MemoryDriftReports
from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.adapters.memory.idempotency import MemoryIdempotencyStore
from paillasse.adapters.memory.rollouts import MemoryRolloutStore
from paillasse.api.app import create_app
from paillasse.composition.accounts import Access
from paillasse.composition.bootstrap import Services
from paillasse.composition.questions import questions_over
from paillasse.composition.reading_room import join_library
from paillasse.composition.worker import Jobs, join_jobs
from paillasse.drift.desk import DriftDesk, Kept
from paillasse.drift.protocols import Answering
from paillasse.errors.storage import StorageError
from paillasse.history.conversations import History
from paillasse.history.reviewing.feedback import FeedbackDesk
from paillasse.history.reviewing.golden_cases import GoldenCases
from paillasse.instrumented.asking import MeasuredAsking
from paillasse.instrumented.feedback import MeasuredFeedbackStore
from paillasse.loop.drifting import answering_of
from paillasse.monitoring.metrics import Metrics
from paillasse.monitoring.spans import NO_SPANS, Spans
from paillasse.pipeline_config import Released
from paillasse.prediction.desk import ModelDesk
from paillasse.releases.desk import ReleaseDesk
from paillasse.rollouts.desk import RolloutDesk
from paillasse.rollouts.types import MadeOf
from paillasse.service import Service

BASE = "http://service.test"


@dataclass
class OneIndex:
    """`LiveServices` that are never replaced."""

    services: Services
    url: str = ""

    @asynccontextmanager
    async def use(self) -> AsyncIterator[Services]:
        yield self.services

    async def replaced(self) -> None:
        await asyncio.Event().wait()


@dataclass
class Ping:
    """A database that is there, or not."""

    down: bool = False

    async def ping(self) -> None:
        if self.down:
            raise StorageError("The database refused: connection to 10.1.2.3 failed")


@dataclass
class ServiceBench:
    """Everything in memory; accounts are made with `user`, requests sent with `client`."""

    home: Path
    clock: Clock = field(default_factory=lambda: Clock(datetime.now(UTC)))
    database: Ping = field(default_factory=Ping)
    where: dict[str, Any] = field(default_factory=dict[str, Any])
    """Settings of the accounts."""
    spans: Spans = NO_SPANS

    def __post_init__(self) -> None:
        self.releases: ReleaseDesk | None = None
        self.services: Services = memory_services(self.home)
        self.access: Access = access(memory_stores(), self.clock, self.home, **self.where)
        metrics = Metrics()
        counted = partial(MeasuredAsking, figures=metrics.answers, spans=self.spans)
        self.jobs: Jobs = join_jobs(self.services, metrics.ingestion, self.spans)
        kept = memory_history()
        self.rollouts = MemoryRolloutStore(cast("MemoryHistoryStore", kept.history))
        self.looks = 0
        live: Any = OneIndex(self.services)
        database: Any = self.database
        history = History(kept.history, 365, self.clock)
        library = join_library(self.services.settings, live.use, self.jobs.board)
        cases = GoldenCases(kept.history, library.shelf, kept.cases, self.access.auditor)
        self.service = Service(
            settings=self.services.settings,
            live=live,
            access=self.access,
            board=self.jobs.board,
            library=library,
            questions=questions_over(self.services.settings, live, history, counted, (MemoryCache(), None)),
            history=history,
            feedback=FeedbackDesk(
                MeasuredFeedbackStore(kept.feedback, metrics.feedback), cases, self.access.auditor, self.clock
            ),
            cases=cases,
            usage=kept.ledger,
            idempotency=MemoryIdempotencyStore(),
            database=database,
            metrics=metrics,
            releases=self.desk,
            models=ModelDesk(self.services.trained, self.access.auditor, self.clock),
            rollouts=RolloutDesk(self.rollouts, self.access.auditor, self._prepared, self._looked, self.clock),
            drift=self._drift(kept),
            beside={},
            spans=self.spans,
        )
        self.app: FastAPI = create_app(self.service)
        self.tokens: dict[str, str] = {}

    async def _prepared(self, released: Released) -> tuple[MadeOf, MadeOf]:
        """What answers, and another release over the same index: nothing is built."""
        now = MadeOf(self.services.production, self.services.config.hash, self.services.generation)
        return now, MadeOf(released.release, released.config.hash, now.generation)

    async def _looked(self) -> None:
        self.looks += 1

    def _drift(self, kept: HistoryStores) -> DriftDesk:
        @asynccontextmanager
        async def answering() -> AsyncIterator[Answering]:
            yield answering_of(self.services)

        history: Any = kept.history
        read = Kept(MemoryAskedQuestions(history), MemoryDriftReports())
        return DriftDesk(read, answering, GivenComparison({"refused": 0.5}), retrains=False, clock=self.clock)

    async def desk(self) -> ReleaseDesk:
        """The desk of two releases, the second in production after the first."""
        if self.releases is None:
            self.releases = await desk_of_two(self.access.auditor)
        return self.releases

    def client(self, user: str = "", **headers: str) -> httpx.AsyncClient:
        """Somebody who was made with `user`, or nobody."""
        bearer = {"Authorization": f"Bearer {self.tokens[user]}"} if user else {}
        transport = httpx.ASGITransport(self.app)
        return httpx.AsyncClient(transport=transport, base_url=BASE, headers=bearer | headers)

    async def user(
        self, name: str, role: Role = Role.TECHNICIAN, collections: tuple[str, ...] = (DEFAULT_COLLECTION,)
    ) -> str:
        """Make a user and sign him in; his id."""
        made = await self.access.accounts.create(COMMAND_LINE, name, f"{name}@example.org", PASSWORD, role)
        for collection in collections:
            if all(known.name != collection for known in await self.access.membership.list()):
                await self.access.membership.create(COMMAND_LINE, collection)
            await self.access.membership.add_member(COMMAND_LINE, collection, made.id)
        pair = await self.access.sessions.sign_in(name, PASSWORD, "192.0.2.1")
        self.tokens[name] = pair.access_token
        return made.id

    def routes(self) -> Iterator[tuple[APIRoute, str]]:
        """Every route of the application with each of its methods."""
        for context in iter_route_contexts(self.app.routes):
            route = getattr(context, "original_route", context)
            if isinstance(route, APIRoute):
                for method in sorted(route.methods or ()):
                    yield route, method

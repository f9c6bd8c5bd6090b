"""Asking over manuals made of types, with what answers in the hands of the test."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from manuals import Manual
from memory_services import add, memory_services
from paillasse.adapters.caches.memory_cache import MemoryCache
from paillasse.answering.answerer import Corpus
from paillasse.asking.asking import Asking, Gates
from paillasse.asking.protocols import Event
from paillasse.asking.reuse.kept_answers import KeptAnswers
from paillasse.asking.trial.arms import Arms
from paillasse.composition.bootstrap import Services
from paillasse.gate import Gate
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.protocols.stores import DocumentStore
from paillasse.types.answers import Answer, Usage
from paillasse.types.questions import Query, Scope

CENTRIFUGE = (
    Manual("Rotorix 400 Centrifuge", ("Rotorix 400", "centrifuge"), "Ardec")
    .heading("Care", "Lid seal")
    .warning("WARNING: pull the mains plug first.")
    .steps("1. Open the lid.", "2. Pull the old lid seal out.", "3. Press the new lid seal in.")
)
SECRET = (
    Manual("Rotorix 400 Centrifuge, service", ("Rotorix 400", "centrifuge"), "Ardec", collection="service")
    .heading("Care", "Lid seal")
    .steps("1. Unscrew the hinge of the lid seal.", "2. Lift the lid seal with the service key.")
)
SEAL = Query("How do I change the lid seal of the Rotorix 400?")
SERVICE = Scope(("service",))


@dataclass
class Answering:
    """`bootstrap.Services` as far as questions need them, with an answerer that a test may put in place."""

    services: Services
    actor: Scripted | None = None
    made: list[Scope] = field(default_factory=list[Scope])
    """Scopes that answerers were made for."""

    @property
    def documents(self) -> DocumentStore:
        return self.services.documents

    @property
    def generation(self) -> str:
        return self.services.generation

    @property
    def release(self) -> str:
        return self.services.release

    @property
    def production(self) -> str:
        return self.services.production

    async def answerer(self, scope: Scope) -> object:
        self.made.append(scope)
        return self.actor or await self.services.answerer(scope)


@dataclass
class Live:
    """`live.LiveServices`: counts who uses what answers."""

    now: Answering
    users: int = 0

    @property
    def documents(self) -> DocumentStore:
        return self.now.documents

    @asynccontextmanager
    async def use(self) -> AsyncGenerator[Answering]:
        self.users += 1
        try:
            yield self.now
        finally:
            self.users -= 1


async def live_over(home: Path, *manuals: Manual) -> Live:
    services = memory_services(home, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    await add(services, [manual.content() for manual in manuals])
    return Live(Answering(services))


def asking_over(live: Live, gate: Gate | None = None, *, kept_for: int = 60, seconds: float = 10) -> Asking:
    gates = Gates(gate or Gate(4, 4, 5), gate or Gate(4, 4, 5))
    return Asking(live, KeptAnswers(MemoryCache(), kept_for), gates, seconds)  # pyright: ignore[reportArgumentType] - as far as it is used


def arms_over(live: Live) -> Arms:
    """The same where no other release is tried."""
    unused: Any = None
    return Arms(asking_over(live), unused)


async def events_of(asking: Asking, query: Query = SEAL) -> list[Event]:
    return [event async for event in asking.ask(query)]


async def answer_of(asking: Asking, query: Query = SEAL) -> Answer:
    last = (await events_of(asking, query))[-1]
    assert isinstance(last, Answer)
    return last


@dataclass
class Scripted:
    """An answerer that does what the test says, over the documents of a real one."""

    corpus: Corpus
    script: Callable[[Query], AsyncGenerator[Event]]
    used: tuple[Usage, ...] = ()
    """By language models, for any question."""
    asked: list[str] = field(default_factory=list[str])
    ended: list[str] = field(default_factory=list[str])
    """Questions whose work is over, in whatever way."""

    async def stream(self, query: Query, spent: list[Usage]) -> AsyncGenerator[Event]:
        self.asked.append(query.text)
        try:
            async with aclosing(self.script(query)) as events:
                async for event in events:
                    yield event
        finally:
            self.ended.append(query.text)
            spent += self.used


async def scripted(
    live: Live, script: Callable[[Query], AsyncGenerator[Event]], documents: Scope | None = None
) -> Scripted:
    """Have this script answer in place of the answerer, over these documents."""
    live.now.actor = Scripted((await live.now.services.answerer(documents or Scope())).corpus, script)
    return live.now.actor

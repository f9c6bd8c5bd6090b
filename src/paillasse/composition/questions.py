"""Settings → Questions: where asking is joined with what keeps its answers and counts its questions."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec
from typing import Any

from limits.aio.storage import RedisStorage, Storage

from paillasse.adapters.caches.memory_cache import MemoryCache
from paillasse.answering.models.circuit_breaker import CircuitBreaker
from paillasse.asking.admission.question_limits import QuestionLimits
from paillasse.asking.asking import Asking, Gates
from paillasse.asking.dialogue import Dialogue
from paillasse.asking.protocols import Asks, ByteCache, Charge, LiveAnswering
from paillasse.asking.reuse.kept_answers import KeptAnswers
from paillasse.asking.trial.arms import Arms, Candidates
from paillasse.asking.trial.shadows import SHADOWS_AT_ONCE
from paillasse.errors.root import InvalidConfiguration
from paillasse.gate import Gate
from paillasse.history.conversations import History
from paillasse.history.usage import Bill
from paillasse.settings import Settings
from paillasse.types.questions import Query

Measured = Callable[[Asks], Asks]
"""The same, with what counts around it."""

_QUEUE = 200
"""Questions that wait for their turn."""
_SEARCHES_AT_ONCE, _SEARCH_QUEUE = 4, 40
"""Searches, which take a fraction of a second each."""
_PATIENCE_SECONDS = 15.0
"""How long they wait."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Who may ask how often, and what answers."""

    asking: Asks
    dialogue: Dialogue
    limits: QuestionLimits
    arms: Arms
    """Which release answers whom."""
    breakers: Mapping[str, CircuitBreaker]
    """Of what questions depend on, by name."""


@asynccontextmanager
async def open_questions(
    settings: Settings,
    live: LiveAnswering,
    history: History,
    measured: Measured,
) -> AsyncGenerator[Questions]:
    """Asking over what answers now, with this around it; its caches are closed whatever happens.

    Raises:
        InvalidConfiguration: the address of Redis is none, or its client is not installed.
    """
    async with AsyncExitStack() as stack:
        cache, counts = _on_redis(stack, settings.redis_url) if settings.redis_url else (MemoryCache(), None)
        yield questions_over(settings, live, history, measured, (cache, counts))


def questions_over(
    settings: Settings,
    live: LiveAnswering,
    history: History,
    measured: Measured,
    kept_in: tuple[ByteCache, Storage | None],
) -> Questions:
    """Asking with this cache and store of counts; without the latter, questions are counted in this process."""
    cache, counts = kept_in
    kept = KeptAnswers(cache, settings.answer_cache_seconds)
    gates = Gates(
        Gate(settings.answers_at_once, _QUEUE, _PATIENCE_SECONDS),
        Gate(_SEARCHES_AT_ONCE, _SEARCH_QUEUE, _PATIENCE_SECONDS),
    )
    production = Asking(live, kept, gates, settings.answer_seconds)
    arms = Arms(production, _candidates(settings, cache, kept, gates, history))
    asking = measured(arms)
    limits = QuestionLimits(settings.questions_per_minute, settings.searches_per_minute, counts)
    shared = {"kept_answers": kept.convenience.breaker, "question_counts": limits.convenience.breaker}
    breakers = production.breakers | (shared if counts is not None else {})
    return Questions(asking, Dialogue(asking, history), limits, arms, breakers)


def _candidates(settings: Settings, cache: ByteCache, kept: KeptAnswers, gates: Gates, history: History) -> Candidates:
    """How a release that is tried is asked: at the places of all others where users see its answers, else apart."""
    unseen, apart = KeptAnswers(cache, 0), Gates(*(Gate(SHADOWS_AT_ONCE, 0, _PATIENCE_SECONDS) for _ in gates))

    def charge(user_id: str, query: Query) -> Charge:
        bill = partial(Bill, str(uuid.uuid4()), user_id, query.scope.collections, datetime.now(UTC))
        return lambda usage: history.charge(bill(usage))

    return Candidates(
        shown=lambda live: Asking(live, kept, gates, settings.answer_seconds),
        unseen=lambda live: Asking(live, unseen, apart, settings.answer_seconds),
        load=lambda: gates.questions.load,
        charge=charge,
    )


def _on_redis(stack: AsyncExitStack, url: str) -> tuple[ByteCache, Storage]:
    if find_spec("redis") is None:
        raise InvalidConfiguration(
            "PAILLASSE_REDIS_URL needs the package redis, which is not installed.",
            hint="Install `paillasse[redis]`, or leave it empty: then each process keeps and counts for itself.",
        )
    from paillasse.adapters.caches.redis_cache import RedisCache, connect  # noqa: PLC0415 - an extra

    connections = connect(url)
    stack.push_async_callback(connections.aclose)
    shared: Any = {"connection_pool": connections}
    counts = RedisStorage(f"async+{url}", wrap_exceptions=True, implementation="redispy", **shared)
    return RedisCache(connections), counts

"""Settings → Questions: where asking is joined with what keeps its answers and counts its questions."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from limits.aio.storage import RedisStorage, Storage

from paillasse.adapters.caches.memory_cache import MemoryCache
from paillasse.asking.admission.question_limits import QuestionLimits
from paillasse.asking.asking import Asking, Gates
from paillasse.asking.dialogue import Dialogue
from paillasse.asking.protocols import Asks, ByteCache, LiveAnswering
from paillasse.asking.reuse.kept_answers import KeptAnswers
from paillasse.errors import InvalidConfiguration
from paillasse.gate import Gate
from paillasse.history.conversations import History
from paillasse.instrumented.asking import MeasuredAsking
from paillasse.monitoring.answers import AnswerFigures
from paillasse.settings import Settings

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


@asynccontextmanager
async def open_questions(
    settings: Settings, live: LiveAnswering, history: History, figures: AnswerFigures
) -> AsyncGenerator[Questions]:
    """Asking over what answers now, told to these figures; its caches are closed whatever happens.

    Raises:
        InvalidConfiguration: the address of Redis is none, or its client is not installed.
    """
    async with AsyncExitStack() as stack:
        cache, counts = _on_redis(stack, settings.redis_url) if settings.redis_url else (MemoryCache(), None)
        yield questions_over(settings, live, history, figures, (cache, counts))


def questions_over(
    settings: Settings,
    live: LiveAnswering,
    history: History,
    figures: AnswerFigures,
    kept_in: tuple[ByteCache, Storage | None],
) -> Questions:
    """Asking with this cache and store of counts; without the latter, questions are counted in this process."""
    cache, counts = kept_in
    kept = KeptAnswers(cache, settings.answer_cache_seconds)
    gates = Gates(
        Gate(settings.answers_at_once, _QUEUE, _PATIENCE_SECONDS),
        Gate(_SEARCHES_AT_ONCE, _SEARCH_QUEUE, _PATIENCE_SECONDS),
    )
    asking = MeasuredAsking(Asking(live, kept, gates, settings.answer_seconds), figures)
    limits = QuestionLimits(settings.questions_per_minute, settings.searches_per_minute, counts)
    return Questions(asking, Dialogue(asking, history), limits)


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

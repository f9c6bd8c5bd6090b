"""What asking does while the database, the index or the cache is away."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from asking_bench import CENTRIFUGE, SEAL, Live, answer_of, asking_over, live_over, scripted
from paillasse.adapters.caches.memory_cache import MemoryCache
from paillasse.answering.models.circuit_breaker import CircuitBreaker
from paillasse.asking.asking import Asking, Gates
from paillasse.asking.errors import AskingSuspended
from paillasse.asking.protocols import Event
from paillasse.asking.reuse.kept_answers import KeptAnswers
from paillasse.errors.models import EmbedderUnreachable
from paillasse.errors.root import PaillasseError
from paillasse.errors.storage import CacheUnreachable, DatabaseUnreachable, EmptyIndex, IndexUnreachable
from paillasse.gate import Gate
from paillasse.types.answers import Answer, Outcome
from paillasse.types.questions import Query, Scope


@dataclass
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def live(tmp_path: Path) -> Live:
    return await live_over(tmp_path, CENTRIFUGE)


@pytest.mark.parametrize("error", [IndexUnreachable, EmbedderUnreachable, DatabaseUnreachable])
async def test_nobody_waits_for_an_index_that_is_away_and_kept_answers_are_still_given(
    live: Live, error: type[PaillasseError]
) -> None:
    asking, clock = asking_over(live), Clock()
    asking._search = CircuitBreaker(clock, rest_seconds=5)
    kept = await answer_of(asking)
    away = True

    async def script(_: Query) -> AsyncGenerator[Event]:
        if away:
            raise error("away")
        yield replace(kept, question="other")

    actor = await scripted(live, script)
    live.now = replace(live.now)  # other services, so that the actor is asked
    for number in range(3):
        with pytest.raises(error):
            await answer_of(asking, Query(f"question {number}"))
    with pytest.raises(AskingSuspended) as refused:
        await answer_of(asking, Query("question"))
    assert refused.value.retry_after == 5
    assert len(actor.asked) == 3
    assert (await answer_of(asking)).trace["cached"] is True
    clock.now += 5
    away = False
    for number in range(2):
        assert (await answer_of(asking, Query(f"again {number}"))).question == "other"


async def test_nobody_waits_for_a_database_that_is_away(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    asking, clock = asking_over(live), Clock()
    asking._database = CircuitBreaker(clock, rest_seconds=5)
    asked: list[Scope] = []

    async def fingerprint(scope: Scope) -> str:
        asked.append(scope)
        raise DatabaseUnreachable("away")

    with monkeypatch.context() as patch:
        patch.setattr(live.documents, "fingerprint", fingerprint)
        for _ in range(3):
            with pytest.raises(DatabaseUnreachable):
                await answer_of(asking)
        for _ in range(3):
            with pytest.raises(AskingSuspended, match="The database"):
                await answer_of(asking)
        assert len(asked) == 3
        clock.now += 5
    assert (await answer_of(asking)).outcome is Outcome.ANSWERED


async def test_what_is_wrong_with_a_question_says_nothing_of_the_index(live: Live) -> None:
    asking = asking_over(live)
    for _ in range(5):
        with pytest.raises(EmptyIndex):
            await answer_of(asking, replace(SEAL, scope=Scope(())))
    assert (await answer_of(asking)).outcome is Outcome.ANSWERED


@dataclass
class Flaky(MemoryCache):
    """A cache whose server comes and goes."""

    away: bool = False
    tried: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        super().__init__()

    async def get(self, key: str) -> bytes | None:
        self._try("get")
        return await super().get(key)

    async def put(self, key: str, value: bytes, seconds: int) -> None:
        self._try("put")
        await super().put(key, value, seconds)

    def _try(self, what: str) -> None:
        self.tried.append(what)
        if self.away:
            raise CacheUnreachable("no connection")


async def test_a_cache_that_is_gone_is_done_without_and_said_once(live: Live, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "paillasse")
    cache, clock = Flaky(), Clock()
    kept = KeptAnswers(cache, 60)
    kept.convenience.breaker = CircuitBreaker(clock, failures=1, rest_seconds=5)
    asking = Asking(live, kept, Gates(Gate(4, 4, 5), Gate(4, 4, 5)), 10)  # pyright: ignore[reportArgumentType]
    cache.away = True
    for _ in range(3):
        assert "cached" not in (await answer_of(asking)).trace
        clock.now += 5
    assert cache.tried == ["get", "get", "get"]
    cache.away = False
    assert "cached" not in (await answer_of(asking)).trace
    assert "cached" in (await answer_of(asking)).trace
    answers = [record for record in caplog.records if record.message == "answered"]
    assert [vars(record)["generation"] for record in answers] == [live.now.generation] * 5
    assert {vars(record)["release"] for record in answers} == {""}
    assert [message for message in caplog.messages if message != "answered"] == [
        "The cache of answers is gone, and is done without until it is back: no connection",
        "The cache of answers is back.",
    ]


async def test_what_another_version_kept_is_passed_over(live: Live) -> None:
    cache = MemoryCache()
    asking = Asking(live, KeptAnswers(cache, 60), Gates(Gate(4, 4, 5), Gate(4, 4, 5)), 10)  # pyright: ignore[reportArgumentType]
    first = await answer_of(asking)
    [key] = cache._entries
    await cache.put(key, b'{"question": 7}', 60)
    answer = await answer_of(asking)
    assert isinstance(answer, Answer)
    assert (answer.claims, answer.trace.get("cached")) == (first.claims, None)
    assert (await answer_of(asking)).trace["cached"] is True

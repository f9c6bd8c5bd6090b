"""Answers and limits that several processes share on a Redis server, also while it is gone."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from asking_bench import CENTRIFUGE, Live, answer_of, live_over
from exchanges import memory_history
from paillasse.asking.errors import TooManyQuestions
from paillasse.composition.questions import Questions, open_questions
from paillasse.errors.root import InvalidConfiguration
from paillasse.history.conversations import History
from paillasse.settings import Settings
from redis_server import RedisServer, redis_server

HERE = "192.0.2.7"
HISTORY = History(memory_history().history, 0)


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


@pytest_asyncio.fixture
async def live(tmp_path: Path) -> Live:
    return await live_over(tmp_path, CENTRIFUGE)


@pytest_asyncio.fixture
async def two(server: RedisServer, live: Live) -> AsyncIterator[list[Questions]]:
    """As two processes have them."""
    settings = Settings(redis_url=server.url, questions_per_minute=2, _env_file=None)
    async with AsyncExitStack() as stack:
        opened = [
            await stack.enter_async_context(open_questions(settings, live, HISTORY, lambda asking: asking))
            for _ in range(2)
        ]  # pyright: ignore[reportArgumentType]
        for questions in opened:
            for name in ("kept_answers", "question_counts"):
                breaker: Any = questions.breakers[name]
                breaker._rest_seconds = 0.0
        yield opened


def broken(questions: Questions) -> set[str]:
    return {name for name, breaker in questions.breakers.items() if breaker.is_open}


async def test_one_process_has_what_the_other_worked_out(two: list[Questions]) -> None:
    first = await answer_of(two[0].asking)
    again = await answer_of(two[1].asking)
    assert again.trace["cached"] is True
    assert (again.claims, again.citations, again.warnings) == (first.claims, first.citations, first.warnings)


async def test_they_count_together(two: list[Questions]) -> None:
    assert (await two[0].limits.enter("ann", HERE)).remaining == 1
    assert (await two[1].limits.enter("ann", HERE)).remaining == 0
    for questions in two:
        with pytest.raises(TooManyQuestions) as refused:
            await questions.limits.enter("ann", HERE)
        assert 1 <= refused.value.retry_after <= 60


async def test_while_it_is_gone_each_is_on_its_own(
    server: RedisServer, two: list[Questions], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "paillasse")
    await answer_of(two[0].asking)
    server.stop()
    for questions in two:
        assert "cached" not in (await answer_of(questions.asking)).trace
        for _ in range(2):
            await questions.limits.enter("ann", HERE)
        with pytest.raises(TooManyQuestions):
            await questions.limits.enter("ann", HERE)
    assert len([message for message in caplog.messages if "is gone" in message]) == 4  # a cache and a count in each
    assert broken(two[0]) == {"kept_answers", "question_counts"}
    server.start()
    assert "cached" not in (await answer_of(two[0].asking)).trace
    assert (await answer_of(two[1].asking)).trace["cached"] is True
    assert (await two[0].limits.enter("ann", HERE)).remaining == 1
    assert len([message for message in caplog.messages if message.endswith("is back.")]) == 3
    assert broken(two[0]) == set()


async def test_without_its_client_the_way_out_is_named(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paillasse.composition.questions.find_spec", lambda _: None)
    opening = open_questions(
        Settings(redis_url="redis://nowhere", _env_file=None), live, HISTORY, lambda asking: asking
    )  # pyright: ignore[reportArgumentType]
    with pytest.raises(InvalidConfiguration, match="package redis") as raised:
        await opening.__aenter__()
    assert "paillasse[redis]" in raised.value.hint

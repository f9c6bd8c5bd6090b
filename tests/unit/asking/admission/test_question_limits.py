from __future__ import annotations

import logging

import pytest
from limits.aio.storage import MemoryStorage
from limits.errors import StorageError

from paillasse.asking.admission.question_limits import QuestionLimits
from paillasse.asking.errors import TooManyQuestions

HERE = "192.0.2.7"


class Away(MemoryStorage):
    """A server that is gone."""

    STORAGE_SCHEME = None  # pyright: ignore[reportAssignmentType] - not to be registered

    async def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        raise StorageError(ConnectionError("no connection"))


async def ask(limits: QuestionLimits, times: int, user: str = "ann", address: str = HERE) -> int:
    """How many questions were taken."""
    refused: list[float] = []
    for _ in range(times):
        try:
            await limits.enter(user, address)
        except TooManyQuestions as error:
            refused.append(error.retry_after)
    assert all(1 <= wait <= 60 for wait in refused)
    return times - len(refused)


async def test_so_many_of_one_user() -> None:
    limits = QuestionLimits(3, 9, None)
    allowance = await limits.enter("ann", HERE)
    assert (allowance.limit, allowance.remaining) == (3, 2)
    assert 0 < allowance.resets_in <= 60
    assert await ask(limits, 5) == 2
    assert await ask(limits, 5, "bob") == 3


async def test_six_times_as_many_from_one_address() -> None:
    limits = QuestionLimits(2, 9, None)
    taken = [await ask(limits, 2, f"user {n}") for n in range(8)]
    assert sum(taken) == 12
    assert await ask(limits, 2, "elsewhere", "192.0.2.8") == 2
    assert await ask(limits, 2, "no address", "") == 2


async def test_an_ipv6_subscriber_has_one_address() -> None:
    limits = QuestionLimits(1, 9, None)
    taken = [await ask(limits, 1, f"user {n}", f"2001:db8::{n:x}") for n in range(8)]
    assert sum(taken) == 6
    assert await ask(limits, 1, "neighbour", "2001:db8:0:1::1") == 1


async def test_what_is_refused_does_not_use_up_the_address() -> None:
    limits = QuestionLimits(1, 9, None)
    await ask(limits, 20)
    assert [await ask(limits, 1, f"user {n}") for n in range(6)] == [1, 1, 1, 1, 1, 0]


async def test_searches_are_counted_beside_the_questions() -> None:
    limits = QuestionLimits(1, 2, MemoryStorage())
    assert await ask(limits, 2) == 1
    assert [(await limits.enter_search("ann", HERE)).remaining for _ in range(2)] == [1, 0]
    with pytest.raises(TooManyQuestions, match="searches"):
        await limits.enter_search("ann", HERE)
    assert (await limits.enter_search("bob", HERE)).remaining == 1


async def test_processes_that_share_a_store_count_together() -> None:
    store = MemoryStorage()
    one, other = QuestionLimits(2, 9, store), QuestionLimits(2, 9, store)
    assert [await ask(one, 1), await ask(other, 1), await ask(one, 1), await ask(other, 1)] == [1, 1, 0, 0]


async def test_without_the_store_each_process_counts_and_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "paillasse")
    limits = QuestionLimits(2, 9, Away())
    assert await ask(limits, 4) == 2
    assert len(caplog.messages) == 1
    assert "counts questions is gone" in caplog.messages[0]

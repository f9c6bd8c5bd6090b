"""What every count of attempts does, whatever stands behind it."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from access_stores import NOW
from paillasse.access.protocols import Attempts, AttemptStore
from paillasse.composition.accounts import AccessStores

WINDOW = timedelta(minutes=15)
END = NOW + WINDOW


@pytest.fixture
def attempts(stores: AccessStores) -> AttemptStore:
    return stores.attempts


async def test_windows_are_fixed_and_subjects_apart(attempts: AttemptStore) -> None:
    assert await attempts.count("a", WINDOW, NOW) == Attempts(1, END)
    assert await attempts.count("a", WINDOW, NOW + timedelta(minutes=14)) == Attempts(2, END)
    assert await attempts.count("b", WINDOW, NOW) == Attempts(1, END)
    assert await attempts.count("a", WINDOW, END) == Attempts(1, END + WINDOW)


async def test_nothing_is_lost_when_many_count_at_once(attempts: AttemptStore) -> None:
    counted = await asyncio.gather(*(attempts.count("a", WINDOW, NOW) for _ in range(20)))
    assert sorted(one.made for one in counted) == list(range(1, 21))


async def test_giving_back_and_forgetting(attempts: AttemptStore) -> None:
    for _ in range(3):
        await attempts.count("a", WINDOW, NOW)
    await attempts.give_back("a")
    assert (await attempts.count("a", WINDOW, NOW)).made == 3
    await attempts.forget("a")
    await attempts.give_back("a")
    assert (await attempts.count("a", WINDOW, NOW)).made == 1
    for _ in range(3):
        await attempts.give_back("a")
    assert (await attempts.count("a", WINDOW, NOW)).made == 1

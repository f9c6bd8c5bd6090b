"""What every store of rollouts does, whatever stands behind it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from exchanges import ADA, BOB, at, exchange, feedback, memory_history, postgres_history
from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.adapters.memory.rollouts import MemoryRolloutStore
from paillasse.errors.releases import RolloutRunning
from paillasse.history.protocols import FeedbackStore, HistoryStore
from paillasse.history.types import Reader, Thumb
from paillasse.rollouts.assignment import pseudonym
from paillasse.rollouts.protocols import RolloutStore
from paillasse.rollouts.types import Arm, End, Ending, MadeOf, Mode, Rollout, Tally, UserTally
from paillasse.storage.rollouts.store import PostgresRolloutStore
from paillasse.storage.session import Database

CONTROL, CANDIDATE = MadeOf("", "c", "g"), MadeOf("2", "d", "h")
ROLLOUT = Rollout("r5", Mode.CANARY, 0.1, CONTROL, CANDIDATE, '{"a": "é"}', at(0), "ada", "because")
END = End(at(60), Ending.ROLLED_BACK, "errors: 3 of 3")
ONE = Tally(1, 0, 1, 1, 2.5, 6.25, 0.01, 1, 1, 0.5)


@pytest.fixture(params=["memory", "postgres"])
def kept(request: pytest.FixtureRequest, database: Database) -> tuple[RolloutStore, HistoryStore, FeedbackStore]:
    """An empty store, beside an empty history."""
    if request.param == "memory":
        memory = memory_history()
        return MemoryRolloutStore(cast("MemoryHistoryStore", memory.history)), memory.history, memory.feedback
    stored = postgres_history(database)
    return PostgresRolloutStore(database), stored.history, stored.feedback


@pytest.fixture
def store(kept: tuple[RolloutStore, HistoryStore, FeedbackStore]) -> RolloutStore:
    return kept[0]


async def test_one_runs_at_a_time_and_is_ended_by_one(store: RolloutStore) -> None:
    assert (await store.running(), await store.latest()) == (None, None)
    await store.start(ROLLOUT)
    assert await store.running() == await store.latest() == ROLLOUT
    with pytest.raises(RolloutRunning):
        await store.start(replace(ROLLOUT, id="r2"))
    assert [await store.end("r5", END), await store.end("r5", END), await store.end("nothing", END)] == [
        True,
        False,
        False,
    ]
    assert await store.running() is None
    assert await store.latest() == replace(ROLLOUT, end=END)
    later = replace(ROLLOUT, id="r2", started_at=at(90))
    await store.start(later)
    assert await store.running() == await store.latest() == later


async def test_what_all_processes_counted_is_summed(store: RolloutStore) -> None:
    await store.start(ROLLOUT)
    assert await store.totals("r5") == dict.fromkeys(Arm, Tally())
    await store.add("r5", {})
    await store.add("r5", {(Arm.CANDIDATE, "u"): ONE, (Arm.CONTROL, "v"): ONE})
    await store.add("r5", {(Arm.CANDIDATE, "u"): ONE + ONE, (Arm.CANDIDATE, "w"): ONE})
    assert await store.totals("r5") == {Arm.CONTROL: ONE, Arm.CANDIDATE: ONE + ONE + ONE + ONE}
    assert await store.tallies(ROLLOUT) == [
        UserTally(Arm.CANDIDATE, "u", ONE + ONE + ONE),
        UserTally(Arm.CANDIDATE, "w", ONE),
        UserTally(Arm.CONTROL, "v", ONE),
    ]
    assert await store.totals("r2") == dict.fromkeys(Arm, Tally())


async def test_feedback_on_answers_of_both_counts_by_user(
    kept: tuple[RolloutStore, HistoryStore, FeedbackStore],
) -> None:
    store, history, said = kept
    await store.start(ROLLOUT)
    await store.add("r5", {(Arm.CANDIDATE, pseudonym("r5", "ada")): ONE})

    async def answered(name: str, made_of: MadeOf, minutes: float, thumb: Thumb | None, reader: Reader = ADA) -> None:
        told = exchange(name, f"c-{reader.user_id}", minutes, release=made_of.label, owner=reader.user_id)
        await history.record(told, "T")
        if thumb is not None:
            await said.put(replace(feedback(name, thumb=thumb), user_id=reader.user_id), reader)

    await answered("a", CANDIDATE, 1, Thumb.UP)
    await answered("b", CANDIDATE, 2, Thumb.DOWN)
    await answered("silent", CANDIDATE, 2, None)
    await answered("before", CANDIDATE, -1, Thumb.UP)
    await answered("other", MadeOf("3", "d", "h"), 2, Thumb.UP)
    await answered("c", CONTROL, 3, Thumb.DOWN, BOB)
    await answered("instead", CONTROL, 3, Thumb.UP)  # the candidate had no answer for her
    told = [
        UserTally(Arm.CANDIDATE, pseudonym("r5", "ada"), ONE, 2, 1),
        UserTally(Arm.CONTROL, pseudonym("r5", "bob"), Tally(), 1, 0),
    ]
    assert await store.tallies(ROLLOUT) == told
    ended = replace(ROLLOUT, end=replace(END, at=at(2) - timedelta(seconds=1)))
    assert (await store.tallies(ended))[0] == replace(told[0], thumbs=1)


async def test_one_at_a_time_works_on_the_index(store: RolloutStore) -> None:
    async with store.alone() as mine, store.alone() as other:
        assert (mine, other) == (True, False)
    async with store.alone() as mine:
        assert mine

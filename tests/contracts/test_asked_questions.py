"""What drift sees of a history, whatever stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from exchanges import ADA, ANSWER, HistoryStores, at, exchange, feedback, memory_history, postgres_history
from observations import OBSERVED
from paillasse.adapters.memory.drift import MemoryAskedQuestions
from paillasse.drift.protocols import AskedQuestions
from paillasse.drift.types import Asked, Observation
from paillasse.storage.drift.asked import PostgresAskedQuestions
from paillasse.storage.session import Database
from paillasse.types.answers import Outcome

RELEASE = "release 3: 0123456789ab/g1"
HITS = [{"chunk": "c1", "score": 0.9, "lanes": {"dense": 0.61, "bm25": 4.2}}]
UNDERSTOOD = {"language": "fr", "error_codes": ["E203"], "embedded_text": "lamp"}
TRACE: dict[str, object] = {"hits": HITS, "understood": UNDERSTOOD, "refusal": "refuse_no_evidence"}


@pytest.fixture(params=["memory", "postgres"])
def stores(request: pytest.FixtureRequest, database: Database) -> tuple[HistoryStores, AskedQuestions]:
    if request.param == "memory":
        histories = memory_history()
        history: Any = histories.history
        return histories, MemoryAskedQuestions(history)
    return postgres_history(database), PostgresAskedQuestions(database)


class Reading:
    """Keeps what it was asked to describe."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    async def __call__(self, asked: Sequence[Asked]) -> list[Observation]:
        self.asked = list(asked)
        return [replace(OBSERVED, at=each.at) for each in asked]


async def test_all_that_features_are_read_from(stores: tuple[HistoryStores, AskedQuestions]) -> None:
    histories, asked = stores
    refused = replace(ANSWER, outcome=Outcome.REFUSED, confidence=0.25, trace=TRACE)
    await histories.history.record(exchange("a", answer=refused, release=RELEASE), "T")
    await histories.history.record(exchange("b", minutes=1, answer=replace(ANSWER, trace={}), release=RELEASE), "T")
    await histories.feedback.put(feedback("a", 5), ADA)
    reading = Reading()
    assert len(await asked.first(RELEASE, at(9), 9, reading)) == 2
    assert reading.asked == [
        Asked(at(0), "a: how?", "refused", 0.25, HITS, UNDERSTOOD, "refuse_no_evidence", "down"),
        Asked(at(1), "b: how?", ANSWER.outcome.value, ANSWER.confidence, [], {}, "", None),
    ]


async def test_the_first_and_the_latest_of_what_answered_them(stores: tuple[HistoryStores, AskedQuestions]) -> None:
    histories, asked = stores
    for name, minutes in (("c", 3), ("a", 1), ("b", 2), ("d", 4)):
        await histories.history.record(exchange(name, minutes=minutes, release=RELEASE), "T")
    await histories.history.record(exchange("other", minutes=2), "T")

    def times(found: list[Observation]) -> list[object]:
        return [each.at for each in found]

    assert times(await asked.first(RELEASE, at(4), 9, Reading())) == [at(1), at(2), at(3)]
    assert times(await asked.first(RELEASE, at(9), 2, Reading())) == [at(1), at(2)]
    assert times(await asked.latest(RELEASE, at(2), 9, Reading())) == [at(2), at(3), at(4)]
    assert times(await asked.latest(RELEASE, at(0), 2, Reading())) == [at(3), at(4)]
    assert await asked.latest("release 4: 0123456789ab/g1", at(0), 9, Reading()) == []

"""Exchanges made by hand, and who reads them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from answers import ANSWERED
from paillasse.adapters.memory.history import (
    MemoryFeedbackStore,
    MemoryGoldenCaseStore,
    MemoryHistoryStore,
    MemoryUsageLedger,
)
from paillasse.history.protocols import FeedbackStore, GoldenCaseStore, HistoryStore, UsageLedger
from paillasse.history.types import Exchange, Feedback, Reader, Thumb
from paillasse.storage.history.conversations import PostgresHistoryStore
from paillasse.storage.history.feedback import PostgresFeedbackStore
from paillasse.storage.history.golden_cases import PostgresGoldenCaseStore
from paillasse.storage.history.usage import PostgresUsageLedger
from paillasse.storage.session import Database
from paillasse.types.answers import Answer, Citation, Usage
from paillasse.types.pages import Box

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ANSWER = replace(
    ANSWERED,
    citations=(
        Citation(1, "d1", "0" * 64, "Manual", 9, "iv", "Open it.", ((9, (Box(1.0, 2.5, 3.0, 4.0),)), (10, ()))),
        Citation(2, "d2", "0" * 64, "Manual", 10, "10", "The lamp lasts 2000 h.", ()),
        Citation(3, "d1", "0" * 64, "Manual", 10, "10", "The lamp is hot.", ()),
    ),
    usage=(Usage("ollama/small", 2, 100, 20, 0.0, "EUR"),),
)
ADA = Reader("ada", expert=False, collections=("lab", "site"))
BOB = Reader("bob", expert=False, collections=("lab", "site"))
EVE = Reader("eve", expert=True, collections=("lab", "site", "line"))


@dataclass(frozen=True, slots=True)
class HistoryStores:
    """What keeps history."""

    history: HistoryStore
    feedback: FeedbackStore
    ledger: UsageLedger
    cases: GoldenCaseStore


def memory_history() -> HistoryStores:
    history = MemoryHistoryStore()
    beside = MemoryFeedbackStore(history), MemoryUsageLedger(history), MemoryGoldenCaseStore(history)
    return HistoryStores(history, *beside)


def postgres_history(database: Database) -> HistoryStores:
    beside = PostgresFeedbackStore(database), PostgresUsageLedger(database), PostgresGoldenCaseStore(database)
    return HistoryStores(PostgresHistoryStore(database), *beside)


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def exchange(name: str, conversation: str = "c", minutes: float = 0, answer: Answer = ANSWER, **more: Any) -> Exchange:
    """An exchange of Ada's, over the lab's manuals, that took place so long after `NOW`."""
    values: dict[str, Any] = {"owner": "ada", "collections": ("lab",), "query": f"{name}: how?", **more}
    values = {"equipment": "R416", "release": "0123456789ab/g1", "latency_ms": 12.5, **values}
    return Exchange(id=name, conversation_id=conversation, response=answer, created_at=at(minutes), **values)


def feedback(name: str, minutes: float = 0, **more: Any) -> Feedback:
    """What Ada says of this exchange, so long after `NOW`."""
    values: dict[str, Any] = {"thumb": Thumb.DOWN, "user_id": "ada", **more}
    return Feedback(exchange_id=name, given_at=at(minutes), **values)

"""Questions within conversations: what was said before goes into them, and what is answered is kept."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from paillasse.asking.protocols import Asks
from paillasse.asking.reuse.flights import Flight
from paillasse.history.conversations import History
from paillasse.history.types import Exchange, Reader, made_by
from paillasse.history.usage import Bill
from paillasse.types.answers import Answer, ClaimAccepted
from paillasse.types.questions import Query, Scope, Turn

_PATIENCE_SECONDS = 2.0
"""From a last claim to the end of its answer it takes no longer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks."""

    text: str
    equipment: str = ""
    """The machine he chose, in his words; empty when he chose none."""
    document_ids: tuple[str, ...] | None = None
    """When set, only these documents are to answer."""
    conversation_id: str = ""
    """The one it belongs to; empty begins another."""
    turns: tuple[Turn, ...] | None = None
    """What was said before, where a client knows it; else the conversation does."""
    collections: tuple[str, ...] | None = None
    """When set, only those of them that he may read are to answer."""


class Dialogue:
    """Asks for users, and keeps what they are told: see `history.conversations.History`."""

    def __init__(
        self, asking: Asks, history: History, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._asking = asking
        self._history = history
        self._clock = clock

    async def query(self, question: Question, reader: Reader) -> Query:
        """The question over what its reader may read, with what was said before.

        Raises:
            HistoryNotFound: he has no conversation of this id.
        """
        turns = question.turns
        if turns is None:
            known = question.conversation_id
            turns = await self._history.turns(known, reader) if known else ()
        wanted = reader.collections if question.collections is None else question.collections
        scope = Scope(tuple(name for name in reader.collections if name in wanted), question.document_ids)
        return Query(question.text, scope, question.equipment, turns)

    async def exchange(
        self, query: Query, reader: Reader, conversation_id: str
    ) -> AsyncGenerator[ClaimAccepted | Exchange]:
        """Each claim once its check passed, and last the whole exchange, which is kept by then.

        Whoever leaves after some claim has what he came for: for a moment the work goes on, and if it ends in that time
        the exchange is kept all the same. What models used is charged in any case.

        Args:
            query: of `query`.
            reader: who asks.
            conversation_id: that it belongs to; empty begins another.

        Raises:
            HistoryNotFound: the conversation is somebody else's.
            PaillasseError: what `Asking.ask` raises.
        """
        flight = Flight(self._kept(query, reader, conversation_id), _PATIENCE_SECONDS)
        async with aclosing(flight.watch()) as events:
            async for event in events:
                yield event

    async def _kept(
        self, query: Query, reader: Reader, conversation_id: str
    ) -> AsyncGenerator[ClaimAccepted | Exchange]:
        exchange_id, asked_at, began = str(uuid.uuid4()), self._clock(), time.perf_counter()
        bill = partial(Bill, exchange_id, reader.user_id, query.scope.collections, asked_at)
        asked = self._asking.ask(query, lambda usage: self._history.charge(bill(usage)), reader.user_id)
        async with aclosing(asked) as events:
            async for event in events:
                if isinstance(event, ClaimAccepted):
                    yield event
                    continue
                exchange = Exchange(
                    id=exchange_id,
                    conversation_id=conversation_id or str(uuid.uuid4()),
                    owner=reader.user_id,
                    query=query.text,
                    equipment=query.equipment,
                    response=event,
                    collections=query.scope.collections,
                    created_at=asked_at,
                    release=_release(event),
                    latency_ms=round((time.perf_counter() - began) * 1000, 2),
                )
                await self._history.record(exchange)
                yield exchange


def _release(answer: Answer) -> str:
    trace = answer.trace
    return made_by(str(trace.get("release") or ""), answer.config_hash, str(trace.get("generation") or ""))

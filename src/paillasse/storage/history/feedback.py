"""Feedback in PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from paillasse.history.errors import FeedbackChanged, HistoryNotFound
from paillasse.history.types import (
    Feedback,
    FeedbackState,
    KeptCase,
    Place,
    QueuedFeedback,
    Reader,
    Reason,
    Review,
    Thumb,
)
from paillasse.storage.codec import decode, encode
from paillasse.storage.history.golden_cases import put_case
from paillasse.storage.history.queries import in_reach, known_to, place
from paillasse.storage.history.tables import ExchangeRow, FeedbackRow
from paillasse.storage.session import Database
from paillasse.types.answers import Outcome


class PostgresFeedbackStore:
    """`history.protocols.FeedbackStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, feedback: Feedback, reader: Reader) -> None:
        """Store what the reader says of an exchange of his own, or `HistoryNotFound`."""
        own = select(ExchangeRow.id).where(ExchangeRow.id == feedback.exchange_id, ExchangeRow.owner == reader.user_id)
        new = insert(FeedbackRow).values(exchange_id=feedback.exchange_id, **_values(feedback))
        new = new.on_conflict_do_update(index_elements=[FeedbackRow.exchange_id], set_=_values(feedback))
        async with self._database.transaction() as session:
            # Locked, for it may be deleted meanwhile.
            if await session.scalar(own.where(in_reach(reader)).with_for_update(read=True, key_share=True)) is None:
                raise HistoryNotFound("There is no such exchange.")
            await session.execute(new)

    async def get(self, exchange_id: str, reader: Reader) -> Feedback:
        """The feedback on an exchange that the reader may read, or `HistoryNotFound`."""
        wanted = select(FeedbackRow).join(ExchangeRow, ExchangeRow.id == FeedbackRow.exchange_id)
        wanted = wanted.where(FeedbackRow.exchange_id == exchange_id, in_reach(reader), known_to(reader))
        async with self._database.transaction() as session:
            row = await session.scalar(wanted)
            if row is None:
                raise _missing()
            return _feedback(row)

    async def queue(
        self, reader: Reader, state: FeedbackState | None, limit: int, behind: Place | None = None
    ) -> list[QueuedFeedback]:
        """Feedback in this state on answers within the reach of an expert, oldest first; nothing for others."""
        if not reader.expert:
            return []
        wanted = select(FeedbackRow, ExchangeRow).join(ExchangeRow, ExchangeRow.id == FeedbackRow.exchange_id)
        wanted = wanted.where(in_reach(reader)).order_by(FeedbackRow.given_at, FeedbackRow.exchange_id).limit(limit)
        if state is not None:
            wanted = wanted.where(FeedbackRow.state == state.value)
        if behind is not None:
            wanted = wanted.where(tuple_(FeedbackRow.given_at, FeedbackRow.exchange_id) > place(*behind))
        async with self._database.transaction() as session:
            return [_queued(feedback, exchange) for feedback, exchange in await session.execute(wanted)]

    async def review(self, reviewed: Feedback, reader: Reader, case: KeptCase | None = None) -> None:
        """Store a verdict on feedback as it was read, with its case, or `FeedbackChanged`, or `HistoryNotFound`."""
        wanted = select(FeedbackRow.given_at).join(ExchangeRow, ExchangeRow.id == FeedbackRow.exchange_id)
        wanted = wanted.where(FeedbackRow.exchange_id == reviewed.exchange_id, in_reach(reader))
        verdict = update(FeedbackRow).where(FeedbackRow.exchange_id == reviewed.exchange_id)
        values = _values(reviewed)
        async with self._database.transaction() as session:
            given_at = await session.scalar(wanted.with_for_update(of=FeedbackRow)) if reader.expert else None
            if given_at is None:
                raise _missing()
            if given_at != reviewed.given_at:
                raise FeedbackChanged("The feedback was changed meanwhile.")
            await session.execute(verdict.values(state=values["state"], review=values["review"]))
            await put_case(session, reviewed.exchange_id, case)


def _missing() -> HistoryNotFound:
    return HistoryNotFound("There is no such feedback.")


def _values(feedback: Feedback) -> dict[str, Any]:
    return {
        "user_id": feedback.user_id,
        "thumb": feedback.thumb.value,
        "given_at": feedback.given_at,
        "reason": None if feedback.reason is None else feedback.reason.value,
        "comment": feedback.comment,
        "corrected_answer": feedback.corrected_answer,
        "state": feedback.state.value,
        "review": None if feedback.review is None else encode(feedback.review),
    }


def _feedback(row: FeedbackRow) -> Feedback:
    return Feedback(
        exchange_id=row.exchange_id,
        user_id=row.user_id,
        thumb=Thumb(row.thumb),
        given_at=row.given_at,
        reason=None if row.reason is None else Reason(row.reason),
        comment=row.comment,
        corrected_answer=row.corrected_answer,
        state=FeedbackState(row.state),
        review=None if row.review is None else decode(Review, row.review),
    )


def _queued(row: FeedbackRow, exchange: ExchangeRow) -> QueuedFeedback:
    return QueuedFeedback(
        _feedback(row),
        exchange.query,
        exchange.equipment,
        Outcome(exchange.outcome),
        exchange.release,
        exchange.created_at,
    )

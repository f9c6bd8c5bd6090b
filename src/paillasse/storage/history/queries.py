"""Who reads which exchange, as conditions of a query."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Row, Select, and_, case, or_, select, tuple_

from paillasse.history.types import Exchange, Reader, Withheld
from paillasse.storage.codec import decode
from paillasse.storage.history.tables import ExchangeRow, FeedbackRow
from paillasse.storage.tables import ExactText
from paillasse.types.answers import Answer


def in_reach(reader: Reader) -> ColumnElement[bool]:
    """The reader is a member of every collection that the question was asked over."""
    return ExchangeRow.collections.contained_by(list(reader.collections))


def for_review(reader: Reader) -> ColumnElement[bool]:
    """He may review what is said of it; of an expert only, and where there is feedback."""
    said = select(FeedbackRow).where(FeedbackRow.exchange_id == ExchangeRow.id).correlate(ExchangeRow)
    return and_(in_reach(reader), said.exists())


def known_to(reader: Reader) -> ColumnElement[bool]:
    """He may know that it exists."""
    own = ExchangeRow.owner == reader.user_id
    return or_(own, for_review(reader)) if reader.expert else own


def shown(reader: Reader) -> Select[ExchangeRow, Any]:
    """Exchanges, each with its answer, or None where that is withheld: it does not leave the database then."""
    return select(ExchangeRow, case((in_reach(reader), ExchangeRow.response))).where(known_to(reader))


def place(at: datetime, name: str) -> Any:
    """A place to compare rows with, `(time, id)`, typed like its columns: the id may hold anything."""
    return tuple_(at, name, types=[DateTime(timezone=True), ExactText()])


def exchange_of(found: Row[ExchangeRow, Any]) -> Exchange | Withheld:
    """What a row of `shown` says."""
    row, response = found
    if response is None:
        return Withheld(row.id, row.conversation_id, row.query, row.created_at)
    return Exchange(
        id=row.id,
        conversation_id=row.conversation_id,
        owner=row.owner,
        query=row.query,
        equipment=row.equipment,
        response=decode(Answer, response),
        collections=tuple(row.collections),
        created_at=row.created_at,
        release=row.release,
        latency_ms=row.latency_ms,
    )

"""What was asked, as drift sees it, from the history in PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, select

from paillasse.drift.protocols import Describe
from paillasse.drift.types import Asked, Observation
from paillasse.storage.history.tables import ExchangeRow, FeedbackRow
from paillasse.storage.session import Database

_ANSWER = ExchangeRow.response
_WANTED = (
    ExchangeRow.created_at,
    ExchangeRow.query,
    ExchangeRow.outcome,
    _ANSWER["confidence"],
    _ANSWER[("trace", "hits")],
    _ANSWER[("trace", "understood")],
    _ANSWER[("trace", "refusal")].as_string(),
    cast("ColumnElement[str | None]", FeedbackRow.thumb),
)
_Wanted = Select[datetime, str, str, Any, Any, Any, Any, str | None]
_ORDER = (ExchangeRow.created_at, ExchangeRow.id)


class PostgresAskedQuestions:
    """`drift.protocols.AskedQuestions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def first(self, release: str, until: datetime, most: int, describe: Describe) -> list[Observation]:
        """The first exchanges that this release answered, all before a moment; the oldest first."""
        wanted = _of(release).where(ExchangeRow.created_at < until).order_by(*_ORDER)
        return await describe(await self._read(wanted.limit(most)))

    async def latest(self, release: str, since: datetime, most: int, describe: Describe) -> list[Observation]:
        """The latest exchanges that it answered from a moment on; the oldest first."""
        wanted = _of(release).where(ExchangeRow.created_at >= since).order_by(*(each.desc() for each in _ORDER))
        return await describe((await self._read(wanted.limit(most)))[::-1])

    async def _read(self, wanted: _Wanted) -> list[Asked]:
        async with self._database.transaction() as session:
            return [
                Asked(at, question, outcome, confidence or 0.0, hits or [], understood or {}, refusal or "", thumb)
                for at, question, outcome, confidence, hits, understood, refusal, thumb in await session.execute(wanted)
            ]


def _of(release: str) -> _Wanted:
    beside = FeedbackRow.exchange_id == ExchangeRow.id
    return select(*_WANTED).outerjoin(FeedbackRow, beside).where(ExchangeRow.release == release)

"""Idempotency keys in PostgreSQL: whoever inserts the row is the first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, LargeBinary, and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from paillasse.idempotency import ABANDONED_AFTER, KEPT_FOR, KeptResponse, KeyAtWork, judged
from paillasse.storage.session import Database
from paillasse.storage.tables import Base

_SWEPT_AT_ONCE = 100


class IdempotencyRow(Base):
    """One request; without a status while it is carried out."""

    __tablename__ = "idempotency_keys"

    subject: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    begun_at: Mapped[datetime]
    status: Mapped[int | None]
    media_type: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    body: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class PostgresIdempotencyStore:
    """`idempotency.IdempotencyStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, subject: str, fingerprint: str, now: datetime) -> KeptResponse | None:
        """Take the subject, or give what the first one got."""
        await self._sweep(subject, now)
        taking = (
            insert(IdempotencyRow)
            .values(subject=subject, fingerprint=fingerprint, begun_at=now)
            .on_conflict_do_nothing()
            .returning(IdempotencyRow.subject)
        )
        async with self._database.transaction() as session:
            if await session.scalar(taking) is not None:
                return None
            first = await session.get(IdempotencyRow, subject)
        if first is None:
            raise KeyAtWork("The first request with this key has just failed.")
        return judged(fingerprint, first.fingerprint, _response(first))

    async def finish(self, subject: str, response: KeptResponse) -> None:
        """Keep the response."""
        kept = (
            update(IdempotencyRow)
            .where(IdempotencyRow.subject == subject)
            .values(
                status=response.status,
                media_type=response.media_type,
                location=response.location,
                body=response.body,
            )
        )
        async with self._database.transaction() as session:
            await session.execute(kept)

    async def forget(self, subject: str) -> None:
        """Let the next one be the first."""
        async with self._database.transaction() as session:
            await session.execute(delete(IdempotencyRow).where(IdempotencyRow.subject == subject))

    async def _sweep(self, subject: str, now: datetime) -> None:
        """Remove what is over: this one, and some of the others."""
        others = (
            select(IdempotencyRow.subject).where(_over(now)).limit(_SWEPT_AT_ONCE).with_for_update(skip_locked=True)
        )
        async with self._database.transaction() as session:
            await session.execute(
                delete(IdempotencyRow).where(
                    or_(and_(IdempotencyRow.subject == subject, _over(now)), IdempotencyRow.subject.in_(others))
                )
            )


def _over(now: datetime) -> ColumnElement[bool]:
    return or_(
        IdempotencyRow.begun_at <= now - KEPT_FOR,
        and_(IdempotencyRow.status.is_(None), IdempotencyRow.begun_at <= now - ABANDONED_AFTER),
    )


def _response(row: IdempotencyRow) -> KeptResponse | None:
    return None if row.status is None else KeptResponse(row.status, row.media_type, row.location, row.body)

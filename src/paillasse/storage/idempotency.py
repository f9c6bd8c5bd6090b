"""Idempotency keys in PostgreSQL: whoever inserts the row is the first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, LargeBinary, and_, delete, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from paillasse.idempotency import ABANDONED_AFTER, KEPT_FOR, KeptResponse, KeyAtWork, Keyed, judged
from paillasse.storage.session import Database
from paillasse.storage.tables import Base


class IdempotencyRow(Base):
    """One request; without a status while it is carried out."""

    __tablename__ = "idempotency_keys"

    subject: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(index=True)
    fingerprint: Mapped[str]
    begun_at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int | None]
    media_type: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")
    body: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class PostgresIdempotencyStore:
    """`idempotency.IdempotencyStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def begin(self, request: Keyed) -> KeptResponse | None:
        """Take the subject, or give what the first one got."""
        taking = (
            insert(IdempotencyRow)
            .values(
                subject=request.subject,
                owner=request.owner,
                fingerprint=request.fingerprint,
                begun_at=request.begun_at,
            )
            .on_conflict_do_nothing()
            .returning(IdempotencyRow.subject)
        )
        former = delete(IdempotencyRow).where(IdempotencyRow.subject == request.subject, _over(request.begun_at))
        async with self._database.transaction() as session:
            await session.execute(former)
            if await session.scalar(taking) is not None:
                return None
            first = await session.get(IdempotencyRow, request.subject)
        if first is None:
            raise KeyAtWork("The first request with this key has just failed.")
        return judged(request.fingerprint, first.fingerprint, _response(first))

    async def finish(self, request: Keyed, response: KeptResponse) -> None:
        """Keep the response, unless another attempt has taken over."""
        kept = (
            update(IdempotencyRow)
            .where(*_held(request))
            .values(
                status=response.status,
                media_type=response.media_type,
                location=response.location,
                body=response.body,
            )
        )
        async with self._database.transaction() as session:
            await session.execute(kept)

    async def forget(self, request: Keyed) -> None:
        """Let the next one be the first, unless another attempt has taken over."""
        async with self._database.transaction() as session:
            await session.execute(delete(IdempotencyRow).where(*_held(request)))

    async def forget_all(self, owner: str | None = None) -> None:
        """Keep nothing of this user, or of anybody."""
        everything = delete(IdempotencyRow)
        async with self._database.transaction() as session:
            await session.execute(everything if owner is None else everything.where(IdempotencyRow.owner == owner))

    async def purge(self, now: datetime) -> None:
        """Remove what counts no more."""
        async with self._database.transaction() as session:
            await session.execute(delete(IdempotencyRow).where(_over(now)))


def _held(request: Keyed) -> tuple[ColumnElement[bool], ...]:
    return IdempotencyRow.subject == request.subject, IdempotencyRow.begun_at == request.begun_at


def _over(now: datetime) -> ColumnElement[bool]:
    return or_(
        IdempotencyRow.begun_at <= now - KEPT_FOR,
        and_(IdempotencyRow.status.is_(None), IdempotencyRow.begun_at <= now - ABANDONED_AFTER),
    )


def _response(row: IdempotencyRow) -> KeptResponse | None:
    return None if row.status is None else KeptResponse(row.status, row.media_type, row.location, row.body)

"""Reports of drift in PostgreSQL."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from paillasse.drift.types import DriftReport
from paillasse.storage.codec import decode, encode
from paillasse.storage.drift.tables import DriftReportRow
from paillasse.storage.session import Database


class PostgresDriftReports:
    """`drift.protocols.DriftReports`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, report_id: str, at: datetime, stale: datetime) -> bool:
        """Take the making of a report upon oneself, if nobody has."""
        new = insert(DriftReportRow).values(id=report_id, checked_at=at, taken_at=at, open=False)
        taken = new.on_conflict_do_update(
            index_elements=[DriftReportRow.id],
            set_={"taken_at": at},
            where=DriftReportRow.body.is_(None) & (DriftReportRow.taken_at <= stale),
        )
        async with self._database.transaction() as session:
            return await session.scalar(taken.returning(DriftReportRow.id)) is not None

    async def put(self, report: DriftReport) -> None:
        """Keep a report, replacing what was known of its id."""
        values: dict[str, Any] = {"checked_at": report.checked_at, "open": report.open, "body": encode(report)}
        new = insert(DriftReportRow).values(id=report.id, taken_at=None, **values)
        async with self._database.transaction() as session:
            await session.execute(
                new.on_conflict_do_update(index_elements=[DriftReportRow.id], set_={**values, "taken_at": None})
            )

    async def release(self, report_id: str) -> None:
        """Give a claim back."""
        claimed = delete(DriftReportRow).where(DriftReportRow.id == report_id, DriftReportRow.body.is_(None))
        async with self._database.transaction() as session:
            await session.execute(claimed)

    async def list(self, limit: int) -> list[DriftReport]:
        """So many reports at most, the latest first."""
        wanted = select(DriftReportRow.body).where(DriftReportRow.body.is_not(None))
        wanted = wanted.order_by(DriftReportRow.checked_at.desc(), DriftReportRow.id.desc()).limit(limit)
        async with self._database.transaction() as session:
            return [decode(DriftReport, body) for body in await session.scalars(wanted)]

    async def take_open(self, at: datetime, stale: datetime) -> DriftReport | None:
        """Take a report upon oneself that calls for something, the oldest, if nobody has."""
        free = or_(DriftReportRow.taken_at.is_(None), DriftReportRow.taken_at <= stale)
        first = select(DriftReportRow.id).where(DriftReportRow.open, free)
        first = first.order_by(DriftReportRow.checked_at, DriftReportRow.id).limit(1).with_for_update(skip_locked=True)
        taking = update(DriftReportRow).where(DriftReportRow.id == first.scalar_subquery()).values(taken_at=at)
        async with self._database.transaction() as session:
            body = await session.scalar(taking.returning(DriftReportRow.body))
        return None if body is None else decode(DriftReport, body)

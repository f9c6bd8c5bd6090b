"""Counted attempts in PostgreSQL: one row a subject, counted in one statement."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from paillasse.access.protocols import Attempts
from paillasse.storage.accounts.tables import AttemptRow
from paillasse.storage.session import Database

_SWEPT_AT_ONCE = 100


class PostgresAttemptStore:
    """`access.protocols.AttemptStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def count(self, subject: str, window: timedelta, now: datetime) -> Attempts:
        """Count one more; the first one opens a window."""
        over = AttemptRow.ends_at <= now
        counted = (
            insert(AttemptRow)
            .values(subject=subject, count=1, ends_at=now + window)
            .on_conflict_do_update(
                index_elements=[AttemptRow.subject],
                set_={
                    "count": case((over, 1), else_=AttemptRow.count + 1),
                    "ends_at": case((over, now + window), else_=AttemptRow.ends_at),
                },
            )
            .returning(AttemptRow.count, AttemptRow.ends_at)
        )
        await self._sweep(now)
        async with self._database.transaction() as session:
            made, ends_at = (await session.execute(counted)).one()
        return Attempts(made, ends_at)

    async def give_back(self, subject: str) -> None:
        """Count one less."""
        less = update(AttemptRow).where(AttemptRow.subject == subject, AttemptRow.count > 0)
        async with self._database.transaction() as session:
            await session.execute(less.values(count=AttemptRow.count - 1))

    async def forget(self, subject: str) -> None:
        """Close the window."""
        async with self._database.transaction() as session:
            await session.execute(delete(AttemptRow).where(AttemptRow.subject == subject))

    async def _sweep(self, now: datetime) -> None:
        """Forget windows that are over: names that nobody has would fill the table.

        In a transaction of its own, and around what others hold, so that two who count never wait for each other.
        """
        over = select(AttemptRow.subject).where(AttemptRow.ends_at <= now).limit(_SWEPT_AT_ONCE)
        async with self._database.transaction() as session:
            await session.execute(
                delete(AttemptRow).where(AttemptRow.subject.in_(over.with_for_update(skip_locked=True)))
            )

"""The audit log in PostgreSQL."""

from __future__ import annotations

from sqlalchemy import insert, or_, select

from paillasse.access.types import Action, AuditEntry
from paillasse.storage.accounts.tables import AuditRow
from paillasse.storage.session import Database


class PostgresAuditLog:
    """`access.protocols.AuditLog`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, entry: AuditEntry) -> None:
        """Add an entry."""
        new = insert(AuditRow).values(
            at=entry.at,
            actor=entry.actor,
            action=entry.action.value,
            target=entry.target,
            network=entry.network,
            outcome=entry.outcome,
        )
        async with self._database.transaction() as session:
            await session.execute(new)

    async def list(
        self, limit: int, before: int | None = None, action: Action | None = None, user: str | None = None
    ) -> list[AuditEntry]:
        """The latest entries, or the latest before that of some number; the newest first.

        Args:
            limit: how many at most.
            before: number of an entry.
            action: only such entries.
            user: id of the user who did it, or whom it was done to.
        """
        wanted = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(AuditRow.id < before)
        if action is not None:
            wanted = wanted.where(AuditRow.action == action.value)
        if user is not None:
            wanted = wanted.where(or_(AuditRow.actor == user, AuditRow.target == user))
        async with self._database.transaction() as session:
            rows = await session.scalars(wanted)
            return [
                AuditEntry(row.at, row.actor, Action(row.action), row.target, row.network, row.outcome, row.id)
                for row in rows
            ]

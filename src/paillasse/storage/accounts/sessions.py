"""Families of refresh tokens in PostgreSQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, insert, select

from paillasse.access.credentials.rotation import REFRESH_LIFE, Rotation, judge
from paillasse.access.types import RefreshFamily
from paillasse.storage.accounts.tables import RefreshFamilyRow
from paillasse.storage.session import Database


class PostgresRefreshStore:
    """`access.protocols.RefreshStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, family: RefreshFamily, now: datetime) -> None:
        """Store a new family and forget the user's expired ones."""
        expired = delete(RefreshFamilyRow).where(
            RefreshFamilyRow.user_id == family.user_id, RefreshFamilyRow.expires_at <= now
        )
        async with self._database.transaction() as session:
            await session.execute(expired)
            await session.execute(
                insert(RefreshFamilyRow).values(
                    id=family.id,
                    user_id=family.user_id,
                    generation=family.generation,
                    current=family.current,
                    previous=family.previous,
                    rotated_at=family.rotated_at,
                    expires_at=family.expires_at,
                )
            )

    async def rotate(
        self, family_id: str, presented: str, successor: str, now: datetime
    ) -> tuple[Rotation, RefreshFamily | None]:
        """Judge a presented token and do what follows from it, with the row locked meanwhile."""
        wanted = select(RefreshFamilyRow).where(RefreshFamilyRow.id == family_id).with_for_update()
        async with self._database.transaction() as session:
            row = await session.scalar(wanted)
            family = None if row is None else _family(row)
            verdict = judge(family, presented, now)
            if row is None:
                return verdict, None
            if verdict is Rotation.ROTATED:
                row.previous, row.current = row.current, successor
                row.rotated_at, row.expires_at = now, now + REFRESH_LIFE
                return verdict, _family(row)
            if verdict is not Rotation.SUPERSEDED:
                await session.delete(row)
            return verdict, family

    async def revoke(self, family_id: str) -> RefreshFamily | None:
        """Forget one family, and give it; None when there is none."""
        gone = delete(RefreshFamilyRow).where(RefreshFamilyRow.id == family_id).returning(RefreshFamilyRow)
        async with self._database.transaction() as session:
            row = await session.scalar(gone)
            return None if row is None else _family(row)

    async def revoke_user(self, user_id: str) -> None:
        """Forget every family of a user."""
        async with self._database.transaction() as session:
            await session.execute(delete(RefreshFamilyRow).where(RefreshFamilyRow.user_id == user_id))


def _family(row: RefreshFamilyRow) -> RefreshFamily:
    return RefreshFamily(
        id=row.id,
        user_id=row.user_id,
        generation=row.generation,
        current=row.current,
        previous=row.previous,
        rotated_at=row.rotated_at,
        expires_at=row.expires_at,
    )

"""API keys in PostgreSQL."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import insert, or_, select, update

from paillasse.access.types import ApiKey, Role
from paillasse.storage.accounts.tables import ApiKeyRow
from paillasse.storage.session import Database


class PostgresApiKeyStore:
    """`access.protocols.ApiKeyStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, key: ApiKey) -> None:
        """Store a new key."""
        new = insert(ApiKeyRow).values(
            id=key.id,
            hashed_secret=key.hashed_secret,
            user_id=key.user_id,
            name=key.name,
            role=key.role.value,
            collections=list(key.collections),
            created_at=key.created_at,
            expires_at=key.expires_at,
        )
        async with self._database.transaction() as session:
            await session.execute(new)

    async def get(self, key_id: str) -> ApiKey | None:
        """The key of this id, revoked and expired ones included."""
        async with self._database.transaction() as session:
            row = await session.get(ApiKeyRow, key_id)
        return None if row is None else _key(row)

    async def list(self, user_id: str) -> list[ApiKey]:
        """Every key a user made, the latest first."""
        wanted = select(ApiKeyRow).where(ApiKeyRow.user_id == user_id)
        async with self._database.transaction() as session:
            rows = await session.scalars(wanted.order_by(ApiKeyRow.created_at.desc(), ApiKeyRow.id))
            return [_key(row) for row in rows]

    async def used(self, key_id: str, now: datetime) -> None:
        """Remember when it was used last, to the minute."""
        a_minute_ago = now - timedelta(minutes=1)
        stale = or_(ApiKeyRow.last_used_at.is_(None), ApiKeyRow.last_used_at <= a_minute_ago)
        async with self._database.transaction() as session:
            await session.execute(update(ApiKeyRow).where(ApiKeyRow.id == key_id, stale).values(last_used_at=now))

    async def revoke(self, key_id: str, now: datetime) -> None:
        """End it; nothing happens to one that is revoked already."""
        ended = update(ApiKeyRow).where(ApiKeyRow.id == key_id, ApiKeyRow.revoked_at.is_(None)).values(revoked_at=now)
        async with self._database.transaction() as session:
            await session.execute(ended)


def _key(row: ApiKeyRow) -> ApiKey:
    return ApiKey(
        id=row.id,
        hashed_secret=row.hashed_secret,
        user_id=row.user_id,
        name=row.name,
        role=Role(row.role),
        collections=tuple(row.collections),
        created_at=row.created_at,
        expires_at=row.expires_at,
        last_used_at=row.last_used_at,
        revoked_at=row.revoked_at,
    )

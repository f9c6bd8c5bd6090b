"""The journal of ingestion verdicts in PostgreSQL."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from paillasse.storage.codec import decode, encode
from paillasse.storage.session import Database
from paillasse.storage.tables import IngestionRow
from paillasse.types.ingestion import IngestionRecord


class PostgresIngestionJournal:
    """`protocols.stores.IngestionJournal`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, entry: IngestionRecord) -> None:
        """Store the verdict, replacing that of an earlier attempt."""
        key = {"collection": entry.collection, "sha256": entry.sha256}
        values = {"state": entry.state.value, "started_at": entry.started_at, "body": encode(entry)}
        statement = insert(IngestionRow).values(**key, **values)
        async with self._database.transaction() as session:
            await session.execute(statement.on_conflict_do_update(index_elements=[*key], set_=values))

    async def get(self, collection: str, sha256: str) -> IngestionRecord | None:
        """The last verdict on this content, if there is one."""
        async with self._database.transaction() as session:
            row = await session.get(IngestionRow, (collection, sha256))
        return None if row is None else decode(IngestionRecord, row.body)

    async def delete(self, collection: str, sha256: str) -> None:
        """Forget this content."""
        gone = delete(IngestionRow).where(IngestionRow.collection == collection, IngestionRow.sha256 == sha256)
        async with self._database.transaction() as session:
            await session.execute(gone)

    async def list(self) -> list[IngestionRecord]:
        """Every verdict, the latest attempt first."""
        wanted = select(IngestionRow.body).order_by(IngestionRow.started_at.desc(), IngestionRow.sha256)
        async with self._database.transaction() as session:
            return [decode(IngestionRecord, body) for body in await session.scalars(wanted)]

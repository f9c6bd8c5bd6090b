"""Filling an empty database with what a snapshot holds: in one transaction, and with the schema that it had."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg import sql
from sqlalchemy import delete, exists, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from paillasse.errors.backups import ArchiveDamaged, PlaceNotEmpty
from paillasse.storage.accounts.tables import AttemptRow, CollectionRow, SetupTokenRow
from paillasse.storage.jobs.tables import JobRow
from paillasse.storage.session import HEAD, Database, migrate
from paillasse.storage.snapshots.dumping import driver, dropped_when_stopped, tables

_STARTED = (CollectionRow, SetupTokenRow, AttemptRow)
"""What a server writes when it starts with an empty database."""
_DEFAULT = "default"
_SEQUENCES = """
    SELECT relname, attname, pg_get_serial_sequence(quote_ident(relname), attname) FROM pg_class
    JOIN pg_attribute ON attrelid = pg_class.oid WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
    AND attnum > 0 AND NOT attisdropped AND pg_get_serial_sequence(quote_ident(relname), attname) IS NOT NULL
    AND relname NOT LIKE 'procrastinate\\_%'
"""


class Loading:
    """A database that is being filled."""

    def __init__(self, session: AsyncSession, columns: dict[str, tuple[str, ...]]) -> None:
        self._session = session
        self._columns = columns

    async def table(self, name: str, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
        """Copy the rows of a table, as `Snapshot.rows` gives them, after those that they refer to.

        Raises:
            ArchiveDamaged: the schema has no such table or column.
        """
        if not set(columns) <= set(self._columns.get(name, ())):
            raise ArchiveDamaged(f"The database has no table {name} with the columns of the archive.")
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        connection: Any = await driver(self._session)
        async with dropped_when_stopped(self._session), connection.cursor() as cursor, cursor.copy(statement) as copy:
            for block in blocks:
                await copy.write(block)


@asynccontextmanager
async def loading(database: Database, revision: str) -> AsyncGenerator[Loading]:
    """Fill the database within the block; its commit at the end makes everything there, and an error nothing.

    Args:
        database: empty, but for what a server writes when it starts.
        revision: of the schema that the tables to come had; they are brought up to date afterwards.

    Raises:
        ArchiveDamaged: there is no such revision, or rows do not fit its tables.
        DiskFull: no space.
        PlaceNotEmpty: there is something in it.
        StorageError: the server refused.
    """
    async with database.transaction() as session:
        await _require_empty(session)
        connection = await session.connection()
        if revision != HEAD:
            await connection.run_sync(migrate, revision)
        yield Loading(session, await tables(session))
        if revision != HEAD:
            await connection.run_sync(migrate, HEAD)
        await _renumber(session)
        # Tickets are numbers of the queue, which starts empty: one that it never gives has a job get a new one.
        await session.execute(update(JobRow).values(ticket=0))


async def _require_empty(session: AsyncSession) -> None:
    bookkeeping = {row.__tablename__ for row in _STARTED}
    for name in await tables(session):
        found = sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(name)).as_string()
        if name not in bookkeeping and await session.scalar(text(found)):
            raise PlaceNotEmpty(f"The database has something in it already (table {name}).")
    if await session.scalar(select(exists().where(CollectionRow.name != _DEFAULT))):
        raise PlaceNotEmpty("The database has collections already.")
    for row in _STARTED:
        await session.execute(delete(row))


async def _renumber(session: AsyncSession) -> None:
    """Have every sequence go on behind the numbers that are taken."""
    connection: Any = await driver(session)
    for table, column, sequence in (await session.execute(text(_SEQUENCES))).all():
        statement = sql.SQL("SELECT setval({}, max({column})) FROM {} HAVING max({column}) IS NOT NULL").format(
            sql.Literal(sequence), sql.Identifier(table), column=sql.Identifier(column)
        )
        await connection.execute(statement)

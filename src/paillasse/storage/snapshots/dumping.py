"""Every table as it was at one moment, in the text format of PostgreSQL's COPY, which any later version reads.

The tables are those of the database's catalogue, so that none can be forgotten; left out is what makes a database ours
(the revision of its schema), the queue of jobs, which is filled again from the record of jobs, and what is known of an
index that is elsewhere: `restore` fills another one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from graphlib import TopologicalSorter
from typing import Any

from psycopg import sql
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from paillasse.storage.jobs.tables import JobRow
from paillasse.storage.session import Database
from paillasse.storage.tables import DocumentRow
from paillasse.types.jobs import JobState

_BLOCK = 1 << 20
_NEEDING_UPLOAD = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)
_OURS = "relnamespace = current_schema()::regnamespace AND relkind = 'r'"
_COLUMNS = f"""
    SELECT relname, array_agg(attname::text ORDER BY attnum) FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE {_OURS} AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    AND relname <> 'alembic_version' AND relname NOT LIKE 'procrastinate\\_%'
    AND relname NOT LIKE 'vector\\_search\\_%' GROUP BY relname
"""  # noqa: S608 - nothing in it comes from outside
_REFERENCES = f"""
    SELECT referring.relname, referred.relname FROM pg_constraint
    JOIN (SELECT oid, relname FROM pg_class WHERE {_OURS}) AS referring ON referring.oid = conrelid
    JOIN pg_class AS referred ON referred.oid = confrelid WHERE contype = 'f' AND conrelid <> confrelid
"""  # noqa: S608 - as above


class Snapshot:
    """One moment of a database."""

    def __init__(self, session: AsyncSession, tables: dict[str, tuple[str, ...]]) -> None:
        self._session = session
        self.tables = tables
        """Columns by table; each table comes after those that its rows refer to."""

    async def rows(self, table: str) -> AsyncGenerator[bytes]:
        """The rows of a table, in blocks of about a MiB, none of which ends within a row."""
        statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
            sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, self.tables[table]))
        )
        connection: Any = await driver(self._session)
        block = bytearray()
        async with dropped_when_stopped(self._session), connection.cursor() as cursor, cursor.copy(statement) as copy:
            async for row in copy:
                block += row
                if len(block) >= _BLOCK:
                    yield bytes(block)
                    block.clear()
        if block:
            yield bytes(block)

    async def files(self) -> list[str]:
        """sha256 of the file of every document."""
        return list(await self._session.scalars(select(DocumentRow.sha256).distinct().order_by(DocumentRow.sha256)))

    async def uploads(self) -> list[str]:
        """Ids of the jobs whose file is needed: unfinished ones, and those that may be tried again."""
        states = [state.value for state in _NEEDING_UPLOAD]
        return list(await self._session.scalars(select(JobRow.id).where(JobRow.state.in_(states)).order_by(JobRow.id)))


@asynccontextmanager
async def snapshot(database: Database) -> AsyncGenerator[Snapshot]:
    """The database as it is now, whatever others write until the block ends; nobody waits for it.

    Raises:
        StorageError: the server cannot be reached, or refused.
    """
    async with database.transaction() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield Snapshot(session, await tables(session))


async def tables(session: AsyncSession) -> dict[str, tuple[str, ...]]:
    """Columns of every table that is saved; each table comes after those that its rows refer to."""
    columns = {name: tuple(names) for name, names in await session.execute(text(_COLUMNS))}
    order = TopologicalSorter({name: set[str]() for name in sorted(columns)})
    for referring, referred in await session.execute(text(_REFERENCES)):
        order.add(referring, referred)
    return {name: columns[name] for name in order.static_order() if name in columns}


@asynccontextmanager
async def dropped_when_stopped(session: AsyncSession) -> AsyncGenerator[None]:
    """Close the connection of who is told to stop while rows flow: nothing else can be said over it any more."""
    try:
        yield
    except (asyncio.CancelledError, GeneratorExit):
        await session.invalidate()
        raise


async def driver(session: AsyncSession) -> Any:
    """The psycopg connection of a session, and so within its transaction."""
    connection = await (await session.connection()).get_raw_connection()
    return connection.driver_connection

"""The database: one engine, transactions that fail with our own errors, and a schema brought up to date at opening."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import DatabaseUnreachable, DiskFull, HomeCorrupt, StorageError

HEAD = "0012"
"""Newest revision in `migrations/versions`."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 0x5061696C
"""Key of the advisory lock that lets one process at a time migrate a shared database."""
_DISK_FULL = "53100"
_AWAY = ("08", "53300", "57P")
"""Connection failures, too many connections, and a server that stops or starts: Appendix A of its manual."""


class Database:
    """A PostgreSQL database whose schema is up to date."""

    def __init__(self, engine: AsyncEngine, url: str) -> None:
        self.url = url
        """Where it is, for what keeps connections of its own."""
        self._engine = engine
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    @classmethod
    async def open(cls, url: str) -> Database:
        """Connect and migrate.

        Args:
            url: `postgresql://…`.

        Raises:
            InvalidConfiguration: this is not such a URL.
            DatabaseUnreachable: the server is away.
            StorageError: it refused.
            HomeCorrupt: a newer Paillasse wrote this database.
        """
        engine = create_async_engine(_psycopg(url), pool_pre_ping=True, hide_parameters=True)
        try:
            with _own_errors():
                async with engine.begin() as connection:
                    await _migrate(connection)
        except BaseException:
            await engine.dispose()
            raise
        return cls(engine, url)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[AsyncSession]:
        """A session whose work is committed at the end of the block, or undone if it raises.

        Raises:
            DiskFull: the server ran out of space; nothing of this transaction was kept.
            DatabaseUnreachable: the server is away.
            StorageError: anything else it refused.
        """
        with _own_errors():
            async with self._sessions.begin() as session:
                yield session

    async def ping(self) -> None:
        """Ask it something.

        Raises:
            StorageError: it does not answer.
        """
        async with self.transaction() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


def _psycopg(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise InvalidConfiguration("PAILLASSE_DATABASE_URL is not a URL.") from error
    if parsed.get_backend_name() != "postgresql":
        raise InvalidConfiguration(f"PAILLASSE_DATABASE_URL must start with postgresql://, not {parsed.drivername}://.")
    return parsed.set(drivername="postgresql+psycopg")


@contextmanager
def _own_errors() -> Generator[None]:
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) == _DISK_FULL:
            raise DiskFull("The database has no space left on its disk.") from error
        if _unreachable(error):
            raise DatabaseUnreachable(f"The database cannot be reached: {error.orig}") from error
        raise StorageError(f"The database refused: {error.orig}") from error
    except psycopg.Error as error:  # of what is done on its own connection
        kind = DiskFull if error.sqlstate == _DISK_FULL else StorageError
        raise kind(f"The database refused: {error}") from error
    except PoolTimeout as error:
        raise DatabaseUnreachable("Every connection to the database is in use.") from error


def _unreachable(error: DBAPIError) -> bool:
    """Whether the server is away, rather than against what it was asked."""
    if error.connection_invalidated:
        return True
    state: str | None = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) and (state is None or state.startswith(_AWAY))


async def _migrate(connection: AsyncConnection) -> None:
    """Bring the schema to `HEAD`. Alembic takes longer to import than a question to answer: only when needed."""
    if await _revision(connection) == HEAD:
        return
    await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    found = await _revision(connection)
    if found is not None and found > HEAD:
        raise HomeCorrupt(
            f"The database was written by a newer Paillasse (schema {found}, this one knows {HEAD}).",
            hint="Upgrade Paillasse, or choose another directory with --home.",
        )
    await connection.run_sync(migrate, HEAD)


async def _revision(connection: AsyncConnection) -> str | None:
    if await connection.scalar(text("SELECT to_regclass('alembic_version')")) is None:
        return None
    return await connection.scalar(text("SELECT version_num FROM alembic_version"))


def migrate(connection: Connection, revision: str) -> None:
    """Bring the schema up or down to a revision, within the transaction at hand.

    Raises:
        StorageError: there is no such revision.
    """
    from alembic import command, util  # noqa: PLC0415 - see _migrate
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        (command.upgrade if revision == HEAD else command.downgrade)(config, revision)
    except util.CommandError as error:
        raise StorageError(f"The schema of the database has no revision {revision}.") from error

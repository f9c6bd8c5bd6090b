"""How a database that is away is told from one that refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.errors.storage import DatabaseUnreachable, StorageError
from paillasse.storage.session import Database


async def count(database: Database) -> int:
    async with database.transaction() as session:
        return (await session.execute(text("SELECT 1"))).scalar_one()


async def interrupted(database: Database, server: EmbeddedPostgres) -> None:
    async with database.transaction() as session:
        await server.stop()
        await session.execute(text("SELECT 1"))


async def refused(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("SELECT nothing FROM nowhere"))


async def test_away_before_and_while_it_is_asked_and_back_again(home: Path) -> None:
    server = await EmbeddedPostgres.start(home / "postgres")
    database = await Database.open(server.url)
    assert await count(database) == 1
    with pytest.raises(DatabaseUnreachable, match="cannot be reached"):
        await interrupted(database, server)
    with pytest.raises(DatabaseUnreachable):
        await count(database)
    with pytest.raises(DatabaseUnreachable):
        await Database.open(server.url)
    server = await EmbeddedPostgres.start(home / "postgres")
    assert await count(database) == 1
    await database.close()
    await server.stop()


async def test_a_refusal_is_something_else(database: Database) -> None:
    with pytest.raises(StorageError, match="refused") as raised:
        await refused(database)
    assert type(raised.value) is StorageError


async def test_no_connection_left_is_away_too(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken() -> None:
        raise PoolTimeout

    monkeypatch.setattr(database._sessions, "begin", taken)
    with pytest.raises(DatabaseUnreachable, match="in use"):
        await count(database)

"""Rows of an older schema, brought up to date as they are loaded."""

from __future__ import annotations

from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import select, text

from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.errors.backups import ArchiveDamaged, PlaceNotEmpty
from paillasse.errors.storage import StorageError
from paillasse.storage.accounts.tables import UserRow
from paillasse.storage.session import HEAD, Database, migrate
from paillasse.storage.snapshots.dumping import Snapshot, snapshot, tables
from paillasse.storage.snapshots.loading import loading

ADA = "INSERT INTO users VALUES ('1', 'ada', 'ada', '', NULL, '', 'admin', false, now(), 0)"
NOTED = "INSERT INTO audit_log (at, actor, action, target, network, outcome) VALUES (now(), '1', 'x', '', '', 'done')"


@pytest.fixture
async def databases(postgres: EmbeddedPostgres) -> AsyncIterator[tuple[Database, Database]]:
    """Two that are new, with the present schema."""
    async with await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as connection:
        opened: list[Database] = []
        for name in ("former", "fresh"):
            await connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE pristine").format(sql.Identifier(name)))
            opened.append(await Database.open(postgres.url.replace("/postgres?", f"/{name}?")))
        yield opened[0], opened[1]
        for database, name in zip(opened, ("former", "fresh"), strict=True):
            await database.close()
            await connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


async def dumped(taken: Snapshot) -> dict[str, list[bytes]]:
    return {name: [block async for block in taken.rows(name)] for name in taken.tables}


async def older(database: Database, revision: str) -> tuple[dict[str, tuple[str, ...]], dict[str, list[bytes]]]:
    """Columns and rows of a database with a user, as it was at an earlier revision."""
    async with database.transaction() as session:
        await (await session.connection()).run_sync(migrate, revision)
        await session.execute(text(ADA))
        await session.execute(text(NOTED))
        taken = Snapshot(session, await tables(session))
        rows = await dumped(taken)
        await session.rollback()
    return taken.tables, rows


async def test_rows_of_an_older_schema(databases: tuple[Database, Database]) -> None:
    former, fresh = databases
    columns, rows = await older(former, "0003")
    assert "generation" not in columns["pages"]
    assert list(columns).index("users") < list(columns).index("collection_members")
    assert not any(name.startswith("procrastinate") or name == "alembic_version" for name in columns)
    async with loading(fresh, "0003") as load:
        for name, blocks in rows.items():
            await load.table(name, columns[name], blocks)
    async with fresh.transaction() as session:
        assert await session.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
        assert await session.scalar(select(UserRow.username)) == "ada"
        await session.execute(text(NOTED))
        assert list(await session.scalars(text("SELECT id FROM audit_log ORDER BY id"))) == [1, 2]
    async with snapshot(fresh) as taken:
        assert "generation" in taken.tables["pages"]


async def test_others_write_and_the_snapshot_does_not_see_it(databases: tuple[Database, Database]) -> None:
    former, _ = databases
    async with snapshot(former) as taken:
        before = await dumped(taken)
        async with former.transaction() as session:
            await session.execute(text(ADA))
        assert await dumped(taken) == before
        assert await taken.files() == await taken.uploads() == []


async def test_what_cannot_be_loaded(databases: tuple[Database, Database]) -> None:
    former, fresh = databases
    with pytest.raises(ArchiveDamaged, match="no table alembic_version"):
        async with loading(fresh, HEAD) as load:
            await load.table("alembic_version", ["version_num"], [])
    with pytest.raises(StorageError, match="no revision 0000"):
        async with loading(fresh, "0000"):
            pass
    async with former.transaction() as session:
        await session.execute(text("INSERT INTO collections VALUES ('lab', 'Lab', now())"))
    with pytest.raises(PlaceNotEmpty, match="collections"):
        async with loading(former, HEAD):
            pass

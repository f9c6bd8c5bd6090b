"""The embedded PostgreSQL, really started."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from paillasse.adapters import embedded_postgres
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import DiskFull, HomeCorrupt, StorageError
from paillasse.storage import session as storage_session
from paillasse.storage.session import HEAD, Database
from paillasse.storage.tables import Base
from processes import alive, kill

TABLES = (
    "paillasse.storage.accounts.tables",
    "paillasse.storage.drift.tables",
    "paillasse.storage.history.tables",
    "paillasse.storage.idempotency",
    "paillasse.storage.jobs.tables",
    "paillasse.storage.models.store",
    "paillasse.storage.rollouts.tables",
)
"""What declares tables beside `storage.tables`."""


async def setting(server: EmbeddedPostgres, name: str) -> str:
    database = await Database.open(server.url)
    try:
        async with database.transaction() as session:
            value = await session.scalar(text("SELECT current_setting(:name)"), {"name": name})
            assert isinstance(value, str)
            return value
    finally:
        await database.close()


def left_running(directory: Path) -> int:
    """Start the server in a process that is then killed; the server's pid."""
    code = (
        "import asyncio, os, signal, sys; from pathlib import Path;"
        "from paillasse.adapters.embedded_postgres import EmbeddedPostgres;"
        "print(asyncio.run(EmbeddedPostgres.start(Path(sys.argv[1]))).pid, flush=True);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code, directory], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    return int(done.stdout)


async def test_commits_survive_because_nothing_is_deferred(home: Path) -> None:
    server = await EmbeddedPostgres.start(home / "postgres")
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        assert await setting(server, name) == "on"
    await server.stop()


@pytest.mark.parametrize("name", ["a b", "été 'quoted' \"twice\" %41 +plus", "comma, here", "x" * 120])
async def test_any_path_will_do(empty_home: Path, name: str) -> None:
    directory = empty_home / name / "postgres"
    for _ in range(2):
        server = await EmbeddedPostgres.start(directory)
        assert await setting(server, "data_directory") == str(directory)
        sockets = server.sockets
        await server.stop()
        assert not alive(server.pid)
    assert sockets == directory or not sockets.exists()


async def test_a_server_left_by_a_killed_owner_is_attached_to_and_stopped(home: Path) -> None:
    directory = home / "postgres"
    pid = left_running(directory)
    assert alive(pid)
    server = await EmbeddedPostgres.start(directory)
    assert server.pid == pid
    assert await setting(server, "fsync") == "on"
    await server.stop()
    assert not alive(pid)
    await server.stop()


async def test_a_server_whose_owner_died_while_launching_it_is_attached_to(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not seen at first, and does not let a second one start."""
    directory = home / "postgres"
    pid = left_running(directory)
    sees = embedded_postgres._left_behind
    looks: list[Path] = []

    def blind_at_first(directory: Path) -> object:
        looks.append(directory)
        return None if len(looks) == 1 else sees(directory)

    monkeypatch.setattr(embedded_postgres, "_left_behind", blind_at_first)
    server = await EmbeddedPostgres.start(directory)
    assert server.pid == pid
    await server.stop()


async def test_a_killed_server_recovers(home: Path) -> None:
    directory = home / "postgres"
    server = await EmbeddedPostgres.start(directory)
    database = await Database.open(server.url)
    async with database.transaction() as session:
        await session.execute(text("CREATE TABLE kept AS SELECT 42 AS answer"))
    await database.close()
    kill(server.pid)
    again = await EmbeddedPostgres.start(directory)
    assert again.pid != server.pid
    database = await Database.open(again.url)
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT answer FROM kept")) == 42
    await database.close()
    await server.stop()
    await again.stop()


async def test_a_pid_that_now_belongs_to_another_process_is_no_obstacle(home: Path) -> None:
    directory = home / "postgres"
    server = await EmbeddedPostgres.start(directory)
    await server.stop()
    lines = [str(os.getpid()), str(directory), "1", "5432", str(directory), "", "1 1", "ready"]
    (directory / "postmaster.pid").write_text("\n".join(lines))
    (directory / ".s.PGSQL.5432.lock").write_text("\n".join(lines[:5]))
    server = await EmbeddedPostgres.start(directory)
    assert server.pid != os.getpid()
    await server.stop()


async def test_half_a_creation_is_begun_again(empty_home: Path) -> None:
    directory = empty_home / "postgres"
    (empty_home / "postgres.new-abc" / "base").mkdir(parents=True)
    server = await EmbeddedPostgres.start(directory)
    assert await setting(server, "fsync") == "on"
    await server.stop()
    assert not (empty_home / "postgres.new-abc").exists()


async def test_another_version_is_left_alone(empty_home: Path) -> None:
    (empty_home / "PG_VERSION").write_text("16\n")
    with pytest.raises(HomeCorrupt, match=r"PostgreSQL 18 \(its version: 16\)"):
        await EmbeddedPostgres.start(empty_home)
    empty = empty_home / "empty"
    empty.mkdir()
    with pytest.raises(HomeCorrupt, match="its version: none"):
        await EmbeddedPostgres.start(empty)


async def test_a_damaged_cluster_says_what_the_server_said(home: Path) -> None:
    directory = home / "postgres"
    server = await EmbeddedPostgres.start(directory)
    await server.stop()
    shutil.rmtree(directory / "global")
    with pytest.raises(HomeCorrupt, match="global"):
        await EmbeddedPostgres.start(directory)


@pytest.mark.parametrize(
    ("said", "error"), [("No space left on device", DiskFull), ("initdb: error: whatever", StorageError)]
)
async def test_a_creation_that_fails_leaves_nothing(
    empty_home: Path, monkeypatch: pytest.MonkeyPatch, said: str, error: type[StorageError]
) -> None:
    binaries = empty_home / "bin"
    binaries.mkdir()
    (binaries / "initdb").write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    (binaries / "initdb").chmod(0o755)
    monkeypatch.setattr(embedded_postgres, "_binaries", lambda: binaries)
    with pytest.raises(error, match=said) as raised:
        await EmbeddedPostgres.start(empty_home / "home" / "postgres")
    assert type(raised.value) is error
    assert list((empty_home / "home").iterdir()) == []


async def test_a_home_that_cannot_be_written_is_said_so(empty_home: Path) -> None:
    (empty_home / "file").write_text("")
    with pytest.raises(StorageError, match="Cannot start the database"):
        await EmbeddedPostgres.start(empty_home / "file" / "postgres")


async def test_opening_again_runs_no_migration_and_imports_no_alembic(postgres: EmbeddedPostgres) -> None:
    database = await Database.open(postgres.url)
    await database.close()
    code = (
        "import asyncio, sys; from paillasse.storage.session import Database\n"
        "async def main():\n    await (await Database.open(sys.argv[1])).close()\n"
        "asyncio.run(main()); sys.exit('alembic' in sys.modules)"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, postgres.url)
    assert await process.wait() == 0


async def test_a_database_of_a_newer_version_is_refused(postgres: EmbeddedPostgres) -> None:
    database = await Database.open(postgres.url)
    try:
        async with database.transaction() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(HomeCorrupt, match="newer Paillasse"):
            await Database.open(postgres.url)
    finally:
        async with database.transaction() as session:
            await session.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD})
        await database.close()


async def test_an_unreachable_server_is_a_storage_error(empty_home: Path) -> None:
    with pytest.raises(StorageError, match="cannot be reached"):
        await Database.open(f"postgresql://postgres@/postgres?host={empty_home}")


@pytest.mark.parametrize(("url", "why"), [("nonsense", "not a URL"), ("mysql://localhost/x", "not mysql://")])
async def test_a_url_of_something_else_is_refused(url: str, why: str) -> None:
    with pytest.raises(InvalidConfiguration, match=why):
        await Database.open(url)


async def test_a_full_disk_of_the_server_is_told_apart(database: Database) -> None:
    with pytest.raises(DiskFull):
        async with database.transaction() as session:
            await session.execute(text("DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$"))
    with pytest.raises(StorageError, match="does not exist") as raised:
        async with database.transaction() as session:
            await session.execute(text("SELECT * FROM nowhere"))
    assert type(raised.value) is StorageError


async def test_the_schema_matches_the_tables(postgres: EmbeddedPostgres) -> None:
    """What the migrations build is what the code declares; the tables of the queue are the queue's own."""
    for module in TABLES:
        import_module(module)
    options = {"include_object": lambda _, name, kind, *__: kind != "table" or not name.startswith("procrastinate_")}
    await (await Database.open(postgres.url)).close()
    engine = create_engine(postgres.url.replace("postgresql", "postgresql+psycopg", 1))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)
    engine.dispose()
    assert differences == []
    assert ScriptDirectory(str(storage_session._MIGRATIONS)).get_heads() == [HEAD]

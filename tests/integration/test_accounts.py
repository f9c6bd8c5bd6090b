"""Accounts of a real home: what a command writes, the next one finds."""

from __future__ import annotations

import json
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from access_stores import PASSWORD
from home_commands import COMMAND, environment
from paillasse.access.types import Identity, Role
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.composition.startup import open_access
from paillasse.errors.storage import HomeInUse
from paillasse.settings import Settings
from paillasse.storage import session as storage_session
from paillasse.storage.accounts.collections import PostgresCollectionStore
from paillasse.storage.session import Database


def typed(home: Path, *arguments: str, line: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--home", str(home), *arguments],
        input=line + "\n",
        capture_output=True,
        text=True,
        timeout=120,
        env=environment(),
        check=False,
    )


async def test_a_home_with_accounts(home: Path) -> None:
    created = typed(home, "users", "create", "ada", "--email", "ada@example.org", "--admin", line=PASSWORD)
    assert (created.returncode, created.stderr) == (0, "")
    assert PASSWORD not in created.stdout
    (listed,) = json.loads(typed(home, "users", "list", "--json").stdout)
    assert stat.S_IMODE((home / "jwt_secret").stat().st_mode) == 0o600
    settings = Settings(home=home, _env_file=None)  # type: ignore[call-arg]
    async with open_access(settings) as access:
        with pytest.raises(HomeInUse):
            async with open_access(settings):
                pass
        assert await access.accounts.setup_token() is None
        pair = await access.sessions.sign_in("ADA@example.org", PASSWORD, "192.0.2.7")
    async with open_access(settings) as access:
        identity = await access.identify(pair.access_token)
        assert identity == Identity(listed["id"], "ada", Role.ADMIN)
        assert await access.sessions.refresh(pair.refresh_token, "192.0.2.7")
        assert len(await access.audit.list(10)) == 2


async def test_collections_that_documents_name_are_there_after_the_migration(postgres: EmbeddedPostgres) -> None:
    async with await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as connection:
        await connection.execute("CREATE DATABASE former")
        url = postgres.url.replace("/postgres?", "/former?")
        before_accounts(url)
        database = await Database.open(url)
        names = [one.name for one in await PostgresCollectionStore(database).list()]
        await database.close()
        await connection.execute("DROP DATABASE former WITH (FORCE)")
    assert names == ["Lab 3", "default"]


def before_accounts(url: str) -> None:
    """The schema as it was before there were accounts, with files in two collections."""
    config = Config()
    config.set_main_option("script_location", str(storage_session._MIGRATIONS))
    engine = create_engine(url.replace("postgresql", "postgresql+psycopg", 1))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for name in ("Lab 3", "default"):
            verdict = "INSERT INTO ingestions VALUES (:name, 'sha256', 'done', now(), '{}')"
            connection.execute(text(verdict), {"name": name})
    engine.dispose()

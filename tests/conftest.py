from __future__ import annotations

import os
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import psycopg
import pytest
import pytest_asyncio
from hypothesis import settings
from sqlalchemy import text

from paillasse.adapters import embedded_postgres
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.adapters.tracking.opening import open_tracker
from paillasse.settings import Settings
from paillasse.storage.session import Database

if TYPE_CHECKING:
    from paillasse.adapters.tracking.mlflow_tracker import MlflowTracker

if "CI" not in os.environ:  # there Hypothesis takes its time by itself
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


@pytest.fixture
def empty_home() -> Iterator[Path]:
    """A folder with nothing in it, for a test that starts PostgreSQL.

    Not `tmp_path`: as root the server runs under another account, and each pytest that starts closes the parent of
    every `tmp_path` to other accounts again.
    """
    with TemporaryDirectory(prefix="paillasse-test-") as directory:
        yield Path(directory)


@pytest_asyncio.fixture(scope="session")
async def prepared() -> AsyncIterator[Path]:
    """An empty database, schema up to date, at rest: to be copied, since making one takes seconds."""
    with TemporaryDirectory(prefix="paillasse-test-") as directory:
        server = await EmbeddedPostgres.start(Path(directory) / "postgres")
        await (await Database.open(server.url)).close()
        await server.stop()
        yield Path(directory) / "postgres"


@pytest.fixture(scope="session")
def settle(prepared: Path) -> Callable[[Path], Path]:
    """Put a database into a home that is not there yet; the home."""

    def settled(home: Path) -> Path:
        home.mkdir(parents=True, exist_ok=True)
        subprocess.run(["cp", "-a", prepared, home], check=True)  # the account of the server owns it
        return home

    return settled


@pytest.fixture
def home(empty_home: Path, settle: Callable[[Path], Path]) -> Path:
    """A home with a database and nothing else."""
    return settle(empty_home)


@pytest_asyncio.fixture(scope="session")
async def postgres(settle: Callable[[Path], Path]) -> AsyncIterator[EmbeddedPostgres]:
    """One embedded server for every test that needs a database, on which failing power is no subject.

    `CREATE DATABASE … TEMPLATE pristine` makes another database on it, schema up to date.
    """
    with TemporaryDirectory(prefix="paillasse-test-") as directory, pytest.MonkeyPatch.context() as patch:
        home = settle(Path(directory))
        patch.setitem(embedded_postgres._SETTINGS, "fsync", "off")
        server = await EmbeddedPostgres.start(home / "postgres")
        patch.undo()
        elsewhere = server.url.replace("/postgres?", "/template1?")
        async with await psycopg.AsyncConnection.connect(elsewhere, autocommit=True) as connection:
            await connection.execute("CREATE DATABASE pristine TEMPLATE postgres")
        yield server
        await server.stop()


@pytest.fixture(scope="session")
def mlflow_store() -> Iterator[MlflowTracker]:
    """One store of MLflow for every test that needs one: to make its tables takes seconds."""
    with TemporaryDirectory(prefix="paillasse-test-") as directory:
        yield open_tracker(Settings(_env_file=None, home=Path(directory)))


@pytest_asyncio.fixture(scope="session")
async def migrated(postgres: EmbeddedPostgres) -> AsyncIterator[Database]:
    database = await Database.open(postgres.url)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def database(migrated: Database) -> AsyncIterator[Database]:
    """An empty database, schema up to date."""
    yield migrated
    async with migrated.transaction() as session:
        await session.execute(text("TRUNCATE documents, ingestions, vector_search_generations CASCADE"))
        await session.execute(text("TRUNCATE users, setup_tokens, sign_in_attempts, audit_log CASCADE"))
        await session.execute(text("TRUNCATE idempotency_keys, trained_models, drift_reports, rollouts CASCADE"))
        await session.execute(text("TRUNCATE conversations, usage_ledger, golden_cases CASCADE"))
        await session.execute(text("DELETE FROM collections WHERE name <> 'default'"))

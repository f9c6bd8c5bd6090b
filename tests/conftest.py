from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio
from hypothesis import settings
from sqlalchemy import text

from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.storage.session import Database

if "CI" not in os.environ:  # there Hypothesis takes its time by itself
    settings.register_profile("unhurried", deadline=None)
    settings.load_profile("unhurried")


@pytest.fixture
def home() -> Iterator[Path]:
    """A home for a test that starts PostgreSQL.

    Not `tmp_path`: as root the server runs under another account, and each pytest that starts closes the parent of
    every `tmp_path` to other accounts again.
    """
    with TemporaryDirectory(prefix="paillasse-test-") as directory:
        yield Path(directory)


@pytest_asyncio.fixture(scope="session")
async def postgres() -> AsyncIterator[EmbeddedPostgres]:
    """One embedded server for every test that needs a database."""
    with TemporaryDirectory(prefix="paillasse-test-") as directory:
        server = await EmbeddedPostgres.start(Path(directory) / "postgres")
        yield server
        await server.stop()


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
        await session.execute(text("TRUNCATE documents, ingestions CASCADE"))
        await session.execute(text("TRUNCATE users, setup_tokens, sign_in_attempts, audit_log CASCADE"))
        await session.execute(text("TRUNCATE idempotency_keys"))
        await session.execute(text("TRUNCATE conversations, usage_ledger CASCADE"))
        await session.execute(text("DELETE FROM collections WHERE name <> 'default'"))

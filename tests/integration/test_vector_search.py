"""Vertex AI Vector Search as the index of a home, from settings alone: over Google's tokens, HTTP and PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest

from backup_bench import MANUAL, QUESTION, at, silent
from google_account import service_account
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.composition.index import kept_configuration
from paillasse.composition.startup import open_services
from paillasse.errors.storage import IndexUnreachable
from paillasse.settings import Settings
from paillasse.storage.session import Database
from paillasse.storage.snapshots.dumping import snapshot
from paillasse.types.answers import Outcome
from paillasse.types.questions import Query, Scope
from vector_search import PLACE, Service, vector_search


@pytest.fixture
async def home(
    empty_home: Path, postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Settings, Service]]:
    """Settings of a home, and the service that they name, both empty."""
    with vector_search(384) as service:
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(service_account(empty_home, f"{service.url}/token")))
        async with await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as connection:
            await connection.execute("CREATE DATABASE searched TEMPLATE pristine")
            url = postgres.url.replace("/postgres?", "/searched?")
            yield at(empty_home / "home", database_url=url, vector_search=PLACE, google_url=service.url), service
            await connection.execute("DROP DATABASE searched WITH (FORCE)")


async def test_a_manual_is_read_found_mended_and_removed(home: tuple[Settings, Service]) -> None:
    settings, service = home
    assert settings.shared
    async with open_services(settings, None) as services:
        assert (await services.pipeline.ingest(MANUAL, "default", silent)).state == "ingested"
        await services.generations.make_live(services.generation)
        assert len(service.shown) > 20
        answer = await (await services.answerer(Scope(("default",)))).answer(Query(QUESTION))
        assert answer.outcome is Outcome.ANSWERED
        assert answer.citations
        assert (await services.reconcile(repair=False)).differences == 0
        held, service.shown = service.shown, {}
        assert (await services.reconcile(repair=False)).differences == len(held)
        assert (await services.reconcile(repair=True)).differences == 0
        assert service.shown.keys() == held.keys()
        service.fails = [503] * 3
        with pytest.raises(IndexUnreachable):
            await services.generations.live()
        [document] = await services.documents.list()
        await services.pipeline.remove(document)
        assert service.shown == {}
        config = services.config.index_configuration
    assert not settings.index_dir.exists()
    assert await kept_configuration(settings) == config
    database = await Database.open(settings.database_url)
    async with snapshot(database) as taken:
        assert not [name for name in taken.tables if name.startswith("vector_search")], "restore fills another index"
    await database.close()

"""From a laptop to servers by way of an archive, and back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import psycopg
import pytest
from qdrant_client import AsyncQdrantClient

from backup_bench import MANUAL, answer, at, essence, silent
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.adapters.generations.server import ServerGenerations
from paillasse.backups import backup, restoring
from paillasse.composition import bootstrap, index
from paillasse.composition.startup import open_services
from paillasse.errors.backups import PlaceNotEmpty
from paillasse.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")


class Everlasting(ServerGenerations):
    """A Qdrant server that outlives who asks it."""

    async def close(self) -> None:
        """Others still ask."""


@pytest.fixture
async def servers(
    empty_home: Path, postgres: EmbeddedPostgres, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Settings]:
    """A home whose database and index are on servers, both empty."""
    client = AsyncQdrantClient(":memory:")
    embedded = index.open_generations

    async def open_generations(settings: Settings) -> object:
        return Everlasting(client) if settings.qdrant_url else await embedded(settings)

    for module in (index, bootstrap, backup, restoring):
        monkeypatch.setattr(module, "open_generations", open_generations)
    async with await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as connection:
        await connection.execute("CREATE DATABASE moved TEMPLATE pristine")
        url = postgres.url.replace("/postgres?", "/moved?")
        yield at(empty_home / "servers", database_url=url, qdrant_url="http://qdrant.test", jwt_secret="s" * 40)
        await connection.execute("DROP DATABASE moved WITH (FORCE)")
    await client.close()


async def test_a_laptop_moves_to_servers_and_back(
    empty_home: Path, servers: Settings, settle: Callable[[Path], Path]
) -> None:
    laptop = at(settle(empty_home / "laptop"))
    async with open_services(laptop, None) as services:
        assert (await services.pipeline.ingest(MANUAL, "default", silent)).state == "ingested"
        await services.generations.make_live(services.generation)
    await backup.back_up(laptop, empty_home / "laptop.zip", silent)
    moved = await restoring.restore(servers, empty_home / "laptop.zip", silent)
    assert moved.report.differences == 0
    assert moved.report.repaired > 20
    assert not servers.index_dir.exists()
    expected = essence(await answer(laptop))
    assert essence(await answer(servers)) == expected
    other = servers.model_copy(update={"home": empty_home / "other"})
    with pytest.raises(PlaceNotEmpty, match="index server"):
        await restoring.restore(other, empty_home / "laptop.zip", silent)
    async with open_services(servers, None):  # people go on meanwhile
        manifest = await backup.back_up(servers, empty_home / "servers.zip", silent)
    assert (manifest.engine, manifest.live) == ("", moved.manifest.live)
    assert not [member.name for member in manifest.members if member.name.startswith("index/")]
    back = at(settle(empty_home / "back"))
    assert (await restoring.restore(back, empty_home / "servers.zip", silent)).report.differences == 0
    assert essence(await answer(back)) == expected

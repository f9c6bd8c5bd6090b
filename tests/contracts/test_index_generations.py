"""What every home of index generations does, whatever stands behind it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from paillasse.adapters.generations.edge import EdgeGenerations
from paillasse.adapters.generations.server import ServerGenerations
from paillasse.adapters.memory.index import MemoryGenerations
from paillasse.adapters.memory.index_ledger import MemoryIndexLedger
from paillasse.adapters.qdrant_server import connect
from paillasse.adapters.vertex_search.generations import VertexGenerations
from paillasse.protocols.generations import IndexGenerations
from paillasse.protocols.retrieval import IndexFilter, IndexPoint
from paillasse.settings import Settings
from qdrant_over_http import QdrantOverHttp
from vector_search import connected, vector_search

EVERYTHING = IndexFilter(("default",))
REAL_SERVER = os.environ.get("PAILLASSE_TEST_QDRANT_URL", "")

needs_server = pytest.mark.skipif(not REAL_SERVER, reason="PAILLASSE_TEST_QDRANT_URL names no Qdrant server")


@pytest.fixture(params=["memory", "edge", "http", "vertex", pytest.param("server", marks=needs_server)])
async def generations(
    request: pytest.FixtureRequest, tmp_path: Path, qdrant: QdrantOverHttp
) -> AsyncIterator[IndexGenerations]:
    if request.param == "memory":
        opened: IndexGenerations = MemoryGenerations()
    elif request.param == "edge":
        opened = EdgeGenerations(tmp_path / "index")
    elif request.param == "vertex":
        with vector_search(2) as service:
            opened = VertexGenerations(connected(service), MemoryIndexLedger(), nothing)
            yield opened
            await opened.close()
        return
    else:
        url = REAL_SERVER if request.param == "server" else qdrant.url
        opened = ServerGenerations(connect(Settings(_env_file=None, qdrant_url=url)))
    yield opened
    for name in await opened.configurations():
        if name.startswith("test"):
            await opened.drop(name)
    await opened.close()


async def nothing() -> None:
    pass


@pytest.fixture
def name() -> str:
    return f"test{uuid4().hex}"


def point(name: str) -> IndexPoint:
    return IndexPoint(str(uuid4()), name, "default", "fr", "prose", (1.0, 0.0), {1: 1.0})


async def test_two_generations_stand_side_by_side(generations: IndexGenerations, name: str) -> None:
    one = await generations.open(name + "1", 2, '{"a": 1}')
    two = await generations.open(name + "2", 2, "{}")
    await one.upsert([point("x")])
    await two.upsert([point("y"), point("y")])
    assert (await one.chunk_ids()).keys() == {"x"}
    assert (await two.chunk_ids()).keys() == {"y"}
    assert len(await two.search_dense((1.0, 0.0), EVERYTHING, 5)) == 2
    await one.close()
    await two.close()


async def test_what_was_written_is_there_when_opened_again(generations: IndexGenerations, name: str) -> None:
    first = await generations.open(name, 2, "first")
    await first.upsert([point("x")])
    await first.close()
    again = await generations.open(name, 2, "second")
    assert (await again.chunk_ids()).keys() == {"x"}
    assert (await generations.configurations())[name] == "first"
    await again.close()


async def test_the_live_one_is_the_one_that_was_made_live_last(generations: IndexGenerations, name: str) -> None:
    for each in (name + "1", name + "2"):
        await (await generations.open(each, 2, "{}")).close()
        await generations.make_live(each)
        assert await generations.live() == each
    await generations.make_live(name + "1")
    assert await generations.live() == name + "1"
    assert {name + "1", name + "2"} <= (await generations.configurations()).keys()


async def test_a_release_answers_over_the_live_one_until_another_does(generations: IndexGenerations, name: str) -> None:
    for each in (name + "1", name + "2"):
        await (await generations.open(each, 2, '{"a": 1}')).close()
    for each, release in ((name + "1", '{"release": "1"}'), (name + "1", '{"release":\n"2"}'), (name + "2", "")):
        await generations.make_live(each, release)
        assert (await generations.live(), await generations.release()) == (each, release)
    await generations.make_live(name + "1", "{}")
    assert await generations.release() == "{}"
    assert (await generations.configurations())[name + "1"] == '{"a": 1}'


async def test_nothing_is_live_at_first(generations: IndexGenerations, name: str) -> None:
    await (await generations.open(name, 2, "{}")).close()
    assert not (await generations.live()).startswith(name)


async def test_a_dropped_generation_is_gone_and_the_others_stay(generations: IndexGenerations, name: str) -> None:
    kept, gone = name + "1", name + "2"
    for each in (kept, gone):
        index = await generations.open(each, 2, "{}")
        await index.upsert([point("x")])
        await index.close()
    await generations.drop(gone)
    await generations.drop(gone)
    there = await generations.configurations()
    assert kept in there
    assert gone not in there
    fresh = await generations.open(gone, 2, "{}")
    assert await fresh.chunk_ids() == {}
    await fresh.close()

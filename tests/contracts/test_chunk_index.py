"""What every chunk index does, whatever stands behind it."""

from __future__ import annotations

import math
import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid4, uuid5

import numpy as np
import pytest

from paillasse.adapters.memory.index import MemoryChunkIndex
from paillasse.adapters.memory.index_ledger import MemoryIndexLedger
from paillasse.adapters.qdrant_edge import EdgeChunkIndex
from paillasse.adapters.qdrant_server import ServerChunkIndex, connect
from paillasse.adapters.vertex_search.index import VertexChunkIndex
from paillasse.protocols.retrieval import ChunkIndex, IndexFilter, IndexPoint
from paillasse.settings import Settings
from qdrant_over_http import QdrantOverHttp
from vector_search import connected, vector_search

EVERYTHING = IndexFilter(("default", "private"))
TOP = 2**32 - 1
"""The largest term id."""


REAL_SERVER = os.environ.get("PAILLASSE_TEST_QDRANT_URL", "")

needs_server = pytest.mark.skipif(not REAL_SERVER, reason="PAILLASSE_TEST_QDRANT_URL names no Qdrant server")


@pytest.fixture(params=["memory", "edge", "http", "vertex", pytest.param("server", marks=needs_server)])
async def index(request: pytest.FixtureRequest, tmp_path: Path, qdrant: QdrantOverHttp) -> AsyncIterator[ChunkIndex]:
    client = None
    if request.param == "memory":
        opened: ChunkIndex = MemoryChunkIndex()
    elif request.param == "edge":
        opened = await EdgeChunkIndex.open(tmp_path / "index" / "g1", 3)
    elif request.param == "vertex":
        with vector_search(3) as service:
            connection = connected(service)
            yield VertexChunkIndex(connection, MemoryIndexLedger(), "g1", 3)
            await connection.close()
        return
    else:
        client = connect(Settings(_env_file=None, qdrant_url=REAL_SERVER if request.param == "server" else qdrant.url))
        collection = f"paillasse-test-{uuid4().hex}"
        opened = await ServerChunkIndex.open(client, collection, 3)
    yield opened
    await opened.close()
    if client is not None:
        for left in (await client.get_collections()).collections:
            if left.name == collection:
                await client.delete_collection(collection)
        await client.close()


def point(  # one keyword per thing a test varies
    name: str,
    dense: tuple[float, float, float] = (1, 0, 0),
    terms: dict[int, float] | None = None,
    *,
    document: str = "a",
    collection: str = "default",
    language: str = "fr",
) -> IndexPoint:
    return IndexPoint(chunk_id(name), document, collection, language, "prose", dense, terms or {})


def chunk_id(name: str) -> str:
    return str(uuid5(NAMESPACE_URL, name))


def names(found: list[tuple[str, float]], *known: str) -> list[str]:
    by_id = {chunk_id(name): name for name in known}
    return [by_id[identifier] for identifier, _ in found]


async def test_dense_search_ranks_by_cosine_whatever_the_lengths(index: ChunkIndex) -> None:
    await index.upsert([point("far", (0, 5, 0)), point("near", (0.9, 0.1, 0)), point("same", (0.2, 0, 0))])
    found = await index.search_dense((3, 0, 0), EVERYTHING, 10)
    assert names(found, "far", "near", "same") == ["same", "near", "far"]
    assert [score for _, score in found] == pytest.approx([1.0, 0.9 / math.hypot(0.9, 0.1), 0.0], abs=1e-6)
    assert names(await index.search_dense((3, 0, 0), EVERYTHING, 1), "same") == ["same"]


async def test_sparse_score_is_the_sum_of_query_weight_idf_and_term_weight(index: ChunkIndex) -> None:
    await index.upsert(
        [
            point("both", terms={7: 1.5, TOP: 0.5}),
            point("one", terms={7: 1.0, 8: 1.0}),
            point("none", terms={9: 1.0}),
            point("empty"),  # without terms: not counted
        ]
    )
    common, rare = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5)), math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    found = await index.search_sparse({7: 2.0, TOP: 1.0, 12345: 9.0}, EVERYTHING, 10)
    assert names(found, "both", "one") == ["both", "one"]
    assert [score for _, score in found] == pytest.approx([2 * common * 1.5 + rare * 0.5, 2 * common * 1.0], rel=1e-5)


async def test_idf_does_not_depend_on_the_filter(index: ChunkIndex) -> None:
    await index.upsert([point(str(i), terms={7: 1.0}, document="a" if i else "b") for i in range(4)])
    everywhere = await index.search_sparse({7: 1.0}, EVERYTHING, 10)
    inside = await index.search_sparse({7: 1.0}, IndexFilter(("default",), ("b",)), 10)
    assert len(everywhere) == 4
    assert names(inside, "0") == ["0"]
    assert inside[0][1] == pytest.approx(everywhere[0][1], rel=1e-6)


async def test_a_query_without_a_known_term_finds_nothing(index: ChunkIndex) -> None:
    await index.upsert([point("a", terms={1: 1.0})])
    assert await index.search_sparse({2: 1.0}, EVERYTHING, 10) == []
    assert await index.search_sparse({}, EVERYTHING, 10) == []


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (IndexFilter(("default",)), {"fr-a", "en-b"}),
        (IndexFilter(("private",)), {"fr-c"}),
        (IndexFilter(("default", "private"), ("a", "c")), {"fr-a", "fr-c"}),
        (IndexFilter(("default", "private"), None, ("en",)), {"en-b"}),
        (IndexFilter(("default",), ("c",)), set[str]()),
        (IndexFilter(()), set[str]()),
        (IndexFilter(("default",), ()), set[str]()),
        (IndexFilter(("default",), None, ()), set[str]()),
    ],
)
async def test_both_lanes_search_within_the_filter(index: ChunkIndex, where: IndexFilter, expected: set[str]) -> None:
    await index.upsert(
        [
            point("fr-a", terms={1: 1.0}, document="a"),
            point("en-b", terms={1: 1.0}, document="b", language="en"),
            point("fr-c", terms={1: 1.0}, document="c", collection="private"),
        ]
    )
    known = ("fr-a", "en-b", "fr-c")
    assert set(names(await index.search_dense((1, 0, 0), where, 10), *known)) == expected
    assert set(names(await index.search_sparse({1: 1.0}, where, 10), *known)) == expected


async def test_upsert_replaces_the_point_of_the_same_chunk(index: ChunkIndex) -> None:
    await index.upsert([point("a", (1, 0, 0), {1: 1.0}, document="old")])
    await index.upsert([point("a", (0, 1, 0), {2: 1.0}, document="new")])
    assert await index.chunk_ids() == {"new": {chunk_id("a")}}
    assert await index.search_sparse({1: 1.0}, EVERYTHING, 10) == []
    assert (await index.search_dense((0, 1, 0), EVERYTHING, 10))[0][1] == pytest.approx(1.0)


async def test_deleting_documents_takes_all_their_points_and_no_other(index: ChunkIndex) -> None:
    await index.upsert([point(f"{document}{i}", terms={1: 1.0}, document=document) for document in "abc" for i in "12"])
    await index.delete_documents(["a", "c", "unknown"])
    await index.delete_documents([])
    assert await index.chunk_ids() == {"b": {chunk_id("b1"), chunk_id("b2")}}
    assert set(names(await index.search_sparse({1: 1.0}, EVERYTHING, 10), "b1", "b2")) == {"b1", "b2"}


async def test_every_chunk_id_is_listed_past_one_page_of_the_engine(index: ChunkIndex) -> None:
    await index.upsert([point(str(i), document=str(i % 3)) for i in range(2500)])
    ids = await index.chunk_ids()
    assert sorted(ids) == ["0", "1", "2"]
    assert set().union(*ids.values()) == {chunk_id(str(i)) for i in range(2500)}


async def test_an_empty_index_answers(index: ChunkIndex) -> None:
    await index.upsert([])
    assert await index.search_dense((1, 0, 0), EVERYTHING, 10) == []
    assert await index.search_sparse({1: 1.0}, EVERYTHING, 10) == []
    assert await index.chunk_ids() == {}


async def test_optimizing_changes_no_result(index: ChunkIndex) -> None:
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(600, 3))
    for start in range(0, 600, 100):
        batch = range(start, start + 100)
        await index.upsert([point(str(i), tuple(vectors[i]), {i % 7: 1.0, 50 + i % 11: 0.5}) for i in batch])
    query = {3: 1.0, 52: 2.0}
    before = await index.search_dense((1, 2, 3), EVERYTHING, 5), await index.search_sparse(query, EVERYTHING, 5)
    await index.optimize()
    after = await index.search_dense((1, 2, 3), EVERYTHING, 5), await index.search_sparse(query, EVERYTHING, 5)
    assert [i for i, _ in after[0]] == [i for i, _ in before[0]]
    assert [s for _, s in after[1]] == pytest.approx([s for _, s in before[1]])


async def test_both_indexes_give_the_same_ranking(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    points = [
        point(
            str(i),
            tuple(rng.normal(size=3)),
            {int(t): float(w) for t, w in zip(rng.integers(0, 40, 8), rng.uniform(0.2, 2.0, 8), strict=True)},
            document=str(i % 5),
            language="fr" if i % 2 else "en",
        )
        for i in range(300)
    ]
    edge, memory = await EdgeChunkIndex.open(tmp_path / "g", 3), MemoryChunkIndex()
    for index in (edge, memory):
        await index.upsert(points)
    for where in (EVERYTHING, IndexFilter(("default",), ("1", "2"), ("fr",))):
        query = {int(t): float(w) for t, w in zip(rng.integers(0, 40, 5), rng.uniform(0.5, 2.0, 5), strict=True)}
        sparse, expected = [await index.search_sparse(query, where, 30) for index in (edge, memory)]
        assert [i for i, _ in sparse] == [i for i, _ in expected]
        assert [s for _, s in sparse] == pytest.approx([s for _, s in expected], rel=1e-5)
        vector = tuple(rng.normal(size=3))
        dense, expected = [await index.search_dense(vector, where, 30) for index in (edge, memory)]
        assert [i for i, _ in dense] == [i for i, _ in expected]
    await edge.close()

"""The index on Vertex AI Vector Search where the service fails, lags, or is not what it should be."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from google_account import service_account
from paillasse.adapters.memory.index_ledger import MemoryIndexLedger
from paillasse.adapters.vertex_search import connection
from paillasse.adapters.vertex_search.connection import VectorSearch
from paillasse.adapters.vertex_search.generations import VertexGenerations
from paillasse.adapters.vertex_search.index import VertexChunkIndex
from paillasse.adapters.vertex_search.opening import connect
from paillasse.composition.index import open_generations
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import IndexRejected, IndexUnreachable, StorageError
from paillasse.protocols.retrieval import IndexFilter, IndexPoint
from paillasse.settings import Settings
from vector_search import ENDPOINT, PLACE, Service, connected, vector_search

EVERYTHING = IndexFilter(("default",))
POINT = IndexPoint(str(uuid4()), "d", "default", "fr", "prose", (1.0, 0.0, 0.0), {1: 1.0})


class Bench:
    """A service and the index over it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.ledger = MemoryIndexLedger()
        self.connection = connected(service)
        self.index = VertexChunkIndex(self.connection, self.ledger, "g", 3)

    async def _nothing(self) -> None:
        pass

    @property
    def generations(self) -> VertexGenerations:
        return VertexGenerations(self.connection, self.ledger, self._nothing)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    with vector_search(3) as service:
        opened = Bench(service)
        yield opened
        await opened.connection.close()


ACTIONS: dict[str, Callable[[Bench], Awaitable[object]]] = {
    "open": lambda bench: bench.generations.open("g", 3, "{}"),
    "live": lambda bench: bench.generations.live(),
    "upsert": lambda bench: bench.index.upsert([POINT]),
    "delete": lambda bench: bench.index.delete_documents(["d"]),
    "dense": lambda bench: bench.index.search_dense((1, 0, 0), EVERYTHING, 5),
    "sparse": lambda bench: bench.index.search_sparse({1: 1.0}, EVERYTHING, 5),
    "ids": lambda bench: bench.index.chunk_ids(),
    "drop": lambda bench: bench.generations.drop("g"),
}


@pytest.mark.parametrize(
    ("status", "error", "says"),
    [
        (503, IndexUnreachable, "failed (HTTP 503)"),
        (429, IndexUnreachable, "failed (HTTP 429)"),
        (403, IndexRejected, "does not accept the credentials"),
        (400, IndexRejected, "does not accept the request"),
    ],
)
async def test_what_goes_on_failing_is_told_and_repeats_nothing_of_the_server(
    bench: Bench, status: int, error: type[StorageError], says: str
) -> None:
    await bench.ledger.note("g", [POINT])
    for name, act in ACTIONS.items():
        bench.service.fails = [status] * 9
        with pytest.raises(error) as raised:
            await act(bench)
        assert says in str(raised.value), name
        assert "secret" not in str(raised.value) + raised.value.hint
        assert "Qdrant" not in raised.value.hint


async def test_what_passes_is_waited_for(bench: Bench) -> None:
    bench.service.fails = [503, 429]
    await bench.index.upsert([POINT])
    bench.service.fails = [500, 503]
    assert len(await bench.index.search_dense((1, 0, 0), EVERYTHING, 5)) == 1
    bench.service.fails = [429] * 5
    await bench.index.delete_documents(["d"])
    assert await bench.index.chunk_ids() == {}


async def test_a_token_that_has_ended_is_replaced_once(bench: Bench) -> None:
    await bench.index.upsert([POINT])
    bench.service.token = "token-2"  # noqa: S105 - of this server
    assert len(await bench.index.search_dense((1, 0, 0), EVERYTHING, 5)) == 1
    bench.service.fails = [401, 401]
    with pytest.raises(IndexRejected, match="credentials"):
        await bench.index.search_dense((1, 0, 0), EVERYTHING, 5)


async def test_a_write_is_waited_for_until_it_shows_also_over_what_was_there(bench: Bench) -> None:
    bench.service.lag = 3
    await bench.index.upsert([POINT])
    assert bench.service.pauses == 3
    await bench.index.upsert([replace(POINT, dense=(0.0, 1.0, 0.0))])
    [(_, score)] = await bench.index.search_dense((0, 1, 0), EVERYTHING, 5)
    assert score == pytest.approx(1.0)


async def test_what_never_shows_is_an_error_and_the_next_run_mends_it(bench: Bench) -> None:
    bench.service.lag = 1000
    with pytest.raises(IndexUnreachable, match="does not show"):
        await bench.index.upsert([POINT])
    assert await bench.index.chunk_ids() == {}, "the index is asked, not the ledger"
    bench.service.lag = 0
    await bench.index.delete_documents(["d"])
    await bench.index.upsert([POINT])
    assert await bench.index.chunk_ids() == {"d": {POINT.chunk_id}}


async def test_points_that_others_removed_are_missing_one_by_one(bench: Bench) -> None:
    points = [replace(POINT, chunk_id=str(uuid4()), document_id=str(i % 3)) for i in range(205)]
    await bench.index.upsert(points)
    gone = [points[0], points[150], points[204]]
    for each in gone:
        del bench.service.shown[f"g-{each.chunk_id}"]
    there = set[str]().union(*(await bench.index.chunk_ids()).values())
    assert there == {point.chunk_id for point in points} - {point.chunk_id for point in gone}


async def test_points_go_in_several_requests(bench: Bench) -> None:
    points = [replace(POINT, chunk_id=str(uuid4())) for _ in range(401)]
    await bench.index.upsert(points)
    await bench.index.delete_documents(["d"])
    assert bench.service.shown == {}
    assert bench.service.asked.count("upsertDatapoints") == bench.service.asked.count("removeDatapoints") == 3


async def test_the_scope_is_part_of_the_question(bench: Bench) -> None:
    other = VertexChunkIndex(bench.connection, bench.ledger, "h", 3)
    await bench.index.upsert([POINT])
    await other.upsert([replace(POINT, collection="private")])
    before = len(bench.service.asked)
    assert await bench.index.search_dense((1, 0, 0), IndexFilter(()), 5) == []
    assert len(bench.service.asked) == before, "an empty list would restrict nothing"
    assert await bench.index.search_dense((1, 0, 0), IndexFilter(("private",)), 5) == []
    assert [i for i, _ in await other.search_dense((1, 0, 0), IndexFilter(("private",)), 5)] == [POINT.chunk_id]


@pytest.mark.parametrize("count", [1, 2])
async def test_products_may_come_as_distances(bench: Bench, count: int) -> None:
    bench.service.negated = True
    near, far = POINT, replace(POINT, chunk_id=str(uuid4()), dense=(1.0, 2.0, 0.0), terms={1: 0.5})
    await bench.index.upsert([near, far])
    dense = await bench.index.search_dense((1, 0, 0), EVERYTHING, count)
    sparse = await bench.index.search_sparse({1: 1.0}, EVERYTHING, count)
    for found in (dense, sparse):
        assert [i for i, _ in found] == [near.chunk_id, far.chunk_id][:count]
        assert all(score > 0 for _, score in found)
    assert dense[0][1] == pytest.approx(1.0)


async def test_an_index_that_cannot_be_used_is_a_matter_of_the_settings(bench: Bench) -> None:
    with pytest.raises(InvalidConfiguration, match="takes 3 numbers") as raised:
        await bench.generations.open("g", 384, "{}")
    assert "vector_dimensions" in raised.value.hint
    for change in ({"measure": "SQUARED_L2_DISTANCE"}, {"update": "BATCH_UPDATE"}):
        with vector_search(3) as service:
            vars(service).update(change)
            unusable = Bench(service).generations
            with pytest.raises(InvalidConfiguration, match="compares by"):
                await unusable.open("g", 3, "{}")
            await unusable.close()
    elsewhere = VectorSearch(f"{ENDPOINT}/deployedIndexes/other", connected(bench.service)._token, bench.service.url)
    with pytest.raises(InvalidConfiguration, match="No index other is deployed"):
        await elsewhere.ping()
    await elsewhere.close()


async def test_the_index_is_asked_at_its_public_domain(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.url.scheme}://{request.url.host}")
        return httpx.Response(200, json=bench.service.answer(request.url.path, request.headers["Authorization"], {}))

    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    monkeypatch.setattr(connection.httpx, "AsyncClient", lambda **_: client)
    service = VectorSearch(PLACE, connected(bench.service)._token)
    described = await service.described()
    region = "https://europe-west1-aiplatform.googleapis.com"
    assert (asked, described.asked_at) == ([region] * 2, f"https://{bench.service.domain}")
    bench.service.domain = ""
    with pytest.raises(InvalidConfiguration, match="no public address"):
        await VectorSearch(PLACE, connected(bench.service)._token).described()
    await client.aclose()


async def test_a_service_that_is_away_is_unreachable(bench: Bench) -> None:
    with vector_search(3) as other:
        away = Bench(other)
    with pytest.raises(IndexUnreachable, match="cannot be reached"):
        await away.generations.live()
    await away.connection.close()


async def test_a_service_that_hangs_is_not_asked_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def hang(_: httpx.AsyncClient, method: str, *__: object, **___: object) -> httpx.Response:
        asked.append(method)
        raise httpx.ReadTimeout("no answer")

    monkeypatch.setattr(httpx.AsyncClient, "request", hang)
    with pytest.raises(IndexUnreachable, match="did not answer in time"):
        await bench.generations.live()
    assert asked == ["GET"]


async def test_what_is_no_answer_says_so(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench.service, "answer", lambda *_: {"deployedIndexes": "a proxy"})
    with pytest.raises(IndexRejected, match="no answer of"):
        await bench.generations.live()


@pytest.mark.parametrize(
    "settings",
    [
        {"vector_search": "an index"},
        {"vector_search": PLACE, "database_url": ""},
        {"vector_search": PLACE, "qdrant_url": "http://localhost:6333"},
    ],
)
async def test_settings_that_cannot_work_are_refused(settings: dict[str, str]) -> None:
    with pytest.raises(InvalidConfiguration, match="PAILLASSE_VECTOR_SEARCH"):
        await open_generations(Settings.model_validate({"database_url": "postgresql://db", **settings}))


async def test_googles_credentials_are_shown_and_their_failures_are_the_indexs(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(_env_file=None, vector_search=PLACE, google_url=bench.service.url)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(service_account(tmp_path, f"{bench.service.url}/token")))
    good = connect(settings)
    await good.ping()
    bench.service.token = "token-2"  # noqa: S105 - of this server
    await good.ping()
    await good.close()
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "nowhere.json"))
    bad = connect(settings)
    with pytest.raises(IndexRejected, match="no Google credentials"):
        await bad.ping()
    await bad.close()

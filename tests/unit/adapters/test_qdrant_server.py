"""The Qdrant server over the wire: what it sends when it fails, and what is made of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from qdrant_client import AsyncQdrantClient, models

from paillasse.adapters.generations.server import ServerGenerations
from paillasse.adapters.qdrant_server import ServerChunkIndex, connect
from paillasse.composition.index import kept_configuration, open_generations
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import DiskFull, HomeCorrupt, IndexRejected, IndexUnreachable, StorageError
from paillasse.protocols.retrieval import IndexFilter, IndexPoint
from paillasse.settings import Settings

EVERYTHING = IndexFilter(("default",))
POINT = IndexPoint("0d0a7c1e-5d0b-5a53-8a5e-2f8f1f5c6b77", "d", "default", "fr", "prose", (1.0, 0.0), {1: 1.0})


@asynccontextmanager
async def answering(status: str, body: bytes, seconds: float = 0.0, headers: str = "") -> AsyncIterator[str]:
    """The URL of a server that gives every request the same answer."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            await asyncio.sleep(seconds)
            head = f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n{headers}\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client left, as it may
        finally:
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


ACTIONS: dict[str, Callable[[AsyncQdrantClient], Awaitable[object]]] = {
    "open": lambda client: ServerChunkIndex.open(client, "g", 2),
    "upsert": lambda client: ServerChunkIndex(client, "g").upsert([POINT]),
    "delete": lambda client: ServerChunkIndex(client, "g").delete_documents(["d"]),
    "dense": lambda client: ServerChunkIndex(client, "g").search_dense((1.0, 0.0), EVERYTHING, 5),
    "sparse": lambda client: ServerChunkIndex(client, "g").search_sparse({1: 1.0}, EVERYTHING, 5),
    "ids": lambda client: ServerChunkIndex(client, "g").chunk_ids(),
    "live": lambda client: ServerGenerations(client).live(),
    "make live": lambda client: ServerGenerations(client).make_live("g"),
    "configurations": lambda client: ServerGenerations(client).configurations(),
    "drop": lambda client: ServerGenerations(client).drop("g"),
}


@pytest.mark.parametrize(
    ("status", "body", "error", "says"),
    [
        ("500 Internal Server Error", b'{"status": {"error": "key s3cret"}}', IndexUnreachable, "failed (HTTP 500)"),
        ("200 OK", b"<html>s3cret, welcome</html>", IndexRejected, "no answer of Qdrant's"),
        ("401 Unauthorized", b"s3cret", IndexRejected, "does not accept the key"),
    ],
    ids=["failing", "garbage", "wrong key"],
)
async def test_every_call_fails_with_an_error_of_ours(
    status: str, body: bytes, error: type[StorageError], says: str
) -> None:
    async with answering(status, body) as url:
        client = connect(Settings(_env_file=None, qdrant_url=url))
        for name, act in ACTIONS.items():
            with pytest.raises(error) as raised:
                await act(client)
            assert says in str(raised.value), name
            assert "s3cret" not in str(raised.value) + raised.value.hint
            assert raised.value.hint
        await client.close()


@pytest.mark.parametrize(
    ("status", "body", "headers", "error"),
    [
        ("429 Too Many Requests", b"{}", "Retry-After: 3\r\n", IndexUnreachable),
        ("429 Too Many Requests", b"{}", "", IndexUnreachable),
        ("400 Bad Request", b"{}", "", IndexRejected),
        ("500 Internal Server Error", b"Service internal error: No space left on device", "", DiskFull),
    ],
)
async def test_a_refused_write_says_why(status: str, body: bytes, headers: str, error: type[StorageError]) -> None:
    async with answering(status, body, headers=headers) as url:
        client = connect(Settings(_env_file=None, qdrant_url=url))
        with pytest.raises(error):
            await ACTIONS["upsert"](client)
        await client.close()


async def test_a_server_that_hangs_is_not_waited_for() -> None:
    async with answering("200 OK", b"{}", seconds=30) as url:
        client = connect(Settings(_env_file=None, qdrant_url=url, qdrant_seconds=1))
        with pytest.raises(IndexUnreachable, match="did not answer in time") as raised:
            await asyncio.wait_for(ACTIONS["dense"](client), 20)
        assert "PAILLASSE_QDRANT_SECONDS" in raised.value.hint
        await client.close()


async def test_a_server_that_is_not_there_is_said_so() -> None:
    settings = Settings(_env_file=None, qdrant_url="http://127.0.0.1:9")
    with pytest.raises(IndexUnreachable, match="cannot be reached") as raised:
        await kept_configuration(settings)
    assert "PAILLASSE_QDRANT_URL" in raised.value.hint


async def test_the_key_is_sent() -> None:
    asked: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readuntil(b"\r\n\r\n"))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    with pytest.warns(UserWarning, match="insecure connection"):
        client = connect(Settings(_env_file=None, qdrant_url=url, qdrant_key="abc"))  # pyright: ignore[reportArgumentType]
    with pytest.raises(IndexUnreachable):
        await ACTIONS["live"](client)
    assert b"api-key: abc" in asked[0]
    await client.close()
    server.close()


async def test_an_address_that_is_none_is_a_matter_of_the_settings() -> None:
    with pytest.raises(InvalidConfiguration, match="PAILLASSE_QDRANT_URL"):
        await open_generations(Settings(_env_file=None, qdrant_url="localhost:6333"))


async def test_a_client_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paillasse.composition.index.find_spec", lambda _: None)
    with pytest.raises(InvalidConfiguration) as raised:
        await open_generations(Settings(_env_file=None, qdrant_url="http://localhost:6333"))
    assert "paillasse[qdrant]" in raised.value.hint


@pytest.mark.filterwarnings("ignore:Payload indexes have no effect in the local Qdrant")
async def test_a_collection_of_another_dimension_or_of_others_is_refused() -> None:
    client = AsyncQdrantClient(":memory:")
    await ServerChunkIndex.open(client, "ours", 2)
    with pytest.raises(HomeCorrupt, match="vectors of 2 numbers, not of 3"):
        await ServerChunkIndex.open(client, "ours", 3)
    await client.create_collection("theirs", models.VectorParams(size=2, distance=models.Distance.DOT))
    with pytest.raises(HomeCorrupt):
        await ServerChunkIndex.open(client, "theirs", 2)
    await client.close()

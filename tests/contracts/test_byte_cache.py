"""What every cache does, whatever stands behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest

from paillasse.adapters.caches.memory_cache import MemoryCache
from paillasse.adapters.caches.redis_cache import RedisCache, connect
from paillasse.asking.protocols import ByteCache
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import CacheUnreachable
from redis_server import RedisServer, redis_server


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


@pytest.fixture(params=["memory", "redis"])
async def cache(request: pytest.FixtureRequest) -> AsyncIterator[ByteCache]:
    if request.param == "memory":
        yield MemoryCache()
        return
    connections = connect(request.getfixturevalue("server").url)
    yield RedisCache(connections)
    await connections.aclose()


async def test_what_was_put_is_there(cache: ByteCache) -> None:
    assert await cache.get("one") is None
    await cache.put("one", b"\x00\xff", 60)
    await cache.put("two", b"", 60)
    assert await cache.get("one") == b"\x00\xff"
    assert await cache.get("two") == b""
    await cache.put("one", b"other", 60)
    assert await cache.get("one") == b"other"


async def test_nothing_outlives_its_seconds(cache: ByteCache) -> None:
    await cache.put("short", b"x", 1)
    await cache.put("long", b"x", 60)
    await asyncio.sleep(1.1)
    assert await cache.get("short") is None
    assert await cache.get("long") == b"x"


async def test_in_this_process_what_was_asked_for_the_longest_ago_goes_first() -> None:
    cache = MemoryCache(most_entries=3, most_bytes=10)
    for key in "abc":
        await cache.put(key, b"xx", 60)
    await cache.get("a")
    await cache.put("d", b"xx", 60)
    assert [await cache.get(key) for key in "abcd"] == [b"xx", None, b"xx", b"xx"]
    await cache.put("e", b"x" * 7, 60)
    assert [key for key in "abcde" if await cache.get(key)] == ["d", "e"]
    await cache.put("f", b"x" * 11, 60)
    assert [key for key in "adef" if await cache.get(key)] == []
    await cache.put("g", b"x" * 10, 60)
    assert await cache.get("g") == b"x" * 10


async def test_a_server_that_is_gone_is_said_so_and_found_again() -> None:
    with redis_server() as server:
        connections = connect(server.url)
        cache = RedisCache(connections)
        await cache.put("one", b"x", 60)
        server.stop()
        with pytest.raises(CacheUnreachable, match="ConnectionError"):
            await cache.get("one")
        with pytest.raises(CacheUnreachable):
            await cache.put("one", b"x", 60)
        server.start()
        await cache.put("one", b"y", 60)
        assert await cache.get("one") == b"y"
        await connections.aclose()


def test_an_address_that_is_none_is_said_so() -> None:
    with pytest.raises(InvalidConfiguration, match="redis://"):
        connect("localhost:6379")

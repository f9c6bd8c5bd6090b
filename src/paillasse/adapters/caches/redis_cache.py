"""A cache on a Redis server, shared by every process that has its address."""

from __future__ import annotations

from typing import Any, cast

from redis.asyncio import ConnectionPool, Redis
from redis.exceptions import RedisError

from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import CacheUnreachable

_PREFIX = "paillasse:"
_SECONDS = 1.0
"""Longest wait for the server: an answer is soon worked out again."""


def connect(url: str) -> ConnectionPool:
    """Connections to the server at `redis://…` or `rediss://…`; none is made yet.

    Raises:
        InvalidConfiguration: this is no such URL.
    """
    pool: Any = ConnectionPool  # its options have no types
    try:
        return pool.from_url(url, socket_timeout=_SECONDS, socket_connect_timeout=_SECONDS)
    except ValueError as error:
        raise InvalidConfiguration("PAILLASSE_REDIS_URL has to begin with redis:// or rediss://.") from error


class RedisCache:
    """`asking.protocols.ByteCache`; how much is kept is a matter of the server's `maxmemory`."""

    def __init__(self, connections: ConnectionPool) -> None:
        self._client = Redis(connection_pool=connections)

    async def get(self, key: str) -> bytes | None:
        """The value; None when there is none or its life is over."""
        try:
            return cast("bytes | None", await self._client.get(_PREFIX + key))
        except (RedisError, OSError) as error:
            raise _unreachable(error) from error

    async def put(self, key: str, value: bytes, seconds: int) -> None:
        """Keep a value for that long at most."""
        try:
            await self._client.set(_PREFIX + key, value, ex=seconds)
        except (RedisError, OSError) as error:
            raise _unreachable(error) from error


def _unreachable(error: Exception) -> CacheUnreachable:
    return CacheUnreachable(f"Redis does not do its work: {type(error).__name__}.")

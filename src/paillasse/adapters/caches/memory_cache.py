"""A cache in this process."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable


class MemoryCache:
    """`asking.protocols.ByteCache`, bounded: what was not asked for the longest goes first."""

    def __init__(
        self, *, most_entries: int = 10_000, most_bytes: int = 64 << 20, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._most_entries, self._most_bytes, self._now = most_entries, most_bytes, now
        self._entries: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self._bytes = 0

    async def get(self, key: str) -> bytes | None:
        """The value; None when there is none or its life is over."""
        value, ends_at = self._entries.get(key, (None, 0.0))
        if value is None:
            return None
        if self._now() >= ends_at:
            self._forget(key)
            return None
        self._entries.move_to_end(key)
        return value

    async def put(self, key: str, value: bytes, seconds: int) -> None:
        """Keep a value for that long at most."""
        self._forget(key)
        self._entries[key] = (value, self._now() + seconds)
        self._bytes += len(value)
        while len(self._entries) > self._most_entries or self._bytes > self._most_bytes:
            self._forget(next(iter(self._entries)))

    def _forget(self, key: str) -> None:
        value, _ = self._entries.pop(key, (b"", 0.0))
        self._bytes -= len(value)

"""How many questions are worked on at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from paillasse.asking.errors import Overloaded

_RETRY_SECONDS = 5.0


class Gate:
    """So many at once; some more wait in a queue, in turn, and not for long. Who finds it full is told at once."""

    def __init__(self, places: int, queue: int, patience: float) -> None:
        """Places to work at, places to wait at, and seconds that somebody waits at most."""
        self._places = asyncio.Semaphore(places)
        self._queue = queue
        self._patience = patience
        self._waiting = 0

    @asynccontextmanager
    async def enter(self) -> AsyncGenerator[None]:
        """A place, for as long as the block lasts.

        Raises:
            Overloaded: the queue is full, or did not move.
        """
        await self._take_place()
        try:
            yield
        finally:
            self._places.release()

    async def _take_place(self) -> None:
        if self._places.locked() and self._waiting >= self._queue:
            raise _overloaded()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._places.acquire()
        except TimeoutError as error:
            raise _overloaded() from error
        finally:
            self._waiting -= 1


def _overloaded() -> Overloaded:
    return Overloaded("Too many questions are being answered.", retry_after=_RETRY_SECONDS)

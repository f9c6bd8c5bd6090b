"""How much of one kind is worked on at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import ParamSpec, TypeVar

from paillasse.errors.root import Overloaded

_RETRY_SECONDS = 5.0

P = ParamSpec("P")
T = TypeVar("T")


class Gate:
    """So many at once; some more wait in a queue, in turn, and not for long. Who finds it full is told at once."""

    def __init__(self, places: int, queue: int, patience: float) -> None:
        """Places to work at, places to wait at, and seconds that somebody waits at most."""
        self._places = asyncio.Semaphore(places)
        self._all = places
        self._taken = 0
        self._queue = queue
        self._patience = patience
        self._waiting = 0

    @property
    def load(self) -> float:
        """Share of the places that are taken."""
        return self._taken / self._all

    @asynccontextmanager
    async def enter(self) -> AsyncGenerator[None]:
        """A place, for as long as the block lasts.

        Raises:
            Overloaded: the queue is full, or did not move.
        """
        await self._take_place()
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1
            self._places.release()

    async def in_thread(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work gives, done beside the loop.

        A thread cannot be stopped: it holds its place until it ends, even when nobody waits for it any more.

        Raises:
            Overloaded: as `enter`.
        """
        async with self.enter():
            thread = asyncio.ensure_future(asyncio.to_thread(work, *args, **kwargs))
            try:
                return await asyncio.shield(thread)
            finally:
                await asyncio.wait({thread})

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
    return Overloaded("Too much of this is being worked on.", retry_after=_RETRY_SECONDS)

"""The same question asked by several at once is worked out once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Hashable
from contextlib import aclosing
from typing import Generic, TypeVar

T = TypeVar("T")


class Flights(Generic[T]):
    """What is being worked out now, by key."""

    def __init__(self) -> None:
        self._flights: dict[Hashable, Flight[T]] = {}

    def board(self, key: Hashable, begin: Callable[[], AsyncGenerator[T]]) -> tuple[AsyncGenerator[T], bool]:
        """What is worked out under this key, from its beginning; it goes on as long as somebody watches.

        Returns:
            The events, and whether somebody else's question began them.
        """
        flight = self._flights.get(key)
        joined = flight is not None and not flight.over
        if flight is None or flight.over:
            flight = self._flights[key] = Flight(begin())
        return self._watch(key, flight), joined

    async def _watch(self, key: Hashable, flight: Flight[T]) -> AsyncGenerator[T]:
        try:
            async with aclosing(flight.watch()) as events:
                async for event in events:
                    yield event
        finally:
            if flight.over and self._flights.get(key) is flight:
                del self._flights[key]


class Flight(Generic[T]):
    """One computation, with what it has given so far for those who come late."""

    def __init__(self, events: AsyncGenerator[T], patience: float = 0.0) -> None:
        """When nobody watches any more, what has begun to give may go on for so many seconds to come to its end."""
        self._patience = patience
        self._given: list[T] = []
        self._news = asyncio.Event()
        self._watchers = 0
        self._task = asyncio.create_task(self._run(events))
        self._task.add_done_callback(lambda _: self._tell())

    @property
    def over(self) -> bool:
        """Whether nobody may join any more."""
        return self._task.done() or self._task.cancelling() > 0

    async def watch(self) -> AsyncGenerator[T]:
        """Everything that was given and will be; the last one who leaves ends it."""
        self._watchers += 1
        seen = 0
        try:
            while True:
                news = self._news
                while seen < len(self._given):
                    seen += 1
                    yield self._given[seen - 1]
                if self._task.done():
                    break
                await news.wait()
            self._task.result()
        finally:
            self._watchers -= 1
            if not self._watchers:
                await self._end()

    async def _end(self) -> None:
        try:
            if self._given and self._patience:
                await asyncio.wait({self._task}, timeout=self._patience)
        finally:
            self._task.cancel()
            await asyncio.wait({self._task})
            if not self._task.cancelled():
                self._task.exception()  # nobody is left to hear of it

    async def _run(self, events: AsyncGenerator[T]) -> None:
        async with aclosing(events):
            async for event in events:
                self._given.append(event)
                self._tell()

    def _tell(self) -> None:
        told, self._news = self._news, asyncio.Event()
        told.set()

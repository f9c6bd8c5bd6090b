"""Questions asked again of a release whose answers nobody sees: behind everything that somebody waits for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine

from paillasse.asking.protocols import Charge
from paillasse.types.questions import Query

SHADOWS_AT_ONCE = 2
_MOST_LOAD = 0.5

_log = logging.getLogger(__name__)


class Shadows:
    """A few at once, and none while many questions are being answered; the others are dropped."""

    def __init__(self, load: Callable[[], float], charge: Callable[[str, Query], Charge]) -> None:
        """Given the share of the places for questions that are taken, and who is told what a shadow cost."""
        self.charge = charge
        self._load = load
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def may_begin(self) -> bool:
        """Whether one more disturbs nobody: at most two are at work, and half of the places are free."""
        return len(self._tasks) < SHADOWS_AT_ONCE and self._load() <= _MOST_LOAD

    def begin(self, work: Coroutine[object, object, None]) -> None:
        """Do it beside everything else; what it raises is logged."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def end(self) -> None:
        """Break off what is at work."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def done(self) -> None:
        """Wait for what is at work."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("A question could not be asked in the shadow.", exc_info=error)

"""Checks on a schedule, and what a drift calls for: done by one process, however many there are over a home."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from paillasse.drift.desk import DriftDesk
from paillasse.drift.types import DriftReport, FollowUp, Progress, State
from paillasse.errors.root import PaillasseError

_LOOK_SECONDS = 300.0
_STALE = timedelta(hours=6)
"""Who took something upon himself so long ago is dead: neither a check nor what follows takes that long."""

Recorded = Callable[[DriftReport], Awaitable[FollowUp]]
"""Does what a drift calls for; what came of it."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What a drift may call for."""

    evaluate: Recorded
    retrain: Recorded


class Schedule:
    """A check every so many hours."""

    def __init__(
        self,
        desk: DriftDesk,
        follow_ups: FollowUps,
        hours: int,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._desk = desk
        self._follow_ups = follow_ups
        self._hours = hours
        self._clock = clock

    async def keep(self) -> NoReturn:
        """Look whether something is to be done, until cancelled; what fails is logged, and tried again."""
        while True:
            try:
                await self.look()
            except PaillasseError as error:
                _log.warning("Drift: %s %s", error, error.hint)
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> None:
        """Check if it is time, and do what reports call for; nothing where another process is at it, or was.

        Raises:
            PaillasseError: what `DriftDesk.check` raises; it is this or another process's turn again.
        """
        now, reports = self._clock(), self._desk.reports
        turn = f"scheduled-{self._hours}h-{int(now.timestamp()) // (self._hours * 3600)}"
        if await reports.claim(turn, now, now - _STALE):
            try:
                report = await self._desk.check(turn)
            except BaseException:
                await reports.release(turn)
                raise
            _log.log(logging.WARNING if report.state is State.DRIFTED else logging.INFO, "Drift: %s", report.said)
        while (report := await reports.take_open(now, now - _STALE)) is not None:
            await self._follow(report)

    async def _follow(self, report: DriftReport) -> None:
        if report.evaluation.state is Progress.DUE:
            report = replace(report, evaluation=await _done(self._follow_ups.evaluate, report))
        if report.retraining.state is Progress.DUE:
            report = replace(report, retraining=await _done(self._follow_ups.retrain, report))
        await self._desk.reports.put(report)


async def _done(recorded: Recorded, report: DriftReport) -> FollowUp:
    try:
        return await recorded(report)
    except PaillasseError as error:
        _log.warning("What a drift calls for failed: %s %s", error, error.hint)
        return FollowUp(Progress.FAILED, f"{error} {error.hint}".strip())

"""Comparing the stores of an open home time and again: whether they agree is told before somebody misses a document."""

from __future__ import annotations

import asyncio
import logging
from typing import NoReturn

from paillasse.errors.root import PaillasseError
from paillasse.generations.live import LiveServices
from paillasse.jobs.board import JobBoard
from paillasse.monitoring.standing import StandingFigures
from paillasse.types.jobs import UNFINISHED

_FIRST_SECONDS = 20.0
"""After the start: the first questions go before."""
_LATER_SECONDS = 3600.0
_BUSY_SECONDS = 60.0
"""Before looking again, where files are being ingested."""

_log = logging.getLogger(__name__)


async def keep_comparing(live: LiveServices, board: JobBoard, figures: StandingFigures) -> NoReturn:
    """Compare database, index and files once an hour, and tell the difference; nothing is repaired. Until cancelled."""
    wait = _FIRST_SECONDS
    while True:
        await asyncio.sleep(wait)
        try:
            differences = await difference(live, board)
        except PaillasseError as error:
            _log.warning("The stores could not be compared: %s", error)
            differences = None
        if differences is not None:
            figures.compared(differences)
        wait = _BUSY_SECONDS if differences is None else _LATER_SECONDS


async def difference(live: LiveServices, board: JobBoard) -> int | None:
    """On how many points and files the stores do not agree; None where a file is under way, which is in some of them.

    Raises:
        StorageError: they cannot be read.
    """
    if await _under_way(board):
        return None
    async with live.use() as services:
        report = await services.reconcile(repair=False)
    return None if await _under_way(board) else report.differences


async def _under_way(board: JobBoard) -> bool:
    return not (await board.counts()).keys().isdisjoint(UNFINISHED)

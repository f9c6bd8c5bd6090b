"""The seams of drift: what keeps reports, what remembers exchanges, what compares."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from paillasse.drift.types import Asked, DriftReport, Observation

Describe = Callable[[Sequence[Asked]], Awaitable[list[Observation]]]
"""Takes the words away: one observation for each exchange, in order."""


class AskedQuestions(Protocol):
    """The exchanges of the history, by what answered them. Their words do not leave it."""

    async def first(self, release: str, until: datetime, most: int, describe: Describe) -> list[Observation]:
        """The first exchanges that this release answered, so many at most and all before a moment; the oldest first."""
        ...

    async def latest(self, release: str, since: datetime, most: int, describe: Describe) -> list[Observation]:
        """The latest exchanges that it answered from a moment on, so many at most; the oldest first."""
        ...


class DriftReports(Protocol):
    """Reports, and whose turn it is to work on one."""

    async def claim(self, report_id: str, at: datetime, stale: datetime) -> bool:
        """Take the making of a report upon oneself; False where it is made, or somebody else took it since `stale`."""
        ...

    async def put(self, report: DriftReport) -> None:
        """Keep a report, replacing what was known of its id."""
        ...

    async def release(self, report_id: str) -> None:
        """Give a claim back: the report could not be made."""
        ...

    async def list(self, limit: int) -> list[DriftReport]:
        """So many reports at most, the latest first."""
        ...

    async def take_open(self, at: datetime, stale: datetime) -> DriftReport | None:
        """Take a report upon oneself that calls for something which nobody has taken since `stale`: the oldest."""
        ...


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison says."""

    p_values: Mapping[str, float]
    """Of a test that both samples are of one distribution, by name of the feature; those with too few values lack."""
    topics: tuple[Sequence[str], Sequence[str]]
    """The topic of each observation, of the reference and now."""


class Comparison(Protocol):
    """Compares two samples of observations, feature by feature."""

    async def compare(
        self, reference: Sequence[Observation], current: Sequence[Observation], page: Path | None = None
    ) -> Compared:
        """Test every feature; with a path, draw it as an HTML page as well.

        Raises:
            ComparisonFailed: it could not be done.
            StorageError: the page cannot be written.
        """
        ...


@dataclass(frozen=True, slots=True)
class Answering:
    """What answers now."""

    release: str
    """As in `history.types.Exchange.release`."""
    describe: Describe


AnsweringNow = Callable[[], AbstractAsyncContextManager[Answering]]
"""Holds on to what answers, while it describes."""

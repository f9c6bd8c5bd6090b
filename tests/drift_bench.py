"""A desk over observations made by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from exchanges import NOW
from observations import OBSERVED
from paillasse.adapters.memory.drift import GivenComparison, MemoryDriftReports
from paillasse.drift.desk import DriftDesk, Kept
from paillasse.drift.protocols import Answering, Describe
from paillasse.drift.types import Asked, Observation

RELEASE = "release 3: c/g"
DAY = timedelta(days=1)


class Observed:
    """Observations by release instead of exchanges."""

    def __init__(self, observations: list[Observation]) -> None:
        self.observations = observations

    async def first(self, release: str, until: datetime, most: int, describe: Describe) -> list[Observation]:
        assert release == RELEASE
        return [each for each in self.observations if each.at < until][:most]

    async def latest(self, release: str, since: datetime, most: int, describe: Describe) -> list[Observation]:
        assert release == RELEASE
        return [each for each in self.observations if each.at >= since][-most:]


@asynccontextmanager
async def answering() -> AsyncIterator[Answering]:
    async def describe(asked: Sequence[Asked]) -> list[Observation]:
        raise AssertionError(asked)

    yield Answering(RELEASE, describe)


def desk(before: int, lately: int, p_value: float = 0.5, *, retrains: bool = False, **now: object) -> DriftDesk:
    """So many questions before the last seven days and in them, the latter otherwise than the former."""
    observations = [replace(OBSERVED, at=NOW - 9 * DAY)] * before
    observations += [replace(OBSERVED, at=NOW - DAY, **now)] * lately  # type: ignore[arg-type]
    comparison = GivenComparison({"language": p_value, "refused": 0.9})
    kept = Kept(Observed(observations), MemoryDriftReports())
    return DriftDesk(kept, answering, comparison, retrains=retrains, clock=lambda: NOW)

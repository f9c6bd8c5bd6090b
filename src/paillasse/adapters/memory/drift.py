"""Drift that lives and dies with the process: for tests and demonstrations."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.drift.protocols import Compared, Describe
from paillasse.drift.types import Asked, DriftReport, Observation
from paillasse.history.types import Exchange


class MemoryAskedQuestions:
    """`drift.protocols.AskedQuestions` over a `MemoryHistoryStore`."""

    def __init__(self, history: MemoryHistoryStore) -> None:
        self._history = history

    async def first(self, release: str, until: datetime, most: int, describe: Describe) -> list[Observation]:
        """The first exchanges that this release answered, all before a moment; the oldest first."""
        return await describe([self._asked(e) for e in self._of(release) if e.created_at < until][:most])

    async def latest(self, release: str, since: datetime, most: int, describe: Describe) -> list[Observation]:
        """The latest exchanges that it answered from a moment on; the oldest first."""
        return await describe([self._asked(e) for e in self._of(release) if e.created_at >= since][-most:])

    def _of(self, release: str) -> list[Exchange]:
        found = [e for e in self._history.exchanged.values() if e.release == release]
        return sorted(found, key=lambda e: e.place)

    def _asked(self, exchange: Exchange) -> Asked:
        trace, given = exchange.response.trace, self._history.feedback.get(exchange.id)
        return Asked(
            at=exchange.created_at,
            question=exchange.query,
            outcome=exchange.outcome.value,
            confidence=exchange.response.confidence,
            hits=cast("list[Mapping[str, Any]]", trace.get("hits", [])),
            understood=cast("Mapping[str, Any]", trace.get("understood", {})),
            refusal=str(trace.get("refusal", "")),
            thumb=None if given is None else given.thumb.value,
        )


class MemoryDriftReports:
    """`drift.protocols.DriftReports` in dictionaries."""

    def __init__(self) -> None:
        self._reports: dict[str, DriftReport] = {}
        self._claimed: dict[str, datetime] = {}
        self._taken: dict[str, datetime] = {}

    async def claim(self, report_id: str, at: datetime, stale: datetime) -> bool:
        """Take the making of a report upon oneself, if nobody has."""
        if report_id in self._reports or self._claimed.get(report_id, stale) > stale:
            return False
        self._claimed[report_id] = at
        return True

    async def put(self, report: DriftReport) -> None:
        """Keep a report, replacing what was known of its id."""
        self._reports[report.id] = report

    async def release(self, report_id: str) -> None:
        """Give a claim back."""
        self._claimed.pop(report_id, None)

    async def list(self, limit: int) -> list[DriftReport]:
        """So many reports at most, the latest first."""
        return sorted(self._reports.values(), key=_when, reverse=True)[:limit]

    async def take_open(self, at: datetime, stale: datetime) -> DriftReport | None:
        """Take a report upon oneself that calls for something, the oldest, if nobody has."""
        for report in sorted(self._reports.values(), key=_when):
            if report.open and self._taken.get(report.id, stale) <= stale:
                self._taken[report.id] = at
                return report
        return None


def _when(report: DriftReport) -> tuple[datetime, str]:
    return report.checked_at, report.id


class GivenComparison:
    """`drift.protocols.Comparison` with p-values that were given to it, and one topic."""

    def __init__(self, p_values: Mapping[str, float]) -> None:
        self.p_values = p_values

    async def compare(
        self, reference: Sequence[Observation], current: Sequence[Observation], page: Path | None = None
    ) -> Compared:
        """What was given; the page says that it is none."""
        if page is not None:
            await asyncio.to_thread(page.write_text, "No comparison was made.\n", encoding="utf-8")
        return Compared(self.p_values, (["topic 1"] * len(reference), ["topic 1"] * len(current)))

"""What was asked lately, held against what was asked first."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from paillasse.drift.comparing import compare
from paillasse.drift.protocols import AnsweringNow, AskedQuestions, Comparison, DriftReports
from paillasse.drift.types import DriftReport, FeatureDrift, FollowUp, Observation, Progress, State, Window

WINDOW = timedelta(days=7)
"""What "lately" is: whole weeks, since other people work at weekends."""
_MOST = 1000
"""Questions on each side: with more, differences get surer that are too small to matter."""
_LEAST_REFERENCE, _LEAST_CURRENT = 200, 100
"""With fewer, only a landslide would be seen."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a desk reads and writes."""

    asked: AskedQuestions
    reports: DriftReports


class DriftDesk:
    """Makes reports and shows them."""

    def __init__(
        self,
        kept: Kept,
        answering: AnsweringNow,
        comparison: Comparison,
        *,
        retrains: bool,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """With `retrains`, a drift also calls for the escalation predictor to be trained again."""
        self.reports = kept.reports
        self._asked = kept.asked
        self._answering = answering
        self._comparison = comparison
        self._retrains = retrains
        self._clock = clock

    async def latest(self) -> DriftReport | None:
        """The latest report; None where none was made yet."""
        return next(iter(await self.reports.list(1)), None)

    async def check(self, report_id: str = "", page: Path | None = None) -> DriftReport:
        """Compare the questions of the last seven days with the first that what answers now has answered.

        Args:
            report_id: of the report; empty makes one up.
            page: where it is drawn as HTML as well; nothing is written where nothing is compared.

        Returns:
            The report, which is kept.

        Raises:
            ComparisonFailed: nothing could be compared.
            ModelUnavailable: questions cannot be embedded.
            StorageError: the database failed; the page cannot be written.
        """
        now = self._clock()
        async with self._answering() as answering:
            reference = await self._asked.first(answering.release, now - WINDOW, _MOST, answering.describe)
            current = await self._asked.latest(answering.release, now - WINDOW, _MOST, answering.describe)
        empty = DriftReport(report_id or uuid.uuid4().hex, now, answering.release, State.STABLE, "")
        empty = replace(empty, reference=_window(reference), current=_window(current))
        if len(reference) < _LEAST_REFERENCE:
            report = replace(empty, state=State.NO_REFERENCE, said=_no_reference(len(reference)))
        elif len(current) < _LEAST_CURRENT:
            report = replace(empty, state=State.TOO_FEW, said=_too_few(len(current)))
        else:
            compared = await self._comparison.compare(reference, current, page)
            report = self._judged(replace(empty, features=compare(reference, current, compared)))
        await self.reports.put(report)
        return report

    def _judged(self, report: DriftReport) -> DriftReport:
        drifted = [each for each in report.features if each.drifted]
        if not drifted:
            return replace(report, said="What is asked, and how it is answered, is as it was.")
        due = FollowUp(Progress.DUE)
        return replace(
            report,
            state=State.DRIFTED,
            said=f"Not as it was: {', '.join(map(_told, drifted))}.",
            evaluation=due,
            retraining=due if self._retrains else FollowUp(),
        )


def _window(observed: Sequence[Observation]) -> Window | None:
    return Window(observed[0].at, observed[-1].at, len(observed)) if observed else None


def _no_reference(found: int) -> str:
    return (
        f"Nothing to compare with yet: what answers was asked {found} questions before the last {WINDOW.days} days; "
        f"{_LEAST_REFERENCE} are a reference."
    )


def _too_few(found: int) -> str:
    return f"Too few questions in the last {WINDOW.days} days: {found}; from {_LEAST_CURRENT} on they are compared."


def _told(feature: FeatureDrift) -> str:
    if feature.reference is None or feature.current is None:
        return f"{feature.name} (distance {feature.distance:.2f})"
    return f"{feature.name} ({feature.reference:.3g} → {feature.current:.3g})"

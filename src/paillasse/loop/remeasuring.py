"""What a drift calls for: what answers is measured again, and the escalation predictor trained again."""

from __future__ import annotations

from typing import cast

from paillasse.access.types import Actor
from paillasse.composition.bootstrap import Services
from paillasse.drift.types import DriftReport, FollowUp, Progress
from paillasse.experiments import comparison, runs
from paillasse.experiments.rows import QuestionRow
from paillasse.loop.escalating import Wanted, retrain
from paillasse.loop.experimenting import Plan, reviewed_cases, try_config
from paillasse.protocols.tracking import Tracker, Tracking
from paillasse.releases.shelf import EXPERIMENT
from paillasse.storage.session import Database

_TOLD = ("answer_correctness", "refused_unanswerable", "refused_answerable", "hit@5")
"""Figures of a re-evaluation that its sentence tells."""
_PLACES = ("all", "unanswerable")
_DRIFT = Actor("drift", "")
"""Whom the audit log names for a model that nobody asked for."""


async def evaluated(services: Services, tracker: Tracker, report: DriftReport) -> FollowUp:
    """Ask what answers its golden set again, and the cases that came of feedback: a run beside those of its releases.

    Raises:
        RunNotFound: it was never measured, or by an earlier version, which did not keep the golden set.
        PaillasseError: what `experimenting.try_config` raises.
    """
    former = runs.find(await tracker.runs(EXPERIMENT), services.config.hash)
    cases = await runs.cases_of(tracker, former)
    plan = Plan([services.config], cases, former.parameters.get("dataset", ""), EXPERIMENT, again=True)
    reviewed = await reviewed_cases(cast("Database", services.database))
    tried = await try_config(services, plan, reviewed, tracker, _untold)
    await tracker.tag(tried.run.id, {"because": f"drift {report.id}"})
    before, now = await runs.rows_of(tracker, former), await runs.rows_of(tracker, tried.run)
    return FollowUp(Progress.DONE, _told(before, now), tried.run.id)


def _told(before: list[QuestionRow], now: list[QuestionRow]) -> str:
    found = [d for d in comparison.compare(before, now) if d.place in _PLACES and d.figure in _TOLD]
    figures = ", ".join(f"{d.figure} {d.first:.3f} → {d.second:.3f}" for d in found)
    worse = [d.figure for d in found if d.verdict == "worse"]
    verdict = f"Significantly worse: {', '.join(worse)}." if worse else "Nothing is significantly worse."
    return f"{len(now)} questions asked again: {figures}. {verdict}"


async def retrained(services: Services, tracking: Tracking, report: DriftReport) -> FollowUp:
    """Train the escalation predictor again; raises what `escalating.retrain` raises."""
    wanted = Wanted(_DRIFT.user_id, f"drift {report.id}")
    trained = await retrain(services, tracking, _untold, wanted, _DRIFT)
    if trained.promoted:
        return FollowUp(Progress.DONE, f"Model {trained.version} is in production.")
    return FollowUp(Progress.DONE, f"Model {trained.version} is not in production: {' '.join(trained.failures)}")


def _untold(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches its progress."""

"""Whether a release may be promoted. What was not measured does not pass."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from pydantic import BaseModel, ConfigDict

from paillasse.evaluation import gates
from paillasse.evaluation.report import Report
from paillasse.experiments.comparison import Difference, difference_of
from paillasse.experiments.rows import QuestionRow, by_id
from paillasse.protocols.tracking import Run
from paillasse.releases.gate_policy import Budgets, GatePolicy, Regression, Safety


class Verdict(BaseModel):
    """What the gates say: a sentence for everything that failed."""

    model_config = ConfigDict(frozen=True)

    failures: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """True when nothing failed."""
        return not self.failures


@dataclass(frozen=True, slots=True)
class Measured:
    """A run with what was kept of it."""

    run: Run
    report: Report
    rows: Sequence[QuestionRow]


@dataclass(frozen=True, slots=True)
class Production:
    """What answers now, measured on the same questions and manuals; None where it was not measured so."""

    version: int
    measured: Measured | None


def judge(candidate: Measured, production: Production | None, reviewed: str, policy: GatePolicy) -> Verdict:
    """Hold a run against the gates.

    Args:
        candidate: of the release that is to be promoted.
        production: of the release that it replaces; None where there is none, or it is the same.
        reviewed: hash of the golden cases that came of feedback until now.
        policy: the gates.
    """
    failed = [*gates.failures(candidate.report, policy.floors)]
    failed += _over_budget(candidate, policy.budgets)
    failed += _unsafe(candidate, policy.safety)
    failed += _reviewed(candidate, reviewed)
    if policy.regression is not None and production is not None:
        failed += _regressed(candidate, production, policy.regression)
    return Verdict(failures=tuple(failed))


def _over_budget(candidate: Measured, budgets: Budgets) -> Iterator[str]:
    latency = candidate.report.latency_ms.get("total")
    yield from _above("the median latency in ms", latency and latency.p50, budgets.latency_p50_ms)
    yield from _above("the 95th percentile of latency in ms", latency and latency.p95, budgets.latency_p95_ms)
    costs = [row.figures.get("cost", math.nan) for row in candidate.rows]
    yield from _above("the cost of a question", float(np.mean(costs)) if costs else None, budgets.cost_per_question)


def _above(name: str, value: float | None, most: float | None) -> Iterator[str]:
    if most is None:
        return
    if value is None or math.isnan(value):
        yield f"{name} was not measured"
    elif value > most:
        yield f"{name} is {value:.4g}, above {most:g}"


def _unsafe(candidate: Measured, safety: Safety) -> Iterator[str]:
    yield from gates.failures(candidate.report, gates.Gates(at_least=dict.fromkeys(safety.rates, 1.0)))
    for kind in safety.kinds:
        asked = [row for row in candidate.rows if kind in row.slices and not row.reviewed]
        if not asked:
            yield f"no question of the kind {kind} was asked"
        yield from (f"{row.id} ({kind}) does not pass" for row in asked if not row.passed)


def _reviewed(candidate: Measured, reviewed: str) -> Iterator[str]:
    if candidate.run.tags.get("reviewed") != reviewed:
        yield "golden cases came of feedback, or were removed, since it was measured"
    yield from (f"{row.id} does not pass" for row in candidate.rows if row.reviewed and not row.passed)


def _regressed(candidate: Measured, production: Production, policy: Regression) -> Iterator[str]:
    if production.measured is None:
        yield f"release {production.version}, in production, was not measured on the same questions and manuals"
        return
    for figure in policy.figures:
        if failed := sum(figure in row.unjudged for row in candidate.rows):
            yield f"{figure} was not measured: the judge failed on {failed} questions"
        found = list(_differences(production.measured.rows, candidate.rows, figure, policy))
        if not found:
            yield f"{figure} was not measured in both"
        for each in found:
            if each.verdict == "worse":
                yield (
                    f"{figure} on {each.place} fell from {each.first:.3f} to {each.second:.3f} "
                    f"({each.confidence:.1%} interval {each.low:+.3f} to {each.high:+.3f}, {each.n} questions)"
                )


def _differences(
    before: Sequence[QuestionRow], after: Sequence[QuestionRow], figure: str, policy: Regression
) -> Iterator[Difference]:
    """On all questions that have the figure, and on every slice that is large enough (Bonferroni)."""
    one, other = by_id(before), by_id(after)
    pairs = [
        (row, other[key])
        for key, row in one.items()
        if key in other and figure in row.figures and figure in other[key].figures
    ]
    if not pairs:
        return
    yield difference_of("all questions", figure, pairs, policy.confidence)
    slices: dict[str, list[tuple[QuestionRow, QuestionRow]]] = {}
    for pair in pairs:
        for place in pair[0].slices:
            slices.setdefault(place, []).append(pair)
    large = {place: few for place, few in slices.items() if policy.least_questions <= len(few) < len(pairs)}
    for place, few in large.items():
        yield difference_of(place, figure, few, 1 - (1 - policy.confidence) / len(large))

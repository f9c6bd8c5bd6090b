"""Which of two releases does better, as far as the counts can tell.

Users were drawn, not questions: what one user asks is alike. So the unit is the user. A figure of an arm is a ratio of
sums over its users, its variance that of a ratio estimator (delta method: Cochran, "Sampling Techniques", 3rd edition,
1977, section 6.5; Deng, Knoblich and Lu, "Applying the delta method in metric analytics", KDD 2018), and its interval
holds however often one looks (`sequential.interval`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from paillasse.rollouts.evidence.sequential import interval
from paillasse.rollouts.types import Arm, UserTally

ERROR_RATE = 0.05
"""Chance that, of two releases that do alike, any figure is ever called better or worse: shared by all figures."""
LEAST_USERS = 20
"""Of each arm, as many as count: with fewer the variance among them is not known well enough. Users who ask much more
than others weigh more, so they stand for more; n of them who ask alike count as n (Kish, "Survey Sampling", 1965)."""


class Verdict(StrEnum):
    """What can be said of the candidate."""

    BETTER = "better"
    WORSE = "worse"
    ALIKE = "alike"
    """It does not differ by more than the figure's margin."""
    UNKNOWN = "not enough data"


@dataclass(frozen=True, slots=True)
class Figure:
    """What is compared: a sum over another, user by user."""

    name: str
    of: Callable[[UserTally], tuple[float, float]]
    """Numerator and denominator."""
    margin: float
    """A difference that matters; `relative`: as a share of the figure."""
    higher_is_better: bool = False
    is_rate: bool = False
    relative: bool = False


FIGURES = (
    Figure("errors", lambda user: (user.tally.failures, user.tally.worked_out), 0.02, is_rate=True),
    Figure("refusals", lambda user: (user.tally.refusals, user.tally.questions), 0.05, is_rate=True),
    Figure("thumbs up", lambda user: (user.thumbs_up, user.thumbs), 0.1, higher_is_better=True, is_rate=True),
    Figure("log latency", lambda user: (user.tally.log_ms, user.tally.timed), math.log(1.1)),
    Figure("cost", lambda user: (user.tally.cost, user.tally.worked_out), 0.1, relative=True),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of both arms."""

    figure: str
    control: float | None
    """None where nothing was counted."""
    candidate: float | None
    users: tuple[int, int]
    """Who had to do with it, of the control and of the candidate."""
    low: float | None
    """Of the interval of `candidate - control`; None where there are too few users for one."""
    high: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Ratio:
    value: float
    users: float
    """As many as count: see `LEAST_USERS`."""
    total: float
    """Sum of the denominators."""
    variance: float


def compare(users: Sequence[UserTally]) -> list[Compared]:
    """Every figure. The doubt is shared among them (Bonferroni), so looking at all of them is no way to find one."""
    return [compared(figure, users, ERROR_RATE / len(FIGURES)) for figure in FIGURES]


def compared(figure: Figure, users: Iterable[UserTally], alpha: float) -> Compared:
    """One figure, with this error rate over all looks together."""
    parts: dict[Arm, list[tuple[float, float]]] = {Arm.CONTROL: [], Arm.CANDIDATE: []}
    for user in users:
        if (part := figure.of(user))[1] > 0:
            parts[user.arm].append(part)
    control, candidate = _ratio(parts[Arm.CONTROL]), _ratio(parts[Arm.CANDIDATE])
    told = (
        figure.name,
        control and control.value,
        candidate and candidate.value,
        (len(parts[Arm.CONTROL]), len(parts[Arm.CANDIDATE])),
    )
    if control is None or candidate is None or min(control.users, candidate.users) < LEAST_USERS:
        return Compared(*told, None, None, Verdict.UNKNOWN)
    pooled = (control.value * control.total + candidate.value * candidate.total) / (control.total + candidate.total)
    margin = figure.margin * (abs(pooled) if figure.relative else 1)
    variance = control.variance + candidate.variance
    if figure.is_rate:  # a few events on one side look surer than they are
        variance = max(variance, pooled * (1 - pooled) * (1 / control.total + 1 / candidate.total))
    if not variance or not margin:
        return Compared(*told, None, None, Verdict.UNKNOWN)
    low, high = interval(candidate.value - control.value, variance, margin, alpha)
    return Compared(*told, low, high, _verdict(low, high, margin, figure.higher_is_better))


def _ratio(parts: Sequence[tuple[float, float]]) -> _Ratio | None:
    if not parts:
        return None
    total = sum(n for _, n in parts)
    users = total * total / sum(n * n for _, n in parts)
    value = sum(part for part, _ in parts) / total
    scatter = sum((part - value * n) ** 2 for part, n in parts)
    return _Ratio(value, users, total, scatter / total**2 * users / max(1.0, users - 1))


def _verdict(low: float, high: float, margin: float, higher_is_better: bool) -> Verdict:
    if low > 0 or high < 0:
        return Verdict.BETTER if (low > 0) == higher_is_better else Verdict.WORSE
    return Verdict.ALIKE if -margin <= low and high <= margin else Verdict.UNKNOWN

"""When a canary is taken back: its counts say that it does worse than the release in production.

Questions are taken as independent here, also those of one user: a canary has few users, and to take back a good release
costs less than to keep a bad one. `comparing` is the one that is not fooled by a few busy users.
"""

from __future__ import annotations

import math
from enum import StrEnum

from paillasse.rollouts.evidence.sequential import Sample, interval, log_evidence
from paillasse.rollouts.types import Tally

ERROR_RATE = 0.05
"""Chance that a canary which does no worse than it may is ever taken back: shared by the three checks."""
_CHECK_RATE = ERROR_RATE / 3
MORE_ERRORS, MORE_REFUSALS = 0.01, 0.05
"""Share of the questions by which it may fail, and refuse, more often."""
SLOWER = 1.25
"""What the time of its answers (geometric mean) may be multiplied by."""
LEAST_TIMED = 30
"""Answers of each that the comparison of times needs: it supposes that their mean is normally distributed."""

_LATENCY_SCALE = math.log(1.5)


class Breach(StrEnum):
    """What a canary is taken back for."""

    ERRORS = "errors"
    REFUSALS = "refusals"
    LATENCY = "latency"


def breach(control: Tally, candidate: Tally) -> tuple[Breach, str] | None:
    """What a candidate does worse than it may, with a sentence; None while nothing speaks clearly enough against it."""
    for kind, margin in ((Breach.ERRORS, MORE_ERRORS), (Breach.REFUSALS, MORE_REFUSALS)):
        own, other = _sample(candidate, kind), _sample(control, kind)
        if log_evidence(other, own, margin) >= math.log(1 / _CHECK_RATE):
            return kind, f"{kind}: {_told(own)}, in production {_told(other)}"
    if min(control.timed, candidate.timed) >= LEAST_TIMED:
        least = _slower_at_least(control, candidate)
        if least > SLOWER:
            times = f"{_geometric(candidate):.0f} ms, in production {_geometric(control):.0f} ms"
            return Breach.LATENCY, f"{Breach.LATENCY}: {times}, at least {least:.2f} times as long"
    return None


def _sample(tally: Tally, kind: Breach) -> Sample:
    if kind is Breach.ERRORS:
        return Sample(tally.failures, tally.worked_out)
    return Sample(tally.refusals, tally.questions)


def _told(sample: Sample) -> str:
    return f"{sample.events} of {sample.n} questions"


def _slower_at_least(control: Tally, candidate: Tally) -> float:
    """Lower bound of the ratio of both geometric means."""
    difference = candidate.log_ms / candidate.timed - control.log_ms / control.timed
    variance = _variance(control) + _variance(candidate)
    return math.exp(interval(difference, variance, _LATENCY_SCALE, _CHECK_RATE)[0])


def _variance(tally: Tally) -> float:
    """Of the mean logarithm of times."""
    n, mean = tally.timed, tally.log_ms / tally.timed
    spread = max(tally.log_ms_squared / n - mean * mean, 1e-6)  # rounding may leave less than nothing
    return spread / (n - 1)


def _geometric(tally: Tally) -> float:
    return math.exp(tally.log_ms / tally.timed)

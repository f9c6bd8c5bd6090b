"""Both tests under a stranger who looks after every question, and stops where he likes."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.rollouts.evidence.sequential import Sample, interval, log_evidence

ALPHA = 0.05
_COUNTS = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))).map(lambda c: Sample(*c))


def false_alarms(rates: tuple[float, float], margin: float, share: float, runs: int, n: int) -> float:
    """Share of runs in which somebody who looks after every question ever finds the candidate worse than it may be."""
    random, found = np.random.default_rng(7), 0
    for _ in range(runs):
        candidate = random.random(n) < share
        event = random.random(n) < np.where(candidate, rates[1], rates[0])
        looks = zip(
            *(np.cumsum(mask).tolist() for mask in (event & ~candidate, ~candidate, event & candidate, candidate)),
            strict=True,
        )
        found += any(
            log_evidence(Sample(k, m), Sample(j, c), margin) >= math.log(1 / ALPHA)
            for k, m, j, c in looks
            if c and m and j / c > k / m + margin
        )
    return found / runs


@pytest.mark.parametrize(
    ("rates", "margin", "share"), [((0.1, 0.1), 0.0, 0.5), ((0.1, 0.15), 0.05, 0.2), ((0.0, 0.01), 0.01, 0.1)]
)
def test_who_looks_all_the_time_is_misled_no_more_often_than_promised(
    rates: tuple[float, float], margin: float, share: float
) -> None:
    assert false_alarms(rates, margin, share, runs=60, n=300) <= ALPHA


def test_what_is_clearly_worse_is_found() -> None:
    assert false_alarms((0.02, 0.5), 0.01, 0.2, runs=20, n=120) >= 0.95


def test_two_failures_of_two_speak_against_it_and_one_does_not() -> None:
    assert log_evidence(Sample(0, 18), Sample(2, 2), 0.0) > math.log(20)
    assert log_evidence(Sample(0, 18), Sample(1, 1), 0.0) < math.log(20)


@given(_COUNTS, _COUNTS, st.floats(0, 0.9))
def test_nothing_speaks_against_what_does_no_worse(control: Sample, candidate: Sample, margin: float) -> None:
    evidence = log_evidence(control, candidate, margin)
    assert math.isfinite(evidence)
    if not control.n or candidate.rate <= control.rate + margin:
        assert evidence <= 1e-9
    more = log_evidence(control, candidate, min(0.95, margin + 0.05))
    assert more <= evidence + 1e-6


def test_the_intervals_of_all_looks_together_hold_the_truth() -> None:
    random, runs, n = np.random.default_rng(3), 400, 500
    counts = np.arange(1, n + 1)
    means = random.normal(0, 1, (runs, n)).cumsum(axis=1) / counts
    half = np.array([interval(0.0, 1 / count, 0.2, ALPHA)[1] for count in counts])
    assert (np.abs(means) > half).any(axis=1).mean() <= ALPHA
    assert (np.abs(means + 0.5) > half).any(axis=1).mean() >= 0.99


@given(st.floats(-9, 9), st.floats(1e-6, 9), st.floats(0.01, 2))
def test_an_interval_lies_around_what_was_observed_and_narrows(observed: float, variance: float, scale: float) -> None:
    low, high = interval(observed, variance, scale, ALPHA)
    assert low < observed < high
    wider, _ = interval(observed, variance, scale, ALPHA / 2)
    assert wider < low
    assert high - low > 2 * 1.96 * math.sqrt(variance)

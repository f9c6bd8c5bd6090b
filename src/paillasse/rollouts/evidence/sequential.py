"""Tests that stay valid however often one looks, and whenever one stops.

A usual test may be looked at once: who looks after every question finds a difference in the end, where there is none.
The two below hold their error rate over all looks together.
"""

from __future__ import annotations

import math
from typing import NamedTuple

_HALVINGS = 60


class Sample(NamedTuple):
    """How often something happened."""

    events: int
    n: int

    @property
    def rate(self) -> float:
        """Share of all; 1 where there were none: nothing speaks against any rate."""
        return self.events / self.n if self.n else 1.0


def log_evidence(control: Sample, candidate: Sample, margin: float) -> float:
    """How strongly counts speak against "the candidate's rate is at most the control's and `margin`".

    It is the natural logarithm of an e-value: where that statement holds, and questions are independent, the chance
    that exp(log_evidence) ever reaches 1/α, over all looks, is at most α. The e-value is the mean likelihood of the
    counts over rates drawn from Jeffreys' prior Beta(1/2, 1/2), each arm for itself, over their greatest likelihood
    under the statement (Wasserman, Ramdas and Balakrishnan, "Universal inference", PNAS 117, 2020; the mixture as in
    Robbins, "Statistical methods related to the law of the iterated logarithm", Ann. Math. Statist. 41, 1970).

    Args:
        control: of the release in production.
        candidate: of the other one.
        margin: in [0, 1).
    """
    drawn = _log_mixture(control) + _log_mixture(candidate)
    return drawn - _greatest(control, candidate, margin)


def interval(difference: float, variance: float, scale: float, alpha: float) -> tuple[float, float]:
    """Where a difference of means lies, with an error rate of at most `alpha` over all looks together.

    The confidence sequence of the mixture sequential probability ratio test with a normal mixture (Johari, Koomen,
    Pekelis and Walsh, "Always valid inference: continuous monitoring of A/B tests", Operations Research 70, 2022). It
    is exact for normal means with known variance, and an approximation for means of many.

    Args:
        difference: as it was observed.
        variance: of `difference`, as estimated, above 0.
        scale: standard deviation of the mixture: a difference that it is meant to find soon; any choice is valid.
        alpha: error rate.
    """
    mixture = scale * scale
    grown = (variance + mixture) / variance
    half = math.sqrt(variance * (variance + mixture) / mixture * (2 * math.log(1 / alpha) + math.log(grown)))
    return difference - half, difference + half


def _log_mixture(sample: Sample) -> float:
    """Natural logarithm of ∫ pᵏ(1-p)ⁿ⁻ᵏ dBeta(1/2, 1/2)."""
    happened, not_happened = sample.events + 0.5, sample.n - sample.events + 0.5
    return math.lgamma(happened) + math.lgamma(not_happened) - math.lgamma(sample.n + 1) - math.log(math.pi)


def _greatest(control: Sample, candidate: Sample, margin: float) -> float:
    """Logarithm of the greatest likelihood where the candidate's rate is at most the control's and the margin."""
    if candidate.n == 0 or candidate.rate <= control.rate + margin:
        return _log_likelihood(control, control.rate) + _log_likelihood(candidate, candidate.rate)
    low, high = 0.0, 1 - margin
    for _ in range(_HALVINGS):  # on the border of the statement the likelihood has one summit
        middle = (low + high) / 2
        if _slope(control, middle) + _slope(candidate, middle + margin) > 0:
            low = middle
        else:
            high = middle
    rate = (low + high) / 2
    return _log_likelihood(control, rate) + _log_likelihood(candidate, rate + margin)


def _log_likelihood(sample: Sample, rate: float) -> float:
    not_happened = sample.n - sample.events
    first = sample.events * math.log(rate) if sample.events else 0.0
    return first + (not_happened * math.log1p(-rate) if not_happened else 0.0)


def _slope(sample: Sample, rate: float) -> float:
    not_happened = sample.n - sample.events
    return sample.events / rate - (not_happened / (1 - rate) if not_happened else 0.0)

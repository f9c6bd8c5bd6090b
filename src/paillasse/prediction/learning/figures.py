"""How good probabilities are: ranking, calibration, and intervals that take machines, not questions, as the sample."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

from paillasse.prediction.escalation import Column
from paillasse.prediction.examples.table import Indices, Truths

_BINS = 10
_DRAWS = 1000
_SEED = 0


class Figure(BaseModel):
    """A figure with its 95 % bootstrap interval, machines drawn with replacement."""

    model_config = ConfigDict(frozen=True)

    value: float
    low: float
    high: float


def auroc(tickets: Truths, scores: Column) -> float:
    """Area under the ROC curve: how often a ticket scores above what is none; ½ where there is one kind alone."""
    if tickets.all() or not tickets.any():
        return 0.5
    yes, no = scores[tickets][:, None], scores[~tickets][None, :]
    return float(((yes > no) + 0.5 * (yes == no)).mean())


def calibration_error(tickets: Truths, probabilities: Column, weights: Column | None = None) -> float:
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015), of weighted rows if need be."""
    counted = np.ones(len(tickets)) if weights is None else weights
    bins = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    gaps = [abs(float(((tickets - probabilities) * counted)[bins == b].sum())) for b in range(_BINS)]
    return sum(gaps) / float(counted.sum())


def brier(tickets: Truths, probabilities: Column) -> float:
    """Mean squared error of the probabilities (Brier 1950)."""
    return float(np.mean((probabilities - tickets) ** 2))


def log_loss(tickets: Truths, probabilities: Column, weights: Column | None = None) -> float:
    """Mean negative log likelihood, weighted where there are weights."""
    sure = np.clip(np.where(tickets, probabilities, 1 - probabilities), 1e-6, 1)
    return float(-np.average(np.log(sure), weights=weights))


def balanced_accuracy(tickets: Truths, refused: Truths) -> float:
    """Mean of the shares of either kind that are told right."""
    kinds = [refused[tickets], ~refused[~tickets]]
    return float(np.mean([kind.mean() for kind in kinds if len(kind)]))


def interval(measure: Callable[[Indices], float], groups: Sequence[str]) -> Figure:
    """A figure of all rows, and how it varies with the machines: `measure` gets the indices of the rows it is over."""
    names, of_row = np.unique(np.array(groups), return_inverse=True)
    members = [np.flatnonzero(of_row == index) for index in range(len(names))]
    generator = np.random.default_rng(_SEED)
    drawn: list[float] = []
    for _ in range(_DRAWS):
        picked: list[int] = generator.integers(0, len(members), len(members)).tolist()
        drawn.append(measure(np.concatenate([members[i] for i in picked])))
    low, high = np.percentile(drawn, [2.5, 97.5]).tolist()
    return Figure(value=measure(np.arange(len(of_row))), low=low, high=high)

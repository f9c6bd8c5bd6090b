"""Averaging weights: the trained student forgets some English, the untrained one never learned word order.

A mean of weights of models that share their start is often better than each (Wortsman et al. 2022, arXiv:2203.05482).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from paillasse.training.student import Tensors

SHARES = (0.3, 0.4, 0.5, 0.6, 0.7, 1.0)
"""Of the trained weights."""
WORTH = 0.01
"""What training may cost on a question set: its gain, finding across languages, is on none of them."""


@dataclass(frozen=True, slots=True)
class Portion:
    """A share that was tried."""

    share: float
    """Of the trained weights, the rest being those of the start."""
    scores: tuple[float, ...]
    """One figure per question set, the more the better."""


def mean(models: Sequence[Tensors]) -> Tensors:
    """The mean of every tensor over models that share their start."""
    return {name: np.stack([model[name] for model in models]).mean(axis=0, dtype=np.float32) for name in models[0]}


def average(start: Tensors, trained: Tensors, share: float) -> Tensors:
    """The weighted mean share · trained + (1 − share) · start, tensor by tensor."""
    return {
        name: ((1 - np.float32(share)) * start[name] + np.float32(share) * tensor).astype(np.float32)
        for name, tensor in trained.items()
    }


def best(
    start: Tensors, trained: Tensors, measure: Callable[[Tensors], Sequence[float]], shares: Sequence[float] = SHARES
) -> tuple[Tensors, list[Portion]]:
    """The average with the largest share that costs little, and every portion tried in the order tried.

    The largest share that is on no score more than a point behind the best one tried.

    Args:
        start: weights before training.
        trained: weights after it.
        measure: scores of a model with such weights.
        shares: to try.
    """
    tried = [Portion(share, tuple(measure(average(start, trained, share)))) for share in shares]
    return average(start, trained, chosen(tried).share), tried


def chosen(tried: Sequence[Portion]) -> Portion:
    """The portion to take of those tried: see `best`."""
    tops = [max(scores) - WORTH for scores in zip(*(portion.scores for portion in tried), strict=True)]
    cheap = [p for p in tried if all(score >= top for score, top in zip(p.scores, tops, strict=True))]
    return max(cheap or tried, key=lambda portion: portion.share if cheap else np.mean(portion.scores))

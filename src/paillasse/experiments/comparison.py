"""Two runs side by side, question by question: differences with paired bootstrap intervals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from paillasse.errors.releases import NotComparable
from paillasse.experiments.rows import LOWER_IS_BETTER, QuestionRow, by_id

_RESAMPLES = 4000
_SEED = 20_261_121


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure on one slice, measured twice on the same questions."""

    place: str
    """The slice."""
    figure: str
    n: int
    """Questions with this figure in both runs."""
    first: float
    """Mean of the one that is compared with."""
    second: float
    low: float
    """Lower bound of the interval of `second - first`."""
    high: float
    confidence: float
    """Of the interval."""

    @property
    def difference(self) -> float:
        """What the second has more than the first."""
        return self.second - self.first

    @property
    def verdict(self) -> str:
        """`better` or `worse` where the interval leaves out zero, else empty.

        Nor is anything said of so few questions that all of them could differ alike by chance: of `n` coins all fall
        alike with probability 2^(1 - n). The interval of a single question has no width at all.
        """
        if self.low <= 0 <= self.high or 2.0 ** (1 - self.n) > 1 - self.confidence:
            return ""
        return "better" if (self.low > 0) != (self.figure in LOWER_IS_BETTER) else "worse"


def compare(first: Sequence[QuestionRow], second: Sequence[QuestionRow], confidence: float = 0.95) -> list[Difference]:
    """Every figure on every slice, over the questions that both were asked; reviewed cases are left out.

    Args:
        first: what is compared with.
        second: what is compared.
        confidence: of each interval, taken alone: of twenty intervals at 95 %, one leaves out zero by chance.

    Raises:
        NotComparable: they have no question in common.
    """
    one, other = by_id(first), by_id(second)
    common = [key for key in one if key in other]
    if not common:
        raise NotComparable("The two runs have no question in common.")
    members: dict[str, list[str]] = {}
    for key in common:
        for place in one[key].slices:
            members.setdefault(place, []).append(key)
    return [
        difference_of(place, figure, [(one[key], other[key]) for key in keys], confidence)
        for place, keys in members.items()
        for figure in _figures(one, other, keys)
    ]


def difference_of(
    place: str, figure: str, pairs: Sequence[tuple[QuestionRow, QuestionRow]], confidence: float
) -> Difference:
    """One figure over the pairs in which both have it, at least one.

    The differences of the pairs are drawn again with replacement 4,000 times with a fixed seed; the interval holds the
    middle share of their means (percentile bootstrap; Efron and Tibshirani, "An Introduction to the Bootstrap", 1993).
    """
    told = [(a.figures[figure], b.figures[figure]) for a, b in pairs if figure in a.figures and figure in b.figures]
    values = np.array(told, dtype=np.float64)
    means = _weights(len(values)) @ (values[:, 1] - values[:, 0])
    tail = 100 * (1 - confidence) / 2
    low, high = np.percentile(means, [tail, 100 - tail]).tolist()
    before, after = values.mean(axis=0).tolist()
    return Difference(place, figure, len(values), before, after, low, high, confidence)


def _figures(one: Mapping[str, QuestionRow], other: Mapping[str, QuestionRow], keys: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(name for key in keys for name in one[key].figures if name in other[key].figures))


@lru_cache(maxsize=16)
def _weights(n: int) -> npt.NDArray[np.float64]:
    """Share of each of `n` pairs in each resample; shape (resamples, n)."""
    draws = np.random.default_rng(_SEED).multinomial(n, np.full(n, 1 / n), size=_RESAMPLES)
    return draws / n

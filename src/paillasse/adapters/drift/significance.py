"""Tests that two samples are of one distribution.

Evidently's own tests of categories do not fit: its chi-square takes the reference for the truth, which makes a false
alarm of it too often where the reference is a sample too, and its test of Fisher wants samples of one length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.stats import chi2_contingency, fisher_exact  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]

LEAST_VALUES = 20
"""With fewer on either side nothing is tested."""
_LEAST_EXPECTED = 5.0
"""Of a chi-square test: categories with less are taken together (Cochran 1954)."""


def exact(reference: Sequence[object], current: Sequence[object]) -> float:
    """Of two values: Fisher's exact test. The p-value; 1 where both samples hold one value."""
    table = _counts(reference, current)
    if table.shape[1] < 2:
        return 1.0
    return _p_value(fisher_exact(table))


def homogeneity(reference: Sequence[object], current: Sequence[object]) -> float:
    """Of any number of values: chi-square of homogeneity (Pearson), both samples alike; rare ones taken together.

    The p-value; 1 where one value is left, and Fisher's where two are.
    """
    table = _counts(reference, current)
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    rare = expected.min(axis=0) < _LEAST_EXPECTED
    if rare.any():
        table = np.column_stack((table[:, ~rare], table[:, rare].sum(axis=1)))
    if table.shape[1] < 2:
        return 1.0
    if table.shape[1] == 2:
        return _p_value(fisher_exact(table))
    return _p_value(chi2_contingency(table))


def _p_value(tested: Any) -> float:
    return float(tested.pvalue)


def _counts(reference: Sequence[object], current: Sequence[object]) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """How often each value is in each sample; shape (2, values)."""
    before, now = Counter(reference), Counter(current)
    values = sorted(before | now, key=str)
    return np.array([[each[value] for value in values] for each in (before, now)], dtype=np.int64)

"""Meanings → topics: groups of questions that are near each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.cluster import KMeans  # pyright: ignore[reportMissingTypeStubs]

TOPICS = 8
"""With more, some would hold too few questions to tell anything."""
_SEED = 0


def topics_of(
    reference: npt.NDArray[np.float32], current: npt.NDArray[np.float32]
) -> tuple[Sequence[str], Sequence[str]]:
    """The topic of each question of both samples, named by number, the largest first; shapes (n, dimension).

    They are found in both samples together: groups that were made to fit the reference would fit it better than any
    other sample, and that would be taken for a drift.
    """
    both = np.concatenate((reference, current))
    clusters: Any = KMeans(n_clusters=TOPICS, n_init="auto", random_state=_SEED)
    found: npt.NDArray[np.int32] = clusters.fit_predict(both)
    largest = np.argsort(-np.bincount(found, minlength=TOPICS), kind="stable").tolist()
    names = [f"topic {largest.index(group) + 1}" for group in found.tolist()]
    return names[: len(reference)], names[len(reference) :]

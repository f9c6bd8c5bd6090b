"""Putting lanes together: a convex sum of normalised scores (Bruch, Gai & Ingber 2023)."""

from __future__ import annotations

from collections.abc import Mapping

Scores = Mapping[str, float]


def normalise(scores: Scores, floor: float | None = None) -> dict[str, float]:
    """Scores mapped to 0…1 by (score − low) / (high − low).

    Args:
        scores: chunk id → score.
        floor: the score that counts as nothing; the lowest one when None.
    """
    if not scores:
        return {}
    high = max(scores.values())
    low = min(scores.values()) if floor is None else floor
    if high <= low:
        return dict.fromkeys(scores, 1.0)
    return {key: max(0.0, (score - low) / (high - low)) for key, score in scores.items()}


def convex_sum(dense: Scores, sparse: Scores, dense_weight: float) -> dict[str, float]:
    """Weight · dense + (1 − weight) · sparse of normalised scores; a chunk absent from a lane gets 0 there."""
    return {
        key: dense_weight * dense.get(key, 0.0) + (1 - dense_weight) * sparse.get(key, 0.0)
        for key in {**dense, **sparse}
    }

"""Is the evidence there? The confidence that decides between an answer and a refusal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from paillasse.protocols import ScoredLine
from paillasse.retrieval.retriever import Retrieval

_WEIGHTS = {"bias": 0.0, "coverage": 1.0, "cosine": 1.0, "late_interaction": 1.0, "unfit": -1.0, "code": 1.0}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the context answers."""

    confidence: float
    """0 to 1."""
    features: dict[str, float]


def judge(retrieval: Retrieval, lines: Sequence[ScoredLine]) -> Evidence:
    """Confidence that the best lines answer: a logistic function of how they match the question.

    A question for a quantity is judged by the lines that hold such a quantity only: a manual that speaks of the lamp
    without any number of hours does not say after how many hours to change it.
    """
    fitting = [s for s in lines if s.fits] or list(lines)
    best = max(fitting, key=lambda s: s.score, default=None)
    features = {
        "coverage": max((s.coverage for s in fitting), default=0.0),
        "best_coverage": best.coverage if best else 0.0,
        "cosine": max((s.cosine for s in fitting), default=0.0),
        "best_cosine": best.cosine if best else 0.0,
        "late_interaction": max((h.lanes.get("late_interaction", 0.0) for h in retrieval.hits), default=0.0),
        "dense": max((h.lanes.get("dense", 0.0) for h in retrieval.hits), default=0.0),
        "bm25": max((h.lanes.get("bm25", 0.0) for h in retrieval.hits), default=0.0),
        "unfit": float(bool(lines) and not any(s.fits for s in lines)),
        "best_fits": float(bool(lines) and lines[0].fits),
        "code": float(any(s.code for s in lines)),
    }
    total = _WEIGHTS["bias"] + sum(_WEIGHTS.get(name, 0.0) * value for name, value in features.items())
    return Evidence(1 / (1 + math.exp(-total)) if lines else 0.0, features)

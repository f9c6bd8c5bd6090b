"""Is the evidence there? The confidence that decides between an answer and a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.retriever import Retrieval
from paillasse.types import DraftClaim, Hit


@dataclass(frozen=True, slots=True)
class Evidence:
    """How well the context answers."""

    confidence: float
    features: dict[str, float]


def judge(
    understood: Understanding, retrieval: Retrieval, proposed: Sequence[DraftClaim], hits: Sequence[Hit]
) -> Evidence:
    """Confidence from what was found."""
    top = retrieval.hits[0] if retrieval.hits else None
    features = {
        "claims": float(len(proposed)),
        "dense": max((h.lanes.get("dense", 0.0) for h in retrieval.hits), default=0.0),
        "late_interaction": max((h.lanes.get("late_interaction", 0.0) for h in retrieval.hits), default=0.0),
        "bm25": max((h.lanes.get("bm25", 0.0) for h in retrieval.hits), default=0.0),
        "code": float(bool(top and "code" in top.lanes)),
        "known_machine": float(understood.equipment.sure),
        "context": float(len(hits)),
    }
    return Evidence(1.0 if proposed else 0.0, features)

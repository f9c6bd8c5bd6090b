"""Figures of the loop around answers: what users say of them, and how questions drift."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge

_THUMBS = ("up", "down")


class FeedbackFigures:
    """What users say of answers, and what experts make of it."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._given = Counter(
            "paillasse_feedback",
            "Opinions on answers, changed ones too, and what is wrong in a word.",
            ("thumb", "reason"),
            registry=registry,
        )
        self._reviewed = Counter(
            "paillasse_feedback_reviews", "What experts made of feedback.", ("state",), registry=registry
        )
        for thumb in _THUMBS:
            self._given.labels(thumb, "")

    def given(self, thumb: str, reason: str) -> None:
        """Count an opinion; an empty reason where none was given."""
        self._given.labels(thumb, reason).inc()

    def reviewed(self, state: str) -> None:
        """Count a review."""
        self._reviewed.labels(state).inc()


class DriftFigures:
    """How far questions and answers are from those that the release was measured with."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._share = Gauge(
            "paillasse_drift_share", "Share of the features that drifted; NaN before a check.", registry=registry
        )
        self._features = Gauge(
            "paillasse_drift_feature",
            "How far a feature is from the reference, in thresholds: it has drifted above 1.",
            ("feature",),
            registry=registry,
        )
        self._checked = Gauge(
            "paillasse_drift_checked_timestamp_seconds",
            "When it was checked; 0 before the first time.",
            registry=registry,
        )
        self._share.set(float("nan"))

    def told(self, share: float, features: Mapping[str, float], checked_at: datetime) -> None:
        """Tell the latest check: the share of features that drifted, and how far each is in thresholds."""
        self._share.set(share)
        self._features.clear()
        for feature, distance in features.items():
            self._features.labels(feature).set(distance)
        self._checked.set(checked_at.timestamp())

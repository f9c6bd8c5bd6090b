"""Figures of the loop around answers: what users and judges say of them, and how questions drift."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REASONS = (
    "wrong",
    "incomplete",
    "wrong_equipment",
    "wrong_source",
    "refused_wrongly",
    "answered_wrongly",
    "unclear",
    "other",
)
"""Of thumbs down, as `history.types.Reason` has them."""
_STATES = ("open", "accepted", "rejected")
_SCORES = tuple(tenth / 10 for tenth in range(1, 11))


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
        self._given.labels("up", "")  # a series that begins at 1 hides its first event from `rate`
        for reason in ("", *REASONS):
            self._given.labels("down", reason)
        for state in _STATES:
            self._reviewed.labels(state)

    def given(self, thumb: str, reason: str) -> None:
        """Count an opinion; an empty reason where none was given."""
        self._given.labels(thumb, reason).inc()

    def reviewed(self, state: str) -> None:
        """Count a review."""
        self._reviewed.labels(state).inc()


class JudgeFigures:
    """What a judge says of a sample of the answers."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._scores = Histogram(
            "paillasse_judge_score",
            "Figures that a judge gave to answers that users got, from 0 to 1.",
            ("figure",),
            buckets=_SCORES,
            registry=registry,
        )
        self._answers = Counter(
            "paillasse_judged_answers", "Answers that a judge was to read.", ("result",), registry=registry
        )
        for result in ("judged", "failed", "passed_over"):
            self._answers.labels(result)

    def judged(self, figures: Mapping[str, float | None]) -> None:
        """Count an answer, and keep the figures that the judge could give."""
        given = {name: value for name, value in figures.items() if value is not None}
        for name, value in given.items():
            self._scores.labels(name).observe(value)
        self._answers.labels("judged" if given else "failed").inc()

    def failed(self) -> None:
        """Count an answer that could not be judged."""
        self._answers.labels("failed").inc()

    def passed_over(self) -> None:
        """Count an answer that came while another was judged."""
        self._answers.labels("passed_over").inc()


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

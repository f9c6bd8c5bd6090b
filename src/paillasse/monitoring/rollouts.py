"""Figures of two releases side by side, as one process sees them; what all have counted is in the database."""

from __future__ import annotations

from itertools import product

from prometheus_client import CollectorRegistry, Counter, Gauge

from paillasse.types.answers import Outcome

_ARMS = ("control", "candidate", "shadow")
_OUTCOMES = (*(outcome.value for outcome in Outcome), "failed")
_REASONS = ("errors", "latency", "refusals")


class RolloutFigures:
    """The rollout that runs, and how its answers end."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._share = Gauge(
            "paillasse_rollout_share",
            "Share of the users that the second release gets, by mode; none without a rollout.",
            ("mode",),
            registry=registry,
        )
        self._answers = Counter(
            "paillasse_rollout_answers",
            "Answers that count in a rollout: of the release in production, of the second one, and of it unseen.",
            ("arm", "outcome"),
            registry=registry,
        )
        self._dropped = Counter(
            "paillasse_rollout_dropped",
            "Questions that the second release was not asked unseen, since there was too much to do.",
            registry=registry,
        )
        self._rollbacks = Counter(
            "paillasse_rollout_rollbacks", "Canaries that this process took back.", ("reason",), registry=registry
        )
        for reason in _REASONS:
            self._rollbacks.labels(reason)
        for arm, outcome in product(_ARMS, _OUTCOMES):
            self._answers.labels(arm, outcome)

    def now(self, mode: str, share: float) -> None:
        """Tell the rollout that runs; an empty mode where there is none."""
        self._share.clear()
        if mode:
            self._share.labels(mode).set(share)

    def answered(self, arm: str, outcome: str) -> None:
        """Count an answer; `outcome` as in `types.Outcome`, or `failed`."""
        self._answers.labels(arm, outcome).inc()

    def dropped(self) -> None:
        """Count a question that the second release was not asked."""
        self._dropped.inc()

    def rolled_back(self, reason: str) -> None:
        """Count a rollback."""
        self._rollbacks.labels(reason).inc()

"""Figures of questions: how they end, how long they take, what was found for them, what of it passed its check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from paillasse.types.answers import Answer, Outcome, Usage, Verdict

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_PREDICTION_SECONDS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0)
_SCORES = tuple(tenth / 10 for tenth in range(1, 16))
_CONFIDENCES = tuple(tenth / 10 for tenth in range(1, 11))
_LANGUAGES = frozenset({"en", "fr"})
_FAILURES = (
    "answer_too_late",
    "asking_suspended",
    "database_unreachable",
    "defect",
    "embedder_unreachable",
    "index_unreachable",
    "overloaded",
)
"""That somebody is woken for."""
_STAGES = frozenset({"understand", "retrieve", "context", "generate", "verify"})


class AnswerFigures:
    """What Prometheus learns of questions. Nothing in it comes from their words."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.open = Gauge(
            "paillasse_questions_open", "Questions being answered, or waiting for their turn.", registry=registry
        )
        self._answers = Counter(
            "paillasse_answers",
            "Answers by outcome, language, release, and whether they were worked out or kept from an earlier question.",
            ("outcome", "language", "release", "source"),
            registry=registry,
        )
        self._failures = Counter(
            "paillasse_question_failures", "Questions without an answer, by error code.", ("code",), registry=registry
        )
        self._seconds = Histogram(
            "paillasse_answer_seconds",
            "From the question to the finished answer.",
            ("source",),
            buckets=SECONDS,
            registry=registry,
        )
        self._first_claim = Histogram(
            "paillasse_first_claim_seconds",
            "From the question to the first sentence that passed its check, of answers that have one.",
            ("source",),
            buckets=SECONDS,
            registry=registry,
        )
        self._stage_seconds = Histogram(
            "paillasse_answer_stage_seconds",
            "By stage, of answers that were worked out.",
            ("stage",),
            buckets=SECONDS,
            registry=registry,
        )
        self.search_seconds = Histogram(
            "paillasse_search_seconds", "Searches for passages alone.", buckets=SECONDS, registry=registry
        )
        self.prediction_seconds = Histogram(
            "paillasse_prediction_seconds",
            "To predict from an answer whether it is a case for a ticket.",
            buckets=_PREDICTION_SECONDS,
            registry=registry,
        )
        self._quality(registry)

    def _quality(self, registry: CollectorRegistry) -> None:
        self._top_score = Histogram(
            "paillasse_retrieval_top_score",
            "Score of the best passage, where one was found.",
            buckets=_SCORES,
            registry=registry,
        )
        self._empty = Counter("paillasse_retrieval_empty", "Questions that found no passage.", registry=registry)
        self._confidence = Histogram(
            "paillasse_answer_confidence",
            "Confidence in the evidence, of answers and refusals that were worked out.",
            buckets=_CONFIDENCES,
            registry=registry,
        )
        self._claims = Counter(
            "paillasse_claims", "Sentences proposed, by what their check said.", ("verdict",), registry=registry
        )
        self._refusals = Counter("paillasse_refusals", "Refusals by reason.", ("reason",), registry=registry)
        self._cost = Counter(
            "paillasse_cost", "What language models cost, by currency.", ("model", "currency"), registry=registry
        )
        self._unpriced = Counter(
            "paillasse_unpriced_calls",
            "Calls of language models that no price is known for.",
            ("model",),
            registry=registry,
        )
        for verdict in Verdict:  # a series that begins at 1 hides its first event from `rate`
            self._claims.labels(verdict.value)
        for code in _FAILURES:
            self._failures.labels(code)

    def answered(self, answer: Answer, seconds: float, first_claim: float | None) -> None:
        """Count an answer.

        Args:
            answer: as it is given.
            seconds: from the question to its end.
            first_claim: seconds to its first claim; None where it has none.
        """
        source = "kept" if answer.trace.get("cached") else "worked_out"
        language = answer.language if answer.language in _LANGUAGES else "other"
        release = str(answer.trace.get("release") or "none")
        self._answers.labels(answer.outcome.value, language, release, source).inc()
        self._seconds.labels(source).observe(seconds)
        if first_claim is not None:
            self._first_claim.labels(source).observe(first_claim)
        if answer.outcome is Outcome.REFUSED:
            self._refusals.labels(str(answer.trace.get("refusal") or "other")).inc()
        if source == "worked_out":
            self._worked_out(answer)

    def _worked_out(self, answer: Answer) -> None:
        for stage in _STAGES & answer.timings_ms.keys():
            self._stage_seconds.labels(stage).observe(answer.timings_ms[stage] / 1000)
        if answer.escalation is not None and "predict" in answer.timings_ms:
            self.prediction_seconds.observe(answer.timings_ms["predict"] / 1000)
        hits = cast("list[dict[str, Any]]", answer.trace.get("hits") or [])
        if hits:
            self._top_score.observe(max(hit["score"] for hit in hits))
        else:
            self._empty.inc()
        self._confidence.observe(answer.confidence)
        self._claims.labels(Verdict.SUPPORTED.value).inc(len(answer.claims))
        for dropped in cast("list[dict[str, str]]", answer.trace.get("dropped") or []):
            self._claims.labels(dropped["verdict"]).inc()

    def failed(self, code: str) -> None:
        """Count a question without an answer, by the code of its error."""
        self._failures.labels(code).inc()

    def charged(self, usage: Sequence[Usage]) -> None:
        """Count what the language models of one question cost."""
        for used in usage:
            if used.cost is None:
                self._unpriced.labels(used.model).inc(used.calls)
            else:
                self._cost.labels(used.model, used.currency).inc(used.cost)

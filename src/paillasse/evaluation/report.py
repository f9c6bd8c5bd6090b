"""The report of a run: rates from 0 to 1, under the names others script against. None means nothing to measure."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

Interval = tuple[float, float]
"""95 % bootstrap interval of a mean."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


class SliceReport(_Part):
    """Page-level means over the answerable cases of a slice; None when there are none."""

    n: int
    hit_at_1: float | None = Field(alias="hit@1")
    hit_at_3: float | None = Field(alias="hit@3")
    hit_at_5: float | None = Field(alias="hit@5")
    hit_at_10: float | None = Field(alias="hit@10")
    mrr_at_10: float | None = Field(alias="mrr@10")
    ndcg_at_10: float | None = Field(alias="ndcg@10")
    precision_at_5: float | None = Field(alias="precision@5")
    recall_at_10: float | None = Field(alias="recall@10")


class AnswerSlice(_Part):
    """How the answerable cases of a slice ended; the rates share `n`."""

    n: int
    correct: float | None
    """Share that contain all they must, of those that must contain something."""
    refused: float | None
    ambiguous: float | None


class Latency(_Part):
    """Milliseconds, over the answers that ran the stage."""

    p50: float
    p95: float


class PageEntry(_Part):
    """A physical page of a file."""

    file: str
    page: int


class CaseReport(_Part):
    """One case: `correct` is None when it is answerable but need contain nothing in particular."""

    id: str
    rank: int | None
    outcome: str
    correct: bool | None
    pages: tuple[PageEntry, ...]
    answer: str
    """Claims, then warnings, one a line; the reason of a refusal."""


class Miss(_Part):
    """An answerable case without an acceptable page among the first five, and what was there instead."""

    id: str
    question: str
    outcome: str
    rank: int | None
    expected: tuple[PageEntry, ...]
    retrieved: tuple[PageEntry, ...]


class Refusals(_Part):
    """Refusal as the detection of unanswerable questions."""

    precision: float | None
    recall: float | None


class Intervals(_Part):
    """95 % bootstrap intervals of the figures of the same name."""

    slices: dict[str, dict[str, Interval]]
    answer_correctness: Interval | None
    refused_unanswerable: Interval | None
    refused_answerable: Interval | None
    citations_valid: Interval | None
    warnings_shown: Interval | None
    qualities: dict[str, dict[str, Interval]] = {}


class Report(_Part):
    """Everything measured in one run."""

    n: int
    slices: dict[str, SliceReport]
    answer_correctness: float | None
    """Over answerable cases; a refusal or a question back is not correct."""
    refused_unanswerable: float | None
    refused_answerable: float | None
    citations_valid: float | None
    """Over every citation of every answer; a claim or warning without one counts as invalid."""
    warnings_shown: float | None
    """Over the answers that called for a warning, by the golden case or by a link in the document."""
    latency_ms: dict[str, Latency]
    config_hash: str
    cases: tuple[CaseReport, ...]
    answers: dict[str, AnswerSlice]
    refusals: Refusals
    intervals: Intervals
    misses: tuple[Miss, ...]
    invalid_citations: tuple[str, ...]
    """Ids of the cases with a citation that is not valid."""
    qualities: dict[str, dict[str, float | None]] = {}
    """By slice: means of the figures of `judging.formulas`, and of the same ones as a judge gave them; None where he
    failed on a case."""

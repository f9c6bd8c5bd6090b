"""An answer: its claims, their citations, what it cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from paillasse.types.documents import (
    LineKind,
)
from paillasse.types.escalation import Escalation
from paillasse.types.pages import Box, WarningLevel


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof: a verbatim quote and the rectangles that cover its words."""

    number: int
    document_id: str
    revision: str
    """sha256 of the cited file."""
    title: str
    page: int
    label: str
    quote: str
    rectangles: tuple[tuple[int, tuple[Box, ...]], ...]
    """(physical page, boxes) pairs: one box per printed line of the quote."""


class Verdict(StrEnum):
    """What verification said of a claim."""

    SUPPORTED = "supported"
    NOT_FOUND = "quote_not_found"
    CONTRADICTED = "not_in_quote"
    NOT_ENTAILED = "not_entailed"
    """The judge read the quotes and did not find the claim in them."""


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence a generator proposes, with the evidence lines it selected: (chunk id, line index) pairs."""

    text: str
    evidence: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence the user may read, with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    kind: LineKind = LineKind.SENTENCE
    verdict: Verdict = Verdict.SUPPORTED
    warning: WarningLevel | None = None
    before: int = 0
    """Warnings of an answer: index of the first claim that they bear on, before which they are read."""


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    AMBIGUOUS = "ambiguous_equipment"
    DEGRADED = "degraded"
    """Answered, with part of the pipeline missing: `Answer.notices` says which."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one language model was used for one answer."""

    model: str
    """`provider/name`."""
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    """In `currency`; None when the price table does not know the model."""
    currency: str
    estimated: bool = False
    """True when the provider did not count the tokens of every call: some were estimated from the characters."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A nearby passage shown with a refusal: where to look, not an answer."""

    document_id: str
    title: str
    page: int
    label: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A machine the question might be about."""

    document_id: str
    title: str
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets. Every claim was verified; a refusal has none."""

    question: str
    language: str
    outcome: Outcome
    claims: tuple[Claim, ...] = ()
    warnings: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    reason: str = ""
    """Refusals: why, in the language of the question."""
    nearest: tuple[Passage, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    notices: tuple[str, ...] = ()
    usage: tuple[Usage, ...] = ()
    """By language model; empty when none was asked."""
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])
    trace: dict[str, object] = field(default_factory=dict[str, object])
    """Why this answer: rewritten query, lanes and scores, context, dropped claims. JSON values only."""
    trace_id: str = ""
    config_hash: str = ""
    escalation: Escalation | None = None
    """Whether it is a case for a ticket; None where nobody predicted it."""


@dataclass(frozen=True, slots=True)
class ClaimAccepted:
    """While an answer is being written: one more sentence passed its check."""

    claim: Claim
    citations: tuple[Citation, ...]
    """Those of the claim; their numbers are those of the finished answer."""
    warnings: tuple[Claim, ...] = ()
    """Warnings that bear on it and were not shown yet, verbatim, to be read before it; cited in the finished answer."""

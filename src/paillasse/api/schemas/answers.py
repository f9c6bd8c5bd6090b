"""Answers."""

from __future__ import annotations

from typing import Annotated, Any, Self, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from paillasse.language.text import printable
from paillasse.types.answers import Answer, Candidate, Citation, Claim, Outcome, Passage, Usage
from paillasse.types.documents import LineKind
from paillasse.types.escalation import Escalation
from paillasse.types.pages import WarningLevel

_DOCUMENT = "b9f3c1d2-6a55-5c1e-9d0a-7e6f3a2b1c40"
_SHA256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

DocumentId = Annotated[str, Field(examples=[_DOCUMENT])]
Shown = Annotated[str, AfterValidator(printable)]
"""A name or title: it may come from the name of a file, whose bytes may be no text, and no response could hold it."""
Title = Annotated[Shown, Field(examples=["Cyclane R416 - Manuel d'utilisation"])]
PageNumber = Annotated[int, Field(description="Physical page of the file, from 1.", examples=[12])]
PageLabel = Annotated[str, Field(description="As it is printed on the page.", examples=["iv"])]


class ClaimOut(BaseModel):
    """A sentence that was found again in what it cites."""

    text: str = Field(examples=["Remplacez la lampe après 2000 heures."])
    citations: list[int] = Field(description="Numbers of its citations.", examples=[[1]])
    kind: LineKind
    warning: WarningLevel | None = None
    before: int = Field(
        default=0, description="Warnings of an answer: index of the claim that they are to be read before, from 0."
    )

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """What is shown of it."""
        return cls(
            text=claim.text,
            citations=list(claim.citations),
            kind=claim.kind,
            warning=claim.warning,
            before=claim.before,
        )


class BoxOut(BaseModel):
    """A rectangle on a page, in points (1/72 inch), origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class RectanglesOut(BaseModel):
    """Where a quote stands on one page."""

    page: PageNumber
    boxes: list[BoxOut] = Field(description="One for each printed line.")


class CitationOut(BaseModel):
    """The proof: a verbatim quote and where it stands."""

    number: int = Field(examples=[1])
    document_id: DocumentId
    revision: str = Field(description="SHA-256 of the file cited.", examples=[_SHA256])
    title: Title
    page: PageNumber
    label: PageLabel
    quote: str = Field(examples=["La lampe doit être remplacée après 2000 heures de fonctionnement."])
    rectangles: list[RectanglesOut]

    @classmethod
    def of(cls, citation: Citation) -> Self:
        """All of it."""
        rectangles = [
            RectanglesOut(page=page, boxes=[BoxOut(**box._asdict()) for box in boxes])
            for page, boxes in citation.rectangles
        ]
        return cls(
            number=citation.number,
            document_id=citation.document_id,
            revision=citation.revision,
            title=citation.title,
            page=citation.page,
            label=citation.label,
            quote=citation.quote,
            rectangles=rectangles,
        )


class PassageOut(BaseModel):
    """A passage near a question that the manuals do not answer: where to look."""

    document_id: DocumentId
    title: Title
    page: PageNumber
    label: PageLabel
    heading: str
    text: str

    @classmethod
    def of(cls, passage: Passage) -> Self:
        """All of it."""
        return cls.model_validate(passage, from_attributes=True)


class CandidateOut(BaseModel):
    """A machine that the question might be about."""

    document_id: DocumentId
    title: Title
    equipment: list[Shown] = Field(description="What to send as `equipment`.", examples=[["R416", "Cyclane"]])

    @classmethod
    def of(cls, candidate: Candidate) -> Self:
        """All of it."""
        return cls.model_validate(candidate, from_attributes=True)


class UsageOut(BaseModel):
    """What one language model was used for one answer."""

    model: str = Field(examples=["ollama/qwen3:4b"])
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None = Field(description="Null where nobody knows the price.")
    currency: str = Field(examples=["EUR"])
    estimated: bool = Field(description="Whether tokens were estimated, since the provider did not count them.")

    @classmethod
    def of(cls, usage: Usage) -> Self:
        """All of it."""
        return cls.model_validate(usage, from_attributes=True)


class EscalationReasonOut(BaseModel):
    """What speaks for a ticket, or against it."""

    model_config = ConfigDict(from_attributes=True)

    feature: str = Field(examples=["coverage"])
    meaning: str = Field(examples=["share of the question's words that the best line holds"])
    value: float = Field(examples=[0.21])
    effect: float = Field(description="On the log odds: above 0 it speaks for a ticket.", examples=[0.62])


class TicketOut(BaseModel):
    """Whether an answer is a case for a ticket."""

    probability: float = Field(ge=0, le=1, description="That the manuals do not answer.", examples=[0.83])
    offered: bool = Field(description="Whether to offer who asked to open a ticket.")
    reasons: list[EscalationReasonOut] = Field(description="The strongest first; at most three.")
    model: str = Field(description="Version of the model that predicted it.", examples=["2026-11-21-d82a2b4b"])

    @classmethod
    def of(cls, escalation: Escalation) -> Self:
        """All of it."""
        return cls.model_validate(escalation, from_attributes=True)


class AnswerOut(BaseModel):
    """An answer: claims that were checked, or why there are none."""

    question: str = Field(examples=["Quand faut-il changer la lampe du R416 ?"])
    language: str = Field(examples=["fr"])
    outcome: Outcome
    claims: list[ClaimOut]
    warnings: list[ClaimOut] = Field(description="Verbatim, to be read before the claims.")
    citations: list[CitationOut]
    confidence: float = Field(ge=0, le=1, examples=[0.93])
    reason: str = Field(description="Why there is no answer, in the language of the question.")
    nearest: list[PassageOut]
    candidates: list[CandidateOut]
    notices: list[str] = Field(description="What the reader should know: pages that could not be read, a part missing.")
    usage: list[UsageOut] = Field(description="By language model; empty when none was asked.")
    timings_ms: dict[str, float] = Field(examples=[{"retrieve": 12.3, "total": 41.0}])
    trace: dict[str, Any] | None = Field(default=None, description="Why this answer; null where it was not asked for.")
    trace_id: str
    config_hash: str = Field(examples=["0123456789ab"])
    escalation: TicketOut | None = Field(
        default=None, description="Null where nobody predicted it: `answering.escalation` is `off`, or it is old."
    )

    @classmethod
    def of(cls, answer: Answer, *, with_trace: bool) -> Self:
        """What clients get of it."""
        return cls(
            question=answer.question,
            language=answer.language,
            outcome=answer.outcome,
            claims=[ClaimOut.of(claim) for claim in answer.claims],
            warnings=[ClaimOut.of(claim) for claim in answer.warnings],
            citations=[CitationOut.of(citation) for citation in answer.citations],
            confidence=answer.confidence,
            reason=answer.reason,
            nearest=[PassageOut.of(passage) for passage in answer.nearest],
            candidates=[CandidateOut.of(candidate) for candidate in answer.candidates],
            notices=list(answer.notices),
            usage=[UsageOut.of(used) for used in answer.usage],
            timings_ms=answer.timings_ms,
            trace=_legible(answer.trace) if with_trace else None,
            trace_id=answer.trace_id,
            config_hash=answer.config_hash,
            escalation=TicketOut.of(answer.escalation) if answer.escalation else None,
        )


def _legible(value: object) -> Any:
    """The same as a response can hold it: in a trace are names of files, which may have bytes that are no text."""
    if isinstance(value, str):
        return "\n".join(map(printable, value.split("\n")))
    if isinstance(value, dict):
        return {key: _legible(item) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_legible(item) for item in cast("list[object]", value)]
    return value

"""Questions, and what comes back."""

from __future__ import annotations

from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field

from paillasse.api.schemas.answers import AnswerOut, CitationOut, ClaimOut, EscalationReasonOut
from paillasse.asking.dialogue import Question
from paillasse.history.types import Exchange
from paillasse.types.answers import ClaimAccepted, Outcome
from paillasse.types.escalation import Escalation

ChosenDocument = Annotated[str, Field(min_length=1, max_length=64, examples=["b9f3c1d2-6a55-5c1e-9d0a-7e6f3a2b1c40"])]


class AskIn(BaseModel):
    """A question."""

    question: str = Field(min_length=1, max_length=4000, examples=["When is the lamp of the R416 replaced?"])
    equipment: str = Field(
        default="", max_length=200, description="The machine, in one's own words; empty leaves it to the question."
    )
    conversation_id: UUID | None = Field(
        default=None, description="Goes on with a conversation of one's own: what was said there is understood."
    )
    document_ids: list[ChosenDocument] | None = Field(
        default=None, min_length=1, max_length=100, description="Answers from these documents only.", examples=[None]
    )

    collections: list[Annotated[str, Field(max_length=64)]] | None = Field(
        default=None, max_length=100, description="Answers from these collections only.", examples=[None]
    )

    def asked(self) -> Question:
        """The same without HTTP."""
        return Question(
            self.question,
            self.equipment,
            tuple(self.document_ids) if self.document_ids is not None else None,
            str(self.conversation_id) if self.conversation_id is not None else "",
            collections=tuple(self.collections) if self.collections is not None else None,
        )


class AskOut(BaseModel):
    """An answer, and where it is kept."""

    exchange_id: str = Field(
        description="For feedback and its trace: `/api/v1/exchanges/{id}`.",
        examples=["5e2d1c70-93b5-4f7b-8f55-6f1f0a9d3c22"],
    )
    conversation_id: str = Field(
        description="Send it with the next question.", examples=["0d9f7a52-6c0e-4a53-9a3e-2b1f0f4c7d11"]
    )
    release: str = Field(
        description="What answered: release, hash of its configuration and index generation.",
        examples=["release 3: 0123456789ab/4d5e6f708192"],
    )
    answer: AnswerOut

    @classmethod
    def of(cls, exchange: Exchange) -> Self:
        """What who asked gets of it."""
        return cls(
            exchange_id=exchange.id,
            conversation_id=exchange.conversation_id,
            release=exchange.release,
            answer=AnswerOut.of(exchange.response, with_trace=False),
        )


class ClaimEvent(BaseModel):
    """While an answer is being written: one more sentence passed its check."""

    claim: ClaimOut
    citations: list[CitationOut] = Field(description="Those of the claim, numbered as in the finished answer.")
    warnings: list[ClaimOut] = Field(description="Verbatim, to be read before it; cited in the finished answer.")

    @classmethod
    def of(cls, accepted: ClaimAccepted) -> Self:
        """All of it."""
        return cls(
            claim=ClaimOut.of(accepted.claim),
            citations=[CitationOut.of(citation) for citation in accepted.citations],
            warnings=[ClaimOut.of(warning) for warning in accepted.warnings],
        )


class EscalationIn(BaseModel):
    """A question that may be a case for a ticket."""

    question: str = Field(min_length=1, max_length=4000, examples=["How many hours does the lamp of the R416 last?"])
    equipment: str = Field(
        default="", max_length=200, description="The machine, in one's own words; empty leaves it to the question."
    )

    def asked(self) -> Question:
        """The same without HTTP; what was said before does not matter."""
        return Question(self.question, self.equipment, turns=())


class EscalationsIn(BaseModel):
    """Questions to predict."""

    items: list[EscalationIn] = Field(min_length=1, max_length=100, description="Each counts as a question.")


class EscalationOut(BaseModel):
    """How likely it is that the manuals do not answer."""

    probability: float = Field(ge=0, le=1, examples=[0.83])
    outcome: Outcome = Field(description="How the question ended.")
    reasons: list[EscalationReasonOut] = Field(description="The strongest first; at most three.")

    @classmethod
    def of(cls, escalation: Escalation, outcome: Outcome) -> Self:
        """All of it."""
        reasons = [EscalationReasonOut.model_validate(r, from_attributes=True) for r in escalation.reasons]
        return cls(probability=escalation.probability, outcome=outcome, reasons=reasons)


class EscalationsOut(BaseModel):
    """Predictions, in the order of the questions."""

    model: str = Field(description="Version of the model.", examples=["2026-11-21-d82a2b4b"])
    items: list[EscalationOut]

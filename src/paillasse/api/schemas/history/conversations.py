"""Conversations and exchanges."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field

from paillasse.api.pages import cursor_of
from paillasse.api.schemas.answers import AnswerOut
from paillasse.history.types import Conversation, Exchange, Withheld
from paillasse.history.usage import Charge, charges
from paillasse.types.answers import Outcome

ConversationId = Annotated[str, Field(examples=["0d9f7a52-6c0e-4a53-9a3e-2b1f0f4c7d11"])]
ExchangeId = Annotated[str, Field(examples=["5e2d1c70-93b5-4f7b-8f55-6f1f0a9d3c22"])]
Cursor = Annotated[str | None, Field(description="Send it as `cursor` for the next page; null on the last one.")]


class ConversationOut(BaseModel):
    """Questions that follow one another."""

    id: ConversationId
    title: str = Field(examples=["Quand faut-il changer la lampe ?"])
    created_at: datetime
    last_at: datetime = Field(description="When its latest question was asked.")

    @classmethod
    def of(cls, conversation: Conversation) -> Self:
        """What its owner sees of it."""
        return cls.model_validate(conversation, from_attributes=True)


class ConversationsOut(BaseModel):
    """One's own conversations, the one with the latest question first."""

    conversations: list[ConversationOut]
    next: Cursor

    @classmethod
    def of(cls, found: list[Conversation], limit: int) -> Self:
        """A page."""
        following = cursor_of(found[-1].place) if len(found) == limit else None
        return cls(conversations=[ConversationOut.of(each) for each in found], next=following)


class NewTitle(BaseModel):
    """What a conversation is called from now on."""

    title: str = Field(min_length=1, max_length=400, examples=["Lamp of the R416"])


class CostOut(BaseModel):
    """What language models used, in one currency."""

    currency: str = Field(description="Empty where no model was asked.", examples=["EUR"])
    input_tokens: int
    output_tokens: int
    cost: float = Field(description="Of the calls whose price is known.", examples=[0.0042])
    unpriced: int = Field(description="Calls whose price nobody knows.")

    @classmethod
    def of(cls, charge: Charge) -> Self:
        """All of it."""
        return cls.model_validate(charge, from_attributes=True)


class ExchangeOut(BaseModel):
    """A question and its answer."""

    kind: Literal["exchange"] = "exchange"
    id: ExchangeId
    conversation_id: ConversationId
    owner: str = Field(description="Id of the user who asked.")
    query: str = Field(examples=["Quand faut-il changer la lampe ?"])
    equipment: str = Field(description="The machine that was chosen; empty when none was.", examples=["R416"])
    collections: list[str] = Field(description="Those that it was asked over.", examples=[["default"]])
    created_at: datetime
    release: str = Field(description="What answered.", examples=["0123456789ab/4d5e6f708192"])
    latency_ms: float
    outcome: Outcome
    costs: list[CostOut]
    response: AnswerOut

    @classmethod
    def of(cls, exchange: Exchange, *, with_trace: bool) -> Self:
        """What whoever may read it sees of it."""
        return cls(
            id=exchange.id,
            conversation_id=exchange.conversation_id,
            owner=exchange.owner,
            query=exchange.query,
            equipment=exchange.equipment,
            collections=list(exchange.collections),
            created_at=exchange.created_at,
            release=exchange.release,
            latency_ms=exchange.latency_ms,
            outcome=exchange.outcome,
            costs=[CostOut.of(charge) for charge in charges(exchange.response.usage)],
            response=AnswerOut.of(exchange.response, with_trace=with_trace),
        )


class WithheldOut(BaseModel):
    """A question of one's own whose answer is not shown: one is no longer a member of all it was asked over."""

    kind: Literal["withheld"] = "withheld"
    id: ExchangeId
    conversation_id: ConversationId
    query: str
    created_at: datetime


AnyExchange = Annotated[ExchangeOut | WithheldOut, Field(discriminator="kind")]


def exchange_out(exchange: Exchange | Withheld, *, with_trace: bool) -> ExchangeOut | WithheldOut:
    """What its reader may see of it."""
    if isinstance(exchange, Withheld):
        return WithheldOut.model_validate(exchange, from_attributes=True)
    return ExchangeOut.of(exchange, with_trace=with_trace)


class ExchangesOut(ConversationOut):
    """A conversation with its latest exchanges, or the latest behind a cursor; the newest first, without traces."""

    exchanges: list[AnyExchange]
    next: Cursor

    @classmethod
    def page(cls, conversation: Conversation, found: list[Exchange | Withheld], limit: int) -> Self:
        """A page."""
        return cls(
            id=conversation.id,
            title=conversation.title,
            created_at=conversation.created_at,
            last_at=conversation.last_at,
            exchanges=[exchange_out(each, with_trace=False) for each in found],
            next=cursor_of(found[-1].place) if len(found) == limit else None,
        )

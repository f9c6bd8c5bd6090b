"""The tables of history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from paillasse.storage.tables import Base, ExactText


class ConversationRow(Base):
    """One conversation."""

    __tablename__ = "conversations"
    __table_args__ = (Index("ix_conversations_owner", "owner", "last_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    owner: Mapped[str]
    title: Mapped[str]
    created_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    """Not before the `created_at` of any of its exchanges."""


class ExchangeRow(Base):
    """One question and its answer."""

    __tablename__ = "exchanges"
    __table_args__ = (
        Index("ix_exchanges_conversation", "conversation_id", "created_at", "id"),
        Index("ix_exchanges_cited", "cited", postgresql_using="gin"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    owner: Mapped[str]
    query: Mapped[str]
    equipment: Mapped[str]
    collections: Mapped[list[str]] = mapped_column(ARRAY(Text))
    created_at: Mapped[datetime] = mapped_column(index=True)
    release: Mapped[str]
    latency_ms: Mapped[float]
    outcome: Mapped[str]
    cited: Mapped[list[str]] = mapped_column(ARRAY(ExactText()))
    """Ids of the documents that the answer cites."""
    response: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    """The whole `Answer`; only `queries.shown` gives it out."""


class FeedbackRow(Base):
    """What the owner of an exchange says of it."""

    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_queue", "given_at", "exchange_id"),)

    exchange_id: Mapped[str] = mapped_column(ForeignKey("exchanges.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[str]
    thumb: Mapped[str]
    given_at: Mapped[datetime]
    reason: Mapped[str | None]
    comment: Mapped[str]
    corrected_answer: Mapped[str]
    state: Mapped[str]
    review: Mapped[dict[str, Any] | None]
    """`Review`."""


class GoldenCaseRow(Base):
    """What came of accepted feedback; no part of its exchange, which may go before it."""

    __tablename__ = "golden_cases"
    __table_args__ = (Index("ix_golden_cases_created_at", "created_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    collections: Mapped[list[str]] = mapped_column(ARRAY(Text))
    reviewer: Mapped[str]
    created_at: Mapped[datetime]
    body: Mapped[dict[str, Any]]
    """The whole `GoldenCase`."""


class LedgerRow(Base):
    """What language models used for one question, in one currency: stays when the exchange is deleted."""

    __tablename__ = "usage_ledger"

    exchange_id: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[str]
    collections: Mapped[list[str]] = mapped_column(ARRAY(Text))
    at: Mapped[datetime] = mapped_column(index=True)
    input_tokens: Mapped[int]
    output_tokens: Mapped[int]
    cost: Mapped[float]
    unpriced: Mapped[int]

"""The tables of rollouts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Float, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from paillasse.storage.tables import Base


class RolloutRow(Base):
    """One rollout."""

    __tablename__ = "rollouts"
    __table_args__ = (Index("ix_rollouts_started_at", "started_at"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    mode: Mapped[str]
    share: Mapped[float]
    control: Mapped[dict[str, Any]]
    """`MadeOf`."""
    candidate: Mapped[dict[str, Any]]
    config: Mapped[str]
    started_at: Mapped[datetime]
    started_by: Mapped[str]
    because: Mapped[str]
    running: Mapped[bool | None] = mapped_column(unique=True)
    """True of one row at most, which has not ended; else empty."""
    ended_at: Mapped[datetime | None]
    ending: Mapped[str] = mapped_column(server_default="")
    ended_because: Mapped[str] = mapped_column(server_default="")


class TallyRow(Base):
    """What one user was answered by one arm: `Tally`, column by column."""

    __tablename__ = "rollout_tallies"

    rollout_id: Mapped[str] = mapped_column(ForeignKey("rollouts.id", ondelete="CASCADE"), primary_key=True)
    arm: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column("user_pseudonym", primary_key=True)
    questions: Mapped[int] = mapped_column(BigInteger)
    failures: Mapped[int] = mapped_column(BigInteger)
    refusals: Mapped[int] = mapped_column(BigInteger)
    timed: Mapped[int] = mapped_column(BigInteger)
    log_ms: Mapped[float] = mapped_column(Float)
    log_ms_squared: Mapped[float] = mapped_column(Float)
    cost: Mapped[float] = mapped_column(Float)
    compared: Mapped[int] = mapped_column(BigInteger)
    same_outcome: Mapped[int] = mapped_column(BigInteger)
    same_pages: Mapped[float] = mapped_column(Float)
    kept: Mapped[int] = mapped_column(BigInteger, server_default="0")

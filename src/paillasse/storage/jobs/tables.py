"""The table of ingestion jobs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from paillasse.storage.tables import Base

UNFINISHED = text("state IN ('queued', 'running')")


class JobRow(Base):
    """One uploaded file: see `types.jobs.Job`."""

    __tablename__ = "ingestion_jobs"
    __table_args__ = (
        Index("ix_ingestion_jobs_unfinished", "collection", "sha256", unique=True, postgresql_where=UNFINISHED),
        Index("ix_ingestion_jobs_created_at", "created_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    collection: Mapped[str]
    sha256: Mapped[str]
    filename: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    owner: Mapped[str]
    state: Mapped[str]
    stage: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    attempt: Mapped[int]
    failures: Mapped[int]
    cancel_requested: Mapped[bool]
    ticket: Mapped[int | None] = mapped_column(BigInteger)
    """Of the queue; None between the two steps of the transaction that adds it."""
    trouble: Mapped[dict[str, Any] | None]
    """`Trouble`."""
    document_id: Mapped[str]
    created_at: Mapped[datetime]
    retry_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

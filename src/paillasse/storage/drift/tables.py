"""The table of drift."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from paillasse.storage.tables import Base


class DriftReportRow(Base):
    """One check; without a report while it is made."""

    __tablename__ = "drift_reports"
    __table_args__ = (Index("ix_drift_reports_checked_at", "checked_at", "id"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime]
    open: Mapped[bool] = mapped_column(default=False)
    """It calls for something that is not done yet."""
    taken_at: Mapped[datetime | None]
    """When somebody took it upon himself, to make it or to do what it calls for."""
    body: Mapped[dict[str, Any] | None]
    """The whole `DriftReport`."""

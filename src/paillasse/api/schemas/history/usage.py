"""What questions cost."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from paillasse.api.schemas.history.conversations import CostOut
from paillasse.history.usage import UsageBy, UsageTotal


class UsageTotalOut(BaseModel):
    """What one user, collection or day used, in one currency."""

    key: str = Field(description="User id, name of the collection, or day.", examples=["2026-11-21"])
    questions: int
    costs: CostOut

    @classmethod
    def of(cls, total: UsageTotal) -> Self:
        """All of it."""
        return cls(key=total.key, questions=total.questions, costs=CostOut.of(total.charge))


class UsageOverTime(BaseModel):
    """Totals of the questions asked in a range of time, by key and currency."""

    by: UsageBy
    since: datetime
    until: datetime
    totals: list[UsageTotalOut]

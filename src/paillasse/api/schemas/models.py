"""Models that were trained here, as they are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from paillasse.prediction.desk import figures_of
from paillasse.protocols.trained_models import KeptModel


class TrainedModelOut(BaseModel):
    """A promotion of a model that was trained here."""

    name: str = Field(description="What it is for.", examples=["escalation"])
    version: str = Field(examples=["2026-11-21-d82a2b4b"])
    promoted_at: datetime
    promoted_by: str = Field(description="Name of the person or of the schedule; empty for what is older than that.")
    reason: str
    in_production: bool
    taken_back_at: datetime | None = Field(description="`null` while it was not.")
    taken_back_by: str
    taken_back_reason: str
    figures: dict[str, float] = Field(
        description="What was measured before it was promoted, on machines that it had not learnt from.",
        examples=[{"all/auroc": 0.955, "all/auroc.low": 0.922, "all/auroc.high": 0.98}],
    )

    @classmethod
    def of(cls, kept: KeptModel, *, in_production: bool) -> Self:
        """All of it but the model."""
        back = kept.taken_back
        return cls(
            name=kept.name,
            version=kept.version,
            promoted_at=kept.promoted_at,
            promoted_by=kept.promoted_by,
            reason=kept.because,
            in_production=in_production,
            taken_back_at=back and back.at,
            taken_back_by=back.by if back else "",
            taken_back_reason=back.because if back else "",
            figures=figures_of(kept),
        )

    @classmethod
    def each(cls, promotions: Sequence[KeptModel]) -> list[Self]:
        """Promotions, the latest first: of each name the first that was not taken back is in production."""
        seen, told = set[str](), list[Self]()
        for kept in promotions:
            told.append(cls.of(kept, in_production=kept.taken_back is None and kept.name not in seen))
            if kept.taken_back is None:
                seen.add(kept.name)
        return told


class TakeBackIn(BaseModel):
    """Why a model is taken back."""

    reason: str = Field(default="", max_length=1000)

"""A release that is tried beside the one in production, as it is told, and what is asked of it."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from paillasse.rollouts.desk import Standing
from paillasse.rollouts.evidence.comparing import Compared, Verdict
from paillasse.rollouts.types import Arm, Ending, MadeOf, Mode, Tally


class MadeOfOut(BaseModel):
    """What answers come from."""

    release: str = Field(description="Its version; empty for what is no release.")
    config: str = Field(description="Hash of its configuration.")
    generation: str = Field(description="Index generation that it answers from.")

    @classmethod
    def of(cls, made_of: MadeOf) -> Self:
        """All of it."""
        return cls(release=made_of.release, config=made_of.config, generation=made_of.generation)


class ArmOut(BaseModel):
    """What one of the two releases was asked, over all users and processes."""

    made_of: MadeOfOut
    users: int
    questions: int = Field(description="Also those whose answer was kept from before: they tell refusals alone.")
    errors: int = Field(description="Without an answer by a fault that is not the asker's, or after a model failed.")
    refusals: int
    latency_ms: float | None = Field(description="Geometric mean of the time that answers took.")
    cost: float = Field(description="Of language models, in all.")

    @classmethod
    def of(cls, made_of: MadeOf, users: int, tally: Tally) -> Self:
        """Sums, and the mean of the time."""
        return cls(
            made_of=MadeOfOut.of(made_of),
            users=users,
            questions=tally.questions,
            errors=tally.failures,
            refusals=tally.refusals,
            latency_ms=round(math.exp(tally.log_ms / tally.timed), 1) if tally.timed else None,
            cost=tally.cost,
        )


class FigureOut(BaseModel):
    """One figure of both, compared user by user, by a test that may be looked at at any time."""

    figure: str = Field(examples=["refusals"])
    control: float | None
    candidate: float | None
    low: float | None = Field(description="Of the interval of the difference, candidate less control.")
    high: float | None
    verdict: Verdict

    @classmethod
    def of(cls, compared: Compared) -> Self:
        """Without the numbers of users."""
        return cls(
            figure=compared.figure,
            control=compared.control,
            candidate=compared.candidate,
            low=compared.low,
            high=compared.high,
            verdict=compared.verdict,
        )


class LikenessOut(BaseModel):
    """What both answered to the same questions, in the shadow."""

    questions: int
    same_outcome: float | None = Field(description="Share of them that both answered, or neither.")
    same_pages: float | None = Field(description="Mean share of the pages cited by either that both cite.")

    @classmethod
    def of(cls, tally: Tally) -> Self:
        """Means of what was compared."""
        n = tally.compared
        return cls(
            questions=n,
            same_outcome=tally.same_outcome / n if n else None,
            same_pages=tally.same_pages / n if n else None,
        )


class EndOut(BaseModel):
    """When it ended, and how."""

    at: datetime
    how: Ending
    reason: str


class RolloutOut(BaseModel):
    """The rollout that runs, or ran last."""

    id: str
    mode: Mode
    share: float
    started_at: datetime
    started_by: str
    reason: str
    end: EndOut | None = Field(description="`null` while it runs.")
    control: ArmOut = Field(description="The release in production.")
    candidate: ArmOut
    figures: list[FigureOut]
    likeness: LikenessOut | None = Field(description="In the shadow only.")

    @classmethod
    def of(cls, standing: Standing) -> Self:
        """All of it."""
        rollout, counts, users = standing.rollout, standing.counts, standing.users
        end = rollout.end
        return cls(
            id=rollout.id,
            mode=rollout.mode,
            share=rollout.share,
            started_at=rollout.started_at,
            started_by=rollout.started_by,
            reason=rollout.because,
            end=EndOut(at=end.at, how=end.how, reason=end.because) if end else None,
            control=ArmOut.of(rollout.control, users[Arm.CONTROL], counts[Arm.CONTROL]),
            candidate=ArmOut.of(rollout.candidate, users[Arm.CANDIDATE], counts[Arm.CANDIDATE]),
            figures=[FigureOut.of(each) for each in standing.compared],
            likeness=LikenessOut.of(counts[Arm.CANDIDATE]) if rollout.mode is Mode.SHADOW else None,
        )


class RolloutIn(BaseModel):
    """Which release is tried, on whom, and why."""

    release: str = Field(max_length=200, description="Version, name or alias.", examples=["3"])
    mode: Mode
    share: float | None = Field(
        default=None,
        gt=0,
        le=1,
        description="Of the users; `null`: 1 in the shadow, 0.1 of a canary, 0.5 of an A/B test.",
    )
    reason: str = Field(default="", max_length=1000)
    override: str = Field(
        default="", max_length=1000, description="A reason to show it to users although it does not pass its gates."
    )

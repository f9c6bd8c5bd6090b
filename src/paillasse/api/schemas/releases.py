"""Releases as they are told, and what is asked of them."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from paillasse.protocols.tracking import Run
from paillasse.releases.differences import Comparison, QuestionChange
from paillasse.releases.judging import Verdict
from paillasse.releases.types import Alias, Release


class _Part(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class ReleaseOut(BaseModel):
    """One version of what may answer."""

    version: int
    name: str
    run_id: str = Field(description="Run in MLflow that it was made of.")
    config: str = Field(description="Hash of its configuration.")
    generation: str = Field(description="Index generation that it answers from.")
    created_at: datetime
    aliases: list[str] = Field(examples=[["production"]])
    said: dict[str, str] = Field(description="Whether it passed its gates; who promoted it when and why.")

    @classmethod
    def of(cls, release: Release) -> Self:
        """All but the list of its prompts."""
        return cls(
            version=release.version,
            name=release.name,
            run_id=release.run_id,
            config=release.config,
            generation=release.generation,
            created_at=release.created_at,
            aliases=list(release.aliases),
            said={name: value for name, value in release.tags.items() if name != "prompts"},
        )


class ReleaseDetailOut(ReleaseOut):
    """A release with what it was measured by."""

    failures: list[str] | None = Field(description="What it failed at its gates last; null where it never was there.")
    figures: dict[str, float] = Field(
        description="Means by slice and figure, as MLflow has them.", examples=[{"all/hit_at_5": 0.94}]
    )
    parameters: dict[str, str] = Field(
        description="What it does and what it was asked, as MLflow has it.",
        examples=[{"chunking.max_tokens": "200", "dataset": "samples.jsonl", "dataset.version": "1"}],
    )
    measured_at: datetime

    @classmethod
    def detailed(cls, release: Release, run: Run, verdict: Verdict | None) -> Self:
        """With what was measured and can be told: JSON has no NaN."""
        figures = {name: value for name, value in run.metrics.items() if math.isfinite(value)}
        failures = None if verdict is None else list(verdict.failures)
        return cls(
            **ReleaseOut.of(release).model_dump(),
            failures=failures,
            figures=figures,
            parameters=dict(run.parameters),
            measured_at=run.started_at,
        )


class ChoiceOut(_Part):
    """A parameter that the two do not share."""

    name: str = Field(examples=["chunking.max_tokens"])
    first: str
    second: str


class DifferenceOut(_Part):
    """One figure on one slice."""

    place: str = Field(description="The slice.", examples=["fr"])
    figure: str = Field(examples=["hit@5"])
    n: int = Field(description="Questions that have it in both.")
    first: float
    second: float
    low: float = Field(description="Lower bound of the interval of `second - first`.")
    high: float
    confidence: float = Field(examples=[0.95])
    verdict: str = Field(description="`better` or `worse` where the interval leaves out zero, else empty.")


class OutcomeOut(_Part):
    """How a question ended."""

    passed: bool = Field(description="As a person would accept the answer.")
    outcome: str
    rank: int | None = Field(description="Of the first right page.")


class QuestionChangeOut(BaseModel):
    """A question on which they do not end alike. Answers are not told: they may quote what one may not read."""

    question: str
    slices: list[str]
    first: OutcomeOut
    second: OutcomeOut

    @classmethod
    def of(cls, change: QuestionChange) -> Self:
        """How it ended in both."""
        one, other = OutcomeOut.model_validate(change.first), OutcomeOut.model_validate(change.second)
        return cls(question=change.first.question, slices=list(change.first.slices), first=one, second=other)


class ReleaseComparisonOut(BaseModel):
    """The second release beside the first."""

    first: ReleaseOut
    second: ReleaseOut
    choices: list[ChoiceOut]
    differences: list[DifferenceOut]
    questions: list[QuestionChangeOut] = Field(description="What the second fails and the first passes comes first.")
    asked: int = Field(description="Questions that both were asked.")

    @classmethod
    def of(cls, first: Release, second: Release, found: Comparison) -> Self:
        """All of it."""
        return cls(
            first=ReleaseOut.of(first),
            second=ReleaseOut.of(second),
            choices=[ChoiceOut.model_validate(each) for each in found.choices],
            differences=[DifferenceOut.model_validate(each) for each in found.differences],
            questions=[QuestionChangeOut.of(each) for each in found.questions],
            asked=found.asked,
        )


class PromotionIn(BaseModel):
    """Which release is promoted, and why."""

    release: str = Field(max_length=200, description="Version, name or alias.", examples=["3"])
    alias: Alias = Alias.PRODUCTION
    reason: str = Field(default="", max_length=1000)
    override: str = Field(
        default="", max_length=1000, description="A reason to promote it although it does not pass its gates."
    )


class RollbackIn(BaseModel):
    """Why the former release is to answer again."""

    reason: str = Field(default="", max_length=1000)

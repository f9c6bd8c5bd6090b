"""Drift as it is told."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from pydantic import BaseModel, Field

from paillasse.drift.types import DriftReport, FeatureDrift, FollowUp, Kind, Progress, State, Window


class WindowOut(BaseModel):
    """Questions that are compared with others."""

    since: datetime = Field(description="When the first of them was asked.")
    until: datetime
    questions: int

    @classmethod
    def of(cls, window: Window | None) -> Self | None:
        """All of it."""
        return window and cls(since=window.since, until=window.until, questions=window.questions)


class PartOut(BaseModel):
    """A value of a feature, and the share of questions that have it."""

    label: str = Field(description="A language, the number of a topic, a range.", examples=["fr"])
    reference: float
    current: float


class FeatureOut(BaseModel):
    """How far a feature is from what it was."""

    name: str = Field(
        description="`language`, `length`, `topic`, `likeness`, `confidence`, `refused`, `nothing_found`, "
        "`unknown_code` or `thumbs_down`."
    )
    kind: Kind
    reference: float | None = Field(description="Mean, or share of yes, of the reference; null for categories.")
    current: float | None = Field(description="The same of the questions asked lately.")
    distance: float = Field(description="0 to 1: the largest difference between two shares of questions.")
    least_distance: float = Field(description="Smaller differences are of no matter, however sure.")
    p_value: float | None = Field(
        description="Of a test that nothing changed, adjusted for the number of features; null for too few values."
    )
    level: float = Field(description="It has drifted only where the p-value is below this.")
    drifted: bool
    severity: float = Field(description="The distance in least distances: 1 or more exactly where it has drifted.")
    parts: list[PartOut] = Field(description="Of categories and numbers: what to draw side by side.")

    @classmethod
    def of(cls, feature: FeatureDrift) -> Self:
        """All of it."""
        return cls(
            name=feature.name,
            kind=feature.kind,
            reference=feature.reference,
            current=feature.current,
            distance=feature.distance,
            least_distance=feature.least_distance,
            p_value=feature.p_value,
            level=feature.level,
            drifted=feature.drifted,
            severity=feature.severity,
            parts=[PartOut(label=p.label, reference=p.reference, current=p.current) for p in feature.parts],
        )


class FollowUpOut(BaseModel):
    """Something that a drift calls for."""

    state: Progress
    said: str = Field(description="What came of it, in English.")
    run_id: str = Field(description="Run in MLflow, where there is one.")

    @classmethod
    def of(cls, follow_up: FollowUp) -> Self:
        """All of it."""
        return cls(state=follow_up.state, said=follow_up.said, run_id=follow_up.run_id)


class DriftReportOut(BaseModel):
    """One check: the questions of the last seven days against the first that what answers was asked."""

    id: str
    checked_at: datetime
    release: str = Field(description="What answers.", examples=["release 3: 0123456789ab/g-0123456789ab"])
    state: State
    said: str = Field(description="The same in an English sentence.")
    share: float = Field(description="Share of the features that have drifted.")
    reference: WindowOut | None
    current: WindowOut | None
    features: list[FeatureOut] = Field(description="Empty where nothing was compared.")
    evaluation: FollowUpOut = Field(description="Production asked its golden set again.")
    retraining: FollowUpOut = Field(description="The escalation predictor trained again, where settings allow it.")

    @classmethod
    def of(cls, report: DriftReport) -> Self:
        """All of it."""
        return cls(
            id=report.id,
            checked_at=report.checked_at,
            release=report.release,
            state=report.state,
            said=report.said,
            share=report.share,
            reference=WindowOut.of(report.reference),
            current=WindowOut.of(report.current),
            features=[FeatureOut.of(feature) for feature in report.features],
            evaluation=FollowUpOut.of(report.evaluation),
            retraining=FollowUpOut.of(report.retraining),
        )

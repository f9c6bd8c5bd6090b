"""The nouns of drift: frozen values, no input or output."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from paillasse.protocols.retrieval import Vector


class Kind(StrEnum):
    """What values a feature has."""

    CATEGORY = "category"
    NUMBER = "number"
    SHARE = "share"
    """Yes or no for each question; the feature is the share of yes."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing that is compared."""

    name: str
    kind: Kind
    least_distance: float
    """Smaller differences are of no practical matter, however sure: see `comparing.distance`."""


FEATURES = (
    Feature("language", Kind.CATEGORY, 0.05),
    Feature("length", Kind.NUMBER, 0.1),
    Feature("topic", Kind.CATEGORY, 0.1),
    Feature("likeness", Kind.NUMBER, 0.1),
    Feature("confidence", Kind.NUMBER, 0.1),
    Feature("refused", Kind.SHARE, 0.05),
    Feature("nothing_found", Kind.SHARE, 0.05),
    Feature("unknown_code", Kind.SHARE, 0.05),
    Feature("thumbs_down", Kind.SHARE, 0.1),
)
"""Every feature: names of the fields of `Observation`, but `topic`, which is worked out of `meaning`."""


class Asked(NamedTuple):
    """An exchange of the history, as far as features are read from it. It does not leave what keeps the history."""

    at: datetime
    question: str
    outcome: str
    confidence: float
    hits: list[Mapping[str, Any]]
    """`hits` of the trace of the answer."""
    understood: Mapping[str, Any]
    refusal: str
    """Name of the sentence that it was refused with; empty where it was not."""
    thumb: str | None
    """What its reader thinks of it; None where he did not say."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What is left of an exchange once its words are gone."""

    at: datetime
    language: str
    """ISO 639-1 code, the likeliest however short the question is."""
    length: int
    """Words."""
    meaning: Vector
    """The question, embedded."""
    likeness: float
    """Cosine of the passage that is nearest in meaning; 0 where none was found."""
    confidence: float
    refused: bool
    nothing_found: bool
    """No passage was found, or none that shares a word or a code with the question."""
    unknown_code: bool
    """It names a code that no manual defines."""
    thumbs_down: bool | None
    """None where its reader did not say."""


@dataclass(frozen=True, slots=True)
class Window:
    """Questions that are compared with others."""

    since: datetime
    """When the first of them was asked."""
    until: datetime
    questions: int


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a feature, and the share of questions that have it."""

    label: str
    """A language, the number of a topic, a range."""
    reference: float
    current: float


@dataclass(frozen=True, slots=True)
class FeatureDrift:
    """How far a feature is from what it was."""

    name: str
    kind: Kind
    reference: float | None
    """Mean, or share of yes; None for categories, and where there were no values."""
    current: float | None
    distance: float
    """0 to 1: see `comparing.distance`."""
    least_distance: float
    p_value: float | None
    """Adjusted for the number of features (Holm); None where there were too few values."""
    level: float
    """It has to be below this."""
    parts: tuple[Part, ...] = ()

    @property
    def drifted(self) -> bool:
        """True where the difference is both sure and large enough to matter."""
        return self.p_value is not None and self.p_value < self.level and self.distance >= self.least_distance

    @property
    def severity(self) -> float:
        """The distance in least distances; 1 at most where it has not drifted, 1 or more where it has."""
        share = self.distance / self.least_distance
        return share if self.drifted else min(share, 1.0)


class State(StrEnum):
    """What came of a check."""

    STABLE = "stable"
    DRIFTED = "drifted"
    NO_REFERENCE = "no_reference"
    """What answers now has not answered enough questions yet, before those that would be compared with them."""
    TOO_FEW = "too_few"
    """Too few were asked lately."""


class Progress(StrEnum):
    """Where something stands that a drift calls for."""

    NONE = "none"
    """It does not call for it."""
    DUE = "due"
    """Or somebody is at it."""
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that a drift calls for."""

    state: Progress = Progress.NONE
    said: str = ""
    """What came of it (English)."""
    run_id: str = ""
    """Where it was recorded."""


@dataclass(frozen=True, slots=True)
class DriftReport:
    """One check."""

    id: str
    checked_at: datetime
    release: str
    """What answers: as in `history.types.Exchange.release`."""
    state: State
    said: str
    """The same in a sentence (English)."""
    reference: Window | None = None
    current: Window | None = None
    features: tuple[FeatureDrift, ...] = ()
    """Empty where nothing was compared."""
    evaluation: FollowUp = field(default_factory=FollowUp)
    """Production asked its golden set again."""
    retraining: FollowUp = field(default_factory=FollowUp)
    """The escalation predictor trained again, where settings allow it."""

    @property
    def share(self) -> float:
        """Share of the features that have drifted."""
        return sum(each.drifted for each in self.features) / len(self.features) if self.features else 0.0

    @property
    def drifted(self) -> bool:
        """True where something is not as it was."""
        return self.state is State.DRIFTED

    @property
    def open(self) -> bool:
        """True while something that it calls for is still to be done."""
        return Progress.DUE in {self.evaluation.state, self.retraining.state}

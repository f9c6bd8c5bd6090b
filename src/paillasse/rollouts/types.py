"""The nouns of rollouts: frozen values, no input or output."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Self


class Mode(StrEnum):
    """What becomes of the candidate's answers."""

    SHADOW = "shadow"
    """Nobody sees them: it answers after the release in production did, and both are compared."""
    CANARY = "canary"
    """A share of the users is answered by it, until it is stopped or does worse."""
    AB = "ab"
    """The same without a rollback: to find out which one does better."""


class Arm(StrEnum):
    """Which of the two releases answers."""

    CONTROL = "control"
    """The one in production."""
    CANDIDATE = "candidate"


class Ending(StrEnum):
    """How a rollout ended."""

    STOPPED = "stopped"
    """By a person."""
    ROLLED_BACK = "rolled_back"
    """By its counts."""
    SUPERSEDED = "superseded"
    """What is in production is another release now: the candidate itself, or one that it was not compared with."""


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What an answer comes from."""

    release: str
    """Its version in the registry; empty for what is no release."""
    config: str
    """Hash of its configuration."""
    generation: str
    """Name of the index generation."""

    @property
    def label(self) -> str:
        """As it is kept with every exchange: see `history.types.Exchange.release`."""
        made_of = f"{self.config}/{self.generation}"
        return f"release {self.release}: {made_of}" if self.release else made_of


@dataclass(frozen=True, slots=True)
class End:
    """When a rollout ended, and how."""

    at: datetime
    how: Ending
    because: str


@dataclass(frozen=True, slots=True)
class Rollout:
    """A release that is tried beside the one in production."""

    id: str
    mode: Mode
    share: float
    """Of the users, above 0; 1 is possible in the shadow only."""
    control: MadeOf
    candidate: MadeOf
    config: str
    """Of the candidate: `PipelineConfig.whole`, so that no process has to ask the registry."""
    started_at: datetime
    started_by: str
    """Name of the person, or of the command line."""
    because: str = ""
    end: End | None = None
    """None while it runs."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Sums over questions."""

    questions: int = 0
    failures: int = 0
    """Without an answer by a fault that is not the asker's, or answered although a language model failed."""
    refusals: int = 0
    timed: int = 0
    """Answers whose time was measured."""
    log_ms: float = 0.0
    """Sum of natural logarithms of milliseconds."""
    log_ms_squared: float = 0.0
    cost: float = 0.0
    """What language models cost, where their prices are known."""
    compared: int = 0
    """Questions that both releases answered: in the shadow only."""
    same_outcome: int = 0
    """Of those, both answered or both did not."""
    same_pages: float = 0.0
    """Of those, pages that both cite over pages that either cites, summed; 1 where neither cites any."""
    kept: int = 0
    """Questions answered as somebody was before: that tells who was refused, and nothing of faults, time and cost."""

    @property
    def worked_out(self) -> int:
        """Questions that there was anything to do for."""
        return self.questions - self.kept

    def __add__(self, other: Self) -> Self:
        """Both together."""
        return type(self)(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class UserTally:
    """What one user was answered by one arm, and what he said of it."""

    arm: Arm
    user: str
    """A pseudonym within the rollout: see `assignment.pseudonym`."""
    tally: Tally
    thumbs: int = 0
    """Answers that he gave feedback on."""
    thumbs_up: int = 0

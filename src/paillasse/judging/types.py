"""An answer as it is judged, with what the golden case knows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paillasse.types.answers import Usage


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim or a warning that was shown."""

    text: str
    quotes: tuple[str, ...]
    """What it cites; empty where it cites nothing, or one of its quotes is not on its page."""
    to_the_point: bool
    """It cites a page that answers the question."""


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that was found."""

    text: str
    right: bool
    """It stands on a page that answers the question."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with what was found, what was said, and what should have been said."""

    question: str
    contexts: tuple[Retrieved, ...]
    """Best first."""
    statements: tuple[Statement, ...]
    """Empty where no answer was given."""
    expected: str
    """The reference answer; empty where there is none."""
    facts: tuple[tuple[str, ...], ...]
    """What an answer must contain: one alternative of each."""

    @property
    def said(self) -> str:
        """The answer, a statement a line."""
        return "\n".join(statement.text for statement in self.statements)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says of an answer."""

    figures: Mapping[str, float | None]
    """From 0 to 1 by name; None where the judge failed, which is not the same as not being asked."""
    usage: tuple[Usage, ...]
    """What it took."""

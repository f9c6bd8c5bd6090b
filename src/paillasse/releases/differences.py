"""What two releases do otherwise: choices, figures, and single questions."""

from __future__ import annotations

from dataclasses import dataclass

from paillasse.experiments.comparison import Difference, compare
from paillasse.experiments.rows import QuestionRow, by_id
from paillasse.releases.judging import Measured


@dataclass(frozen=True, slots=True)
class Choice:
    """A parameter that the two do not share; empty where one of them has none of this name."""

    name: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question on which they do not end alike."""

    first: QuestionRow
    second: QuestionRow


@dataclass(frozen=True, slots=True)
class Comparison:
    """The second beside the first."""

    choices: tuple[Choice, ...]
    differences: tuple[Difference, ...]
    questions: tuple[QuestionChange, ...]
    """Those that the second fails and the first passes come first, then the other way round, then other ranks."""
    asked: int
    """Questions that both were asked; reviewed cases are left out."""


def compared(first: Measured, second: Measured) -> Comparison:
    """Two releases on the questions that both were asked.

    Raises:
        NotComparable: they have no question in common.
    """
    one, other = by_id(first.rows), by_id(second.rows)
    pairs = [(row, other[key]) for key, row in one.items() if key in other]
    changes = sorted((QuestionChange(a, b) for a, b in pairs if _end(a) != _end(b)), key=_weight)
    return Comparison(_choices(first, second), tuple(compare(first.rows, second.rows)), tuple(changes), len(pairs))


def _weight(change: QuestionChange) -> int:
    return {-1: 0, 1: 1, 0: 2}[change.second.passed - change.first.passed]


def _end(row: QuestionRow) -> tuple[bool, str, int | None]:
    return row.passed, row.outcome, row.rank


def _choices(first: Measured, second: Measured) -> tuple[Choice, ...]:
    one, other = first.run.parameters, second.run.parameters
    names = sorted(one.keys() | other.keys())
    return tuple(Choice(n, one.get(n, ""), other.get(n, "")) for n in names if one.get(n) != other.get(n))

"""The seams of answering: who writes a draft, and who says whether it will do."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from paillasse.types.answers import Answer, DraftClaim
from paillasse.types.documents import Chunk, Line
from paillasse.types.escalation import Escalation
from paillasse.types.questions import Hit, Query


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """One line of the context and how well it answers."""

    chunk: Chunk
    index: int
    score: float
    coverage: float
    """Share of the question's concepts, weighted by rarity, that the line and its surroundings hold, 0 to 1."""
    cosine: float
    """Of the line with the question; 0 when it was not looked at."""
    fits: bool
    """It holds the sort of quantity that the question asks for, or none is asked for."""
    code: bool
    """It defines a code of the question."""

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.chunk.lines[self.index]


@dataclass(frozen=True, slots=True)
class Context:
    """What a generator may use: hits in rank order, each line addressable as (chunk id, line index)."""

    query: Query
    language: str
    """Of the question."""
    hits: tuple[Hit, ...]
    lines: tuple[ScoredLine, ...]
    """The lines worth quoting, best first."""


class Generator(Protocol):
    """Proposes claims; verification decides which of them anybody sees."""

    @property
    def name(self) -> str:
        """Recorded in the trace."""
        ...

    def generate(self, context: Context) -> AsyncIterator[DraftClaim]:
        """Claims in the order they should be read; none at all means: the context does not answer."""
        ...


class EscalationPredictor(Protocol):
    """Says of an answer how likely it is that the manuals do not hold one."""

    def predict(self, answer: Answer) -> Escalation:
        """The prediction, from the answer and its trace; offers nothing yet."""
        ...

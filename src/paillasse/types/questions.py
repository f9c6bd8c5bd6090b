"""A question, where it may look, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass, field

from paillasse.types.documents import (
    Chunk,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question may be answered from."""

    collections: tuple[str, ...] = ("default",)
    """Collections the user may read."""
    document_ids: tuple[str, ...] | None = None
    """When set, only these documents: the machine is known."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the user asked it."""

    text: str
    scope: Scope = field(default_factory=Scope)
    equipment: str = ""
    """The machine the user chose, in their words; empty when none was chosen."""
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that may answer, with the score each lane gave it."""

    chunk: Chunk
    score: float
    lanes: dict[str, float] = field(default_factory=dict[str, float])

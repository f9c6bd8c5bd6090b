"""Searching without answering."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, Field

from paillasse.api.schemas.answers import PassageOut
from paillasse.asking.dialogue import Question
from paillasse.asking.searching import FoundPassage


class SearchIn(BaseModel):
    """What is looked for."""

    question: str = Field(min_length=1, max_length=4000, examples=["changer la lampe du R416"])
    equipment: str = Field(
        default="", max_length=200, description="The machine, in one's own words; empty leaves it to the question."
    )
    document_ids: list[Annotated[str, Field(min_length=1, max_length=64)]] | None = Field(
        default=None, min_length=1, max_length=100, description="In these documents only.", examples=[None]
    )
    collections: list[Annotated[str, Field(max_length=64)]] | None = Field(
        default=None, max_length=100, description="In these collections only.", examples=[None]
    )
    limit: int = Field(default=10, ge=1, le=40, description="Passages at most.")

    def asked(self) -> Question:
        """The same without HTTP; what was said before does not matter."""
        return Question(
            self.question,
            self.equipment,
            tuple(self.document_ids) if self.document_ids is not None else None,
            turns=(),
            collections=tuple(self.collections) if self.collections is not None else None,
        )


class FoundOut(BaseModel):
    """A passage, and why it was found."""

    passage: PassageOut
    score: float = Field(description="Among the others of the same search; higher is better.", examples=[1.31])
    lanes: dict[str, float] = Field(
        description="Score by lane: meaning, words, codes; of the first ones word by word.",
        examples=[{"dense": 0.61, "bm25": 12.4}],
    )

    @classmethod
    def of(cls, found: FoundPassage) -> Self:
        """All of it."""
        return cls(passage=PassageOut.of(found.passage), score=found.score, lanes=dict(found.lanes))


class SearchOut(BaseModel):
    """What was found, best first. It is where to look, not an answer."""

    passages: list[FoundOut]

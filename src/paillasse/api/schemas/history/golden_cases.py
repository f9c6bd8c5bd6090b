"""Golden cases that came of feedback."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, Field

from paillasse.api.pages import cursor_of
from paillasse.api.schemas.history.conversations import Cursor
from paillasse.experiments.datasets.versions import DatasetVersion
from paillasse.history.reviewing.case_writing import Expected
from paillasse.history.types import KeptCase
from paillasse.types.golden_case import GoldenCase

Page = Annotated[int, Field(ge=1, le=1_000_000)]
Fragment = Annotated[str, Field(min_length=1, max_length=1000)]


class EvidenceIn(BaseModel):
    """Pages of one document that answer the question."""

    document_id: str = Field(min_length=1, max_length=64, examples=["b9f3c1d2-6a55-5c1e-9d0a-7e6f3a2b1c40"])
    pages: list[Page] = Field(
        min_length=1, max_length=100, description="Physical pages from 1; any of them will do.", examples=[[12]]
    )


class ExpectedIn(BaseModel):
    """What the right answer is. What is left out comes from the answer and what its user says of it."""

    question: str = Field(
        default="", max_length=4000, description="In words that are understood without what was said before."
    )
    answer: str = Field(default="", max_length=10_000, examples=["Remplacer la lampe toutes les 2000 heures."])
    evidence: list[EvidenceIn] | None = Field(
        default=None, max_length=20, description="One entry for a document; left out: the pages that the answer cites."
    )
    answerable: bool | None = Field(default=None, description="False: no manual answers it, and a refusal is right.")
    must_contain: list[Annotated[list[Fragment], Field(min_length=1, max_length=20)]] = Field(
        default=[],
        max_length=20,
        description="Of each list one fragment has to appear in an answer.",
        examples=[[["2000 h", "2000 heures"]]],
    )

    @property
    def expected(self) -> Expected:
        """As history takes it."""
        named = {entry.document_id: tuple(entry.pages) for entry in self.evidence or ()}
        must_contain = tuple(tuple(fragments) for fragments in self.must_contain)
        return Expected(self.question.strip(), self.answer.strip(), named or None, self.answerable, must_contain)


class CaseIn(ExpectedIn):
    """A golden case as it is to be; what is left out is empty."""

    question: str = Field(min_length=1, max_length=4000, pattern=r"\S")


class GoldenCaseOut(BaseModel):
    """A golden case and where it comes from."""

    case: GoldenCase = Field(description="As a line of a golden set; its id is that of the exchange.")
    collections: list[str] = Field(examples=[["default"]])
    reviewer: str = Field(description="User id.")
    created_at: datetime
    version: str = Field(description="For `If-Match`, in double quotes: names what it says.")

    @classmethod
    def of(cls, kept: KeptCase) -> Self:
        """All of it."""
        return cls.model_validate(kept, from_attributes=True)


class GoldenCasesOut(BaseModel):
    """Golden cases, the oldest first."""

    cases: list[GoldenCaseOut]
    next: Cursor

    @classmethod
    def of(cls, found: list[KeptCase], limit: int) -> Self:
        """A page."""
        following = cursor_of(found[-1].place) if len(found) == limit else None
        return cls(cases=[GoldenCaseOut.of(each) for each in found], next=following)


class GoldenSetVersionOut(BaseModel):
    """A golden set as it was when something was measured with it. Cases are counted: one may not read them all."""

    name: str = Field(examples=["samples.jsonl"])
    number: int = Field(description="From 1.")
    hash: str
    cases: int
    added: int = Field(description="Cases that the version before did not have.")
    changed: int
    removed: int
    by: str
    note: str
    at: datetime

    @classmethod
    def of(cls, version: DatasetVersion) -> Self:
        """Without ids."""
        return cls(
            name=version.name,
            number=version.number,
            hash=version.hash,
            cases=version.cases,
            added=len(version.added),
            changed=len(version.changed),
            removed=len(version.removed),
            by=version.by,
            note=version.note,
            at=version.at,
        )

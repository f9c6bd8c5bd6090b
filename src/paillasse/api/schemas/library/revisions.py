"""Revisions of a manual."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from paillasse.api.schemas.answers import PageNumber
from paillasse.api.schemas.library.documents import EntryOut, Id
from paillasse.library.revisions.diff import Comparison, LineChange, SectionChange, SectionChangeKind
from paillasse.library.revisions.sections import SectionLine
from paillasse.library.revisions.succession import Suggestion


class Successor(BaseModel):
    """Which document stands in the place of this one from now on."""

    model_config = ConfigDict(extra="forbid")

    by: Id


class SuggestionOut(BaseModel):
    """What is most likely another revision of the same manual: a person decides."""

    document: EntryOut
    older: bool | None = Field(description="Whether it is older, by effective date; null when nobody can tell.")

    @classmethod
    def of(cls, suggestion: Suggestion) -> Self:
        """All of it."""
        return cls(document=EntryOut.of(suggestion.entry), older=suggestion.older)


class SectionLineOut(BaseModel):
    """A line, verbatim."""

    text: str = Field(examples=["Rincez avec 5 mL d'eau."])
    page: PageNumber

    @classmethod
    def of(cls, line: SectionLine) -> Self:
        """All of it."""
        return cls(text=line.text, page=line.page)


class LineChangeOut(BaseModel):
    """A line that was changed; `old` is null for one that was added, `new` for one that was removed."""

    old: SectionLineOut | None
    new: SectionLineOut | None
    numbers: bool = Field(description="Whether a number is not what it was.")

    @classmethod
    def of(cls, change: LineChange) -> Self:
        """All of it."""
        old, new = (side and SectionLineOut.of(side) for side in (change.old, change.new))
        return cls(old=old, new=new, numbers=change.numbers)


class SectionChangeOut(BaseModel):
    """A section that is not what it was."""

    kind: SectionChangeKind
    old_path: list[str] = Field(description="Titles, outermost first.", examples=[["4 Entretien", "4.2 Rinçage"]])
    new_path: list[str] = Field(examples=[["5 Entretien", "5.2 Rinçage"]])
    old_pages: list[int] = Field(examples=[[12]])
    new_pages: list[int] = Field(examples=[[14, 15]])
    lines: list[LineChangeOut] = Field(description="Changed numbers first; none when only the title changed.")

    @classmethod
    def of(cls, change: SectionChange) -> Self:
        """All of it."""
        return cls(
            kind=change.kind,
            old_path=list(change.old_path),
            new_path=list(change.new_path),
            old_pages=list(change.old_pages),
            new_pages=list(change.new_pages),
            lines=[LineChangeOut.of(line) for line in change.lines],
        )


class ComparisonOut(BaseModel):
    """What changed from one document to another, section by section."""

    old: Id
    new: Id
    total: int = Field(description="Sections that changed, in all.", examples=[17])
    unchanged: int = Field(description="Sections that say the same.", examples=[120])
    changes: list[SectionChangeOut] = Field(description="In the order of the new document.")
    affected_answers: int = Field(description="Answers in anybody's history that cite the old document.", examples=[3])

    @classmethod
    def of(cls, old: str, new: str, comparison: Comparison, part: slice, affected: int) -> Self:
        """One part of the changes."""
        return cls(
            old=old,
            new=new,
            total=len(comparison.changes),
            unchanged=comparison.unchanged,
            changes=[SectionChangeOut.of(change) for change in comparison.changes[part]],
            affected_answers=affected,
        )

"""A golden case: a question with what is right about it, as one line of a golden set holds it. No input or output."""

from __future__ import annotations

import unicodedata
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, StringConstraints
from pydantic import model_validator as validator

FIXED_SLICES = ("all", "en", "fr", "cross_lingual")
"""Slices every report has; a kind may not take their names."""


def _normal(name: str) -> str:
    """File names composed (NFC): some file systems hand them out decomposed."""
    return unicodedata.normalize("NFC", name)


Text = Annotated[str, StringConstraints(min_length=1)]
FileName = Annotated[Text, AfterValidator(_normal)]


class PageRef(NamedTuple):
    """A physical page (from 1) of a file, named as it was ingested."""

    file: FileName
    page: PositiveInt


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Evidence(_Model):
    """Pages of one file, any of which answers."""

    file: FileName
    pages: Annotated[tuple[PositiveInt, ...], Field(min_length=1)]


class GoldenCase(_Model):
    """One question and what a right answer to it is."""

    id: Text
    language: Literal["en", "fr"]
    question: Text
    documents: tuple[Evidence, ...]
    """Acceptable evidence, one entry per file: any of them will do."""
    must_contain: tuple[Annotated[tuple[Text, ...], Field(min_length=1)], ...]
    """For every inner list one alternative has to appear in the answer."""
    kind: Text
    answerable: bool
    """False: the right outcome is a refusal."""
    cross_lingual: bool
    """The question's language differs from the evidence's."""
    equipment: str = ""
    needs_filter: bool = False
    """The question does not name the equipment; the user had picked it."""
    evidence: str = ""
    answer: str = ""
    warning: str = ""
    """A fragment of a warning that has to be shown with the answer."""

    @validator(mode="after")
    def _coherent(self) -> Self:
        if self.answerable and not self.documents:
            raise ValueError("an answerable case needs at least one document")
        if self.needs_filter and not self.equipment:
            raise ValueError("needs_filter without equipment")
        if self.kind in FIXED_SLICES:
            raise ValueError(f"the kind may not be called {self.kind!r}")
        return self

    @property
    def relevant(self) -> tuple[frozenset[PageRef], ...]:
        """Acceptable pages, one set per document."""
        return tuple(frozenset(PageRef(entry.file, page) for page in entry.pages) for entry in self.documents)

    @property
    def slices(self) -> tuple[str, ...]:
        """The slices of a report it counts in: `en` and `fr` hold same-language cases only."""
        language = "cross_lingual" if self.cross_lingual else self.language
        return ("all", language, self.kind, *dict.fromkeys(entry.file for entry in self.documents))

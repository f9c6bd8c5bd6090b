"""Golden sets: questions with the pages that answer them, one JSON object a line."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, StringConstraints, ValidationError
from pydantic import model_validator as validator

from paillasse.errors import InvalidGoldenSet

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


def load(paths: Sequence[Path]) -> list[GoldenCase]:
    """Every case of the files, in order; blank lines are skipped.

    Raises:
        InvalidGoldenSet: a file cannot be read, has no case, a line does not follow the format (named by file and
            line), or an id occurs twice.
    """
    cases: list[GoldenCase] = []
    seen: dict[str, str] = {}
    for path in paths:
        for number, line in _lines(path):
            case, place = _parse(line, f"{path}:{number}"), f"{path}:{number}"
            if case.id in seen:
                raise InvalidGoldenSet(f"{place}: the id {case.id!r} is already used at {seen[case.id]}")
            seen[case.id] = place
            cases.append(case)
    return cases


def _lines(path: Path) -> list[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidGoldenSet(f"{path}: cannot be read: {error}") from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise InvalidGoldenSet(f"{path}: holds no case")
    return lines


def _parse(line: str, place: str) -> GoldenCase:
    try:
        return GoldenCase.model_validate_json(line, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidGoldenSet(f"{place}: {where + ': ' if where else ''}{first['msg']}") from error

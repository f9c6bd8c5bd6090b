"""The glossary's file format: one concept a line, terms preferred first, edited by people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from paillasse.errors import InvalidConfiguration

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADER = ("domain", "fr", "en")


@dataclass(frozen=True, slots=True)
class Concept:
    """One line of a glossary: the terms of each language, the preferred one first."""

    domain: str
    fr: tuple[str, ...]
    en: tuple[str, ...]

    def terms(self, language: str) -> tuple[str, ...]:
        """Its terms in that language."""
        return self.fr if language == "fr" else self.en


def read_concepts(path: Path) -> Iterator[Concept]:
    """The concepts of one file.

    Raises:
        InvalidConfiguration: the file cannot be read or a line is malformed; names the file and the line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidConfiguration(f"The glossary {path} cannot be read: {error}") from error
    rows = [(number, line) for number, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if not rows or tuple(rows[0][1].split("\t")) != HEADER:
        line = rows[0][0] if rows else 1
        raise InvalidConfiguration(f"{path}, line {line}: a glossary begins with the header {' <TAB> '.join(HEADER)}")
    for number, line in rows[1:]:
        yield _concept(path, number, line)


def _concept(path: Path, number: int, line: str) -> Concept:
    cells = line.split("\t")
    if len(cells) != len(HEADER):
        raise InvalidConfiguration(
            f"{path}, line {number}: {len(HEADER)} tab-separated cells wanted, {len(cells)} found"
        )
    fr, en = (tuple(term.strip() for term in cell.split("|")) for cell in cells[1:])
    if not all((cells[0].strip(), *fr, *en)):
        raise InvalidConfiguration(f"{path}, line {number}: an empty cell or term")
    return Concept(cells[0].strip(), fr, en)

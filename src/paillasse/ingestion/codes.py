"""Codes: what is looked up exactly, before any embedding.

A code is an error code ("E-203", "Err 10", "b.o."), a part number or a command. Each entry points at the line that
defines it: the row of a table whose header names codes, or a line that starts with the code. Numbers that follow an
error word share one key whatever the word ("Err 10", "error 10", "Erreur n° 10" → "#10").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paillasse.text import CODE, NUMBERED_CODE, code_key, fold
from paillasse.types import Chunk, CodeEntry, Line, LineKind

_CODE_HEADER = re.compile(
    r"\b(?:code|codes|error|erreur|erreurs|errors|alarm|alarme|fault|defaut|message|display|affichage|reads)\b"
)
_LEAD = 24
"""Characters of a sentence in which a code it defines must start and end."""
_BARE = re.compile(r"^[A-Za-z]{0,4}[-. ]?\d{1,5}[A-Za-z]?$")
_MEANING = re.compile(
    r"\b(?:meaning|signification|description|message|error|erreur|designation|definition|name|nom|symptom\w*)\b"
)
_CAUSE = re.compile(r"\b(?:cause|causes|reason|raison|origine)\b")
_REMEDY = re.compile(
    r"\b(?:remed\w*|action|actions|solution|solutions|correct\w*|what to do|que faire|mesure|mesures|intervention)\b"
)


def extract_codes(chunks: Sequence[Chunk]) -> tuple[CodeEntry, ...]:
    """The entries of a document; the first definition of a code in a chunk wins."""
    return tuple(entry for chunk in chunks for entry in _chunk_codes(chunk))


def _chunk_codes(chunk: Chunk) -> Iterator[CodeEntry]:
    seen: set[str] = set()
    header: tuple[str, ...] = ()
    names_codes = bool(_CODE_HEADER.search(fold(" ".join(chunk.heading_path[-2:]))))
    for index, line in enumerate(chunk.lines):
        if line.kind is LineKind.HEADER:
            header = line.cells
            continue
        for code, key in _line_codes(line, header, names_codes=names_codes):
            if key not in seen:
                seen.add(key)
                meaning, cause, remedy = _columns(line, header)
                yield CodeEntry(
                    code=code,
                    key=key,
                    document_id=chunk.document_id,
                    chunk_id=chunk.id,
                    line=index,
                    meaning=meaning or line.text,
                    cause=cause,
                    remedy=remedy,
                )


def _line_codes(line: Line, header: tuple[str, ...], *, names_codes: bool) -> Iterator[tuple[str, str]]:
    """(as printed, key) of the codes this line defines: those in the cells of a code column, or at its start."""
    if line.cells:
        for column, cell in enumerate(line.cells[:3]):
            title = fold(header[column]) if column < len(header) else ""
            named = bool(_CODE_HEADER.search(title))
            if (named or (names_codes and column == 0)) and _BARE.match(cell.strip()):
                digits = re.sub(r"^\D*", "", cell)
                yield cell, code_key(cell)
                yield cell, f"#{digits.lower()}"
            yield from _codes_as_printed(cell if column == 0 or named else "")
        return
    # Prose defines a code when it starts with it, give or take an article or the word "error".
    yield from _codes_as_printed(line.text[:_LEAD])


def _codes_as_printed(text: str) -> Iterator[tuple[str, str]]:
    for match in CODE.finditer(text):
        if len(code_key(match.group())) > 1:
            yield match.group(), code_key(match.group())
    # Folding may change the length of the text, so the printed form of a numbered code is its number.
    for match in NUMBERED_CODE.finditer(fold(text)):
        yield match.group(1), f"#{match.group(1)}"


def _columns(line: Line, header: tuple[str, ...]) -> tuple[str, str, str]:
    """Meaning, cause and remedy by the titles of the columns; empty where no title tells."""
    found = ["", "", ""]
    for column, cell in enumerate(line.cells):
        title = fold(header[column]) if column < len(header) else ""
        for slot, pattern in ((2, _REMEDY), (1, _CAUSE), (0, _MEANING)):
            if cell and not found[slot] and pattern.search(title):
                found[slot] = cell
                break
    return found[0], found[1], found[2]

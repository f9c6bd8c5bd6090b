"""Codes: what is looked up exactly, before any embedding.

A code is an error code ("E-203", "Err 10", "b.o."), a part number or a command. Each entry points at the line that
defines it: the row of a table whose header names codes, or a line that starts with the code. Numbers that follow an
error word share one key whatever the word ("Err 10", "error 10", "Erreur n° 10" → "#10").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from paillasse.ingestion.tables.symptoms import CAUSE, REMEDY
from paillasse.language.text import CODE, code_key, error_codes_in, fold
from paillasse.types.documents import Chunk, CodeEntry, Line, LineKind

_CODE_TITLE = re.compile(
    r"\b(?:codes?|errors?|erreurs?|alarms?|alarmes?|faults?|defauts?|display|affichage|reads|event|n°|no)\b"
)
_ERROR_TITLE = re.compile(
    r"\b(?:errors?|erreurs?|err|alarms?|alarmes?|faults?|defauts?|events?|evenements?|diagnostic\w*)\b"
)
_LEAD = 24
"""Characters of a sentence in which a code it defines must start and end."""
_LEADING = re.compile(r"^\W{0,2}((?:[A-Za-z]{1,4}[-. ]?)?(\d{1,5}[A-Za-z]?))(?=$|[\s(:.,;/])")
_MEANING = re.compile(r"\b(?:meaning|signification|description|message|designation|definition|symptom\w*)\b")
_NAME = re.compile(r"\b(?:error|erreur|name|nom)\b")
"""Titles of a column that may hold the meaning, or nothing but the code."""


def extract_codes(chunks: Sequence[Chunk]) -> tuple[CodeEntry, ...]:
    """The entries of a document; the first definition of a code in a chunk wins."""
    return tuple(entry for chunk in chunks for entry in _chunk_codes(chunk))


def _chunk_codes(chunk: Chunk) -> Iterator[CodeEntry]:
    seen: set[str] = set()
    header: tuple[str, ...] = ()
    about = fold(" ".join([*chunk.heading_path[-1:], *(x.text for x in chunk.lines if x.kind is LineKind.CAPTION)]))
    for index, line in enumerate(chunk.lines):
        if line.kind is LineKind.HEADER:
            header = line.cells
            continue
        for code, key in _line_codes(line, header, about):
            if key not in seen:
                seen.add(key)
                meaning, cause, remedy = _columns(line, header)
                yield CodeEntry(
                    code=code,
                    key=key,
                    document_id=chunk.document_id,
                    chunk_id=chunk.id,
                    line=index,
                    meaning=line.text if code_key(meaning) in ("", key) else meaning,
                    cause=cause,
                    remedy=remedy,
                )


def _line_codes(line: Line, header: tuple[str, ...], about: str) -> Iterator[tuple[str, str]]:
    """(as printed, key) of the codes this line defines: those at the start of a cell that may, or of the sentence.

    A bare number is an error code only where a column title, the heading or the caption speaks of errors, or the
    columns of causes and remedies.
    """
    if not line.cells:
        # Prose defines a code when it starts with it, give or take an article or the word "error".
        yield from _codes_as_printed(line.text[:_LEAD])
        return
    titles = fold(" ".join(header))
    errors = bool(_ERROR_TITLE.search(f"{about} {titles}") or (CAUSE.search(titles) and REMEDY.search(titles)))
    for column, cell in enumerate(line.cells):
        title = fold(header[column]) if column < len(header) else ""
        named = bool(_CODE_TITLE.search(title))
        leading = _LEADING.match(cell)
        if leading and errors and (named or (column == 0 and not title)):
            yield leading.group(1), code_key(leading.group(1))
            yield leading.group(1), f"#{leading.group(2).lower()}"
        if column == 0 or named:
            yield from _codes_as_printed(cell)


def _codes_as_printed(text: str) -> Iterator[tuple[str, str]]:
    for match in CODE.finditer(text):
        if len(code_key(match.group())) > 1:
            yield match.group(), code_key(match.group())
    for key in error_codes_in(text):
        yield key.removeprefix("#"), key


def _columns(line: Line, header: tuple[str, ...]) -> tuple[str, str, str]:
    """Meaning, cause and remedy by the titles of the columns; empty where no title tells."""
    found = ["", "", "", ""]
    for column, cell in enumerate(line.cells):
        title = fold(header[column]) if column < len(header) else ""
        for slot, pattern in ((2, REMEDY), (1, CAUSE), (0, _MEANING), (3, _NAME)):
            if cell and not found[slot] and pattern.search(title):
                found[slot] = cell
                break
    return found[0] or found[3], found[1], found[2]

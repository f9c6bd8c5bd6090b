"""Looking up an error code, part number or command: what manuals say of it, or which ones come near."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from paillasse.language.text import code_key, codes_in
from paillasse.library.holdings import Use
from paillasse.library.shelf.shelf import Window
from paillasse.types.documents import Chunk, CodeEntry, Document
from paillasse.types.pages import Span
from paillasse.types.questions import Scope

_NEAR = 8
_FARTHEST = 2
"""Characters in which a near match differs; half of the code at most."""
_DIGITS = re.compile(r"([0-9]+)")
_BARE_NUMBER = re.compile(r"\d{1,5}[a-z]?")


@dataclass(frozen=True, slots=True)
class CodeDefinition:
    """One place where a manual says what a code means."""

    entry: CodeEntry
    document: Document
    page: int
    """Physical, from 1."""
    label: str
    """As printed on the sheet."""
    quote: str
    """The defining line, verbatim."""
    spans: tuple[Span, ...]
    """Its words on their pages."""


@dataclass(frozen=True, slots=True)
class CodeLookup:
    """What is known of a code."""

    definitions: tuple[CodeDefinition, ...]
    """By title of the manual; empty when no manual of the scope has it."""
    near: tuple[str, ...]
    """Codes of the scope that are spelt alike, nearest first, as printed."""


@dataclass(frozen=True, slots=True)
class CodeIndex:
    """Part of the codes that one document defines."""

    definitions: tuple[CodeDefinition, ...]
    """By code, numbers in their order: E-9 before E-10."""
    total: int
    """Definitions of the whole document."""


class Codes:
    """Over whatever generation answers; current documents only."""

    def __init__(self, use: Use) -> None:
        self._use = use

    async def look_up(self, scope: Scope, code: str) -> CodeLookup:
        """What the manuals of the scope say of a code, however it is written: "E-203", "e 203", "error 203"."""
        keys = _keys(code)
        async with self._use() as holdings:
            entries = await holdings.chunks.codes(keys, scope)
            listed = await holdings.chunks.code_keys(scope)
            chunks = await holdings.chunks.get([entry.chunk_id for entry in entries])
            owners = tuple({entry.document_id for entry in entries})
            documents = await holdings.documents.list(Scope(scope.collections, owners)) if owners else []
        found = [
            _definition(entry, document, chunks[entry.chunk_id])
            for document in documents
            for entry in entries
            if entry.document_id == document.id and entry.chunk_id in chunks
        ]
        return CodeLookup(tuple(found), _near(keys, listed))

    async def index(self, scope: Scope, document_id: str, window: Window) -> CodeIndex:
        """The codes of one document, current or superseded.

        Raises:
            DocumentNotFound: none in the scope.
        """
        async with self._use() as holdings:
            document = await holdings.documents.get(document_id, scope)
            listed = _as_printed(await holdings.chunks.codes_of(document_id))
            shown = listed[window.offset : window.offset + window.limit]
            chunks = await holdings.chunks.get([entry.chunk_id for entry in shown])
        found = (_definition(entry, document, chunks[entry.chunk_id]) for entry in shown if entry.chunk_id in chunks)
        return CodeIndex(tuple(found), len(listed))


def _as_printed(entries: Sequence[CodeEntry]) -> list[CodeEntry]:
    """In the order of an index; what has several keys for looking it up stands there once."""
    distinct = {(entry.code, entry.chunk_id, entry.line): entry for entry in entries}
    return sorted(distinct.values(), key=lambda entry: _numbers_in_order(entry.code))


def _numbers_in_order(code: str) -> list[str | int]:
    """A key whose parts are letters and numbers by turns."""
    parts = _DIGITS.split(code_key(code))
    return [int(part) if place % 2 else part for place, part in enumerate(parts)]


def _keys(code: str) -> list[str]:
    """How the code may be kept; a bare number also as that of an error."""
    key = code_key(code)
    numbered = [f"#{key}"] if _BARE_NUMBER.fullmatch(key) else []
    return list(dict.fromkeys([key, *numbered, *codes_in(code)]))


def _definition(entry: CodeEntry, document: Document, chunk: Chunk) -> CodeDefinition:
    line = chunk.lines[entry.line]
    page = line.spans[0].page if line.spans else chunk.pages[0]
    label = next((each.label for each in document.coverage.pages if each.page == page), "")
    return CodeDefinition(entry, document, page, label, line.text, line.spans)


def _near(keys: Sequence[str], listed: Mapping[str, str]) -> tuple[str, ...]:
    wanted = keys[-1]
    others = [key for key in listed if key not in keys]
    limit = min(_FARTHEST, len(wanted.removeprefix("#")) // 2)
    ranked = process.extract(wanted, others, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=_NEAR)
    return tuple(dict.fromkeys(listed[key] for key, *_ in ranked))

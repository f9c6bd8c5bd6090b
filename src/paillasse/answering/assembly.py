"""Verified claims to a numbered answer: citations once each, warnings beside the steps they bear on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paillasse.answering.citations import Pages, cite, quote_of
from paillasse.answering.verification import same_text, verify
from paillasse.types import (
    Chunk,
    Citation,
    Claim,
    Document,
    DraftClaim,
    LineKind,
    Verdict,
    WarningLevel,
)


@dataclass(frozen=True, slots=True)
class Assembly:
    """What passed verification."""

    claims: tuple[Claim, ...]
    warnings: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    dropped: list[dict[str, str]]
    """Claims that failed, with the verdict."""
    linked_warnings: int
    """Warnings that bear on the cited chunks."""


def assemble(
    proposed: Sequence[DraftClaim],
    chunks: Mapping[str, Chunk],
    documents: Mapping[str, Document],
    pages: Pages,
) -> Assembly:
    """Check each proposed claim, number what it cites, and attach the warnings of what it cites, verbatim."""
    desk = _Desk(chunks, documents, pages)
    claims: list[Claim] = []
    dropped: list[dict[str, str]] = []
    for draft in proposed:
        verdict = desk.check(draft)
        if verdict is Verdict.SUPPORTED:
            claims.append(desk.claim(draft))
        else:
            dropped.append({"claim": draft.text, "verdict": verdict.value})
    cited = dict.fromkeys(c for draft in proposed for c, _ in draft.evidence if c in chunks)
    shown = {e for draft in proposed for e in draft.evidence}
    linked = list(dict.fromkeys(w for c in cited for w in chunks[c].warnings if w in chunks)) if claims else []
    warnings = [claim for w in linked for claim in desk.warning(w, shown)]
    return Assembly(tuple(claims), tuple(warnings), tuple(desk.citations.values()), dropped, len(linked))


class _Desk:
    """Numbers citations as they are first used."""

    def __init__(self, chunks: Mapping[str, Chunk], documents: Mapping[str, Document], pages: Pages) -> None:
        self._chunks = chunks
        self._documents = documents
        self._pages = pages
        self.citations: dict[tuple[str, int], Citation] = {}

    def check(self, draft: DraftClaim) -> Verdict:
        """Verify a claim against the words now on the pages it cites."""
        quotes: list[str | None] = []
        titles: list[str] = []
        for chunk_id, index in draft.evidence:
            chunk = self._chunks.get(chunk_id)
            if chunk is None or not 0 <= index < len(chunk.lines):
                return Verdict.NOT_FOUND
            line = chunk.lines[index]
            quote = quote_of(line, chunk.document_id, self._pages)
            quotes.append(quote if quote is not None and same_text(quote, line.text) else None)
            titles.extend(x.text for x in chunk.lines[:index] if x.kind is LineKind.HEADER)
        return verify(draft.text, quotes, titles)

    def claim(self, draft: DraftClaim) -> Claim:
        """The claim with its numbers."""
        first = self._chunks[draft.evidence[0][0]].lines[draft.evidence[0][1]]
        numbers = tuple(dict.fromkeys(self._number(c, i) for c, i in draft.evidence))
        return Claim(draft.text, numbers, first.kind, Verdict.SUPPORTED, first.warning)

    def warning(self, chunk_id: str, shown: set[tuple[str, int]]) -> list[Claim]:
        """A warning, line by line, verbatim; its lines that are claims already are left out."""
        chunk = self._chunks[chunk_id]
        claims: list[Claim] = []
        for index, line in enumerate(chunk.lines):
            quote = quote_of(line, chunk.document_id, self._pages)
            if (chunk_id, index) in shown or quote is None or not same_text(quote, line.text):
                continue
            level = line.warning or WarningLevel.WARNING
            number = self._number(chunk_id, index)
            claims.append(Claim(line.text, (number,), LineKind.WARNING, Verdict.SUPPORTED, level))
        return claims

    def _number(self, chunk_id: str, index: int) -> int:
        key = (chunk_id, index)
        if key not in self.citations:
            chunk = self._chunks[chunk_id]
            line = chunk.lines[index]
            quote = quote_of(line, chunk.document_id, self._pages) or ""
            document = self._documents[chunk.document_id]
            self.citations[key] = cite(len(self.citations) + 1, line, quote, document, self._pages)
        return self.citations[key].number

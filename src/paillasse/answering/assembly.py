"""Verified claims to a numbered answer: citations once each, warnings beside the steps they bear on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from paillasse.answering.checking.citations import Pages, cite, quote_of
from paillasse.answering.checking.verification import Cells, same_text, verify
from paillasse.page_types import WarningLevel
from paillasse.types import Chunk, ChunkKind, Citation, Claim, Document, DraftClaim, Line, LineKind, Verdict


@dataclass(frozen=True, slots=True)
class Assembly:
    """What passed verification."""

    claims: tuple[Claim, ...]
    warnings: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    dropped: list[dict[str, str]]
    """Claims that failed, with the verdict."""
    linked_warnings: int
    """Warnings that bear on the cited chunks and are not claims already."""


def assemble(
    proposed: Sequence[DraftClaim],
    chunks: Mapping[str, Chunk],
    documents: Mapping[str, Document],
    pages: Pages,
) -> Assembly:
    """Check each proposed claim, number what it cites, and attach the warnings of what it cites, verbatim."""
    desk = _Desk(chunks, documents, pages)
    kept: list[DraftClaim] = []
    claims: list[Claim] = []
    dropped: list[dict[str, str]] = []
    for draft in proposed:
        verdict = desk.check(draft)
        if verdict is Verdict.SUPPORTED:
            kept.append(draft)
            claims.append(desk.claim(draft))
        else:
            dropped.append({"claim": draft.text, "verdict": verdict.value})
    warnings, linked = desk.warnings(dict.fromkeys(c for draft in kept for c, _ in draft.evidence), claims)
    return Assembly(tuple(claims), warnings, tuple(desk.citations.values()), dropped, linked)


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
        rows: list[Cells | None] = []
        for chunk_id, index in draft.evidence:
            chunk = self._chunks.get(chunk_id)
            if chunk is None or not 0 <= index < len(chunk.lines):
                return Verdict.NOT_FOUND
            line = chunk.lines[index]
            quotes.append(self._quote(line, chunk.document_id))
            headers = [x for x in chunk.lines[:index] if x.kind is LineKind.HEADER]
            titles.extend(x.text for x in headers)
            known = headers and len(headers[-1].cells) == len(line.cells) and same_text("".join(line.cells), line.text)
            rows.append(list(zip(headers[-1].cells, line.cells, strict=True)) if known else None)
        return verify(draft.text, quotes, titles, rows)

    def _quote(self, line: Line, document_id: str) -> str | None:
        """The words of a line, found again on the page."""
        quote = quote_of(line, document_id, self._pages)
        return quote if quote is not None and same_text(quote, line.text) else None

    def claim(self, draft: DraftClaim) -> Claim:
        """The claim with its numbers."""
        first = self._chunks[draft.evidence[0][0]].lines[draft.evidence[0][1]]
        numbers = tuple(dict.fromkeys(self._number(c, i) for c, i in draft.evidence))
        return Claim(draft.text, numbers, first.kind, Verdict.SUPPORTED, first.warning)

    def warnings(self, cited: Iterable[str], claims: Sequence[Claim]) -> tuple[tuple[Claim, ...], int]:
        """The warnings that bear on the cited chunks, whole and verbatim, without what the reader sees already.

        A warning of which one line is a claim is shown whole too; one printed at several places is shown once.
        """
        near = [self._chunks[w] for c in cited for w in (*self._chunks[c].warnings, c) if w in self._chunks]
        shown = {" ".join(claim.text.split()) for claim in claims}
        warnings: list[Claim] = []
        linked = 0
        for chunk in dict.fromkeys(c for c in near if c.kind is ChunkKind.WARNING):
            missing = [i for i, line in enumerate(chunk.lines) if " ".join(line.text.split()) not in shown]
            shown.update(" ".join(chunk.lines[i].text.split()) for i in missing)
            linked += bool(missing)
            warnings += [self._warning(chunk, i) for i in missing if self._quote(chunk.lines[i], chunk.document_id)]
        return tuple(warnings), linked

    def _warning(self, chunk: Chunk, index: int) -> Claim:
        line = chunk.lines[index]
        level = line.warning or WarningLevel.WARNING
        return Claim(line.text, (self._number(chunk.id, index),), LineKind.WARNING, Verdict.SUPPORTED, level)

    def _number(self, chunk_id: str, index: int) -> int:
        key = (chunk_id, index)
        if key not in self.citations:
            chunk = self._chunks[chunk_id]
            line = chunk.lines[index]
            quote = quote_of(line, chunk.document_id, self._pages) or ""
            document = self._documents[chunk.document_id]
            self.citations[key] = cite(len(self.citations) + 1, line, quote, document, self._pages)
        return self.citations[key].number

"""Verified claims to a numbered answer: citations once each, warnings beside the steps they bear on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paillasse.answering.checking.citations import Pages, cite, quote_of
from paillasse.answering.checking.markup import inert
from paillasse.answering.checking.verification import Cells, consistent, same_text, verify
from paillasse.answering.extractive import claim_text
from paillasse.types.answers import Citation, Claim, ClaimAccepted, DraftClaim, Verdict
from paillasse.types.documents import Chunk, ChunkKind, Document, Line, LineKind
from paillasse.types.pages import WarningLevel

Place = tuple[str, int]
"""(chunk id, line index)."""


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


class Desk:
    """Checks claims one after the other, and numbers what they cite as it is first used.

    `chunks` and `pages` may grow while it works: a page that is not there when a claim is checked does not hold it.
    """

    def __init__(self, chunks: Mapping[str, Chunk], documents: Mapping[str, Document], pages: Pages) -> None:
        self._chunks = chunks
        self._documents = documents
        self._pages = pages
        self._kept: list[DraftClaim] = []
        self._claims: list[Claim] = []
        self._dropped: list[dict[str, str]] = []
        self._citations: dict[Place, Citation] = {}
        self._called: dict[Place, int] = {}
        """Of each warning, the claim that was the first to call for it."""

    def check(self, draft: DraftClaim) -> Verdict:
        """Verify a claim against the words now on the pages it cites."""
        evidence = self._evidence(draft)
        return Verdict.NOT_FOUND if evidence is None else verify(draft.text, *evidence)

    def consistent(self, draft: DraftClaim) -> Verdict | None:
        """The same, but for the wording, which somebody else judges where this is None."""
        evidence = self._evidence(draft)
        return Verdict.NOT_FOUND if evidence is None else consistent(draft.text, *evidence)

    def quotes(self, draft: DraftClaim) -> list[str]:
        """The lines a claim cites, as a reader sees them."""
        return [claim_text(self._chunks[c], i) for c, i in draft.evidence]

    def drop(self, draft: DraftClaim, verdict: Verdict) -> None:
        """Keep a claim that failed for the trace."""
        self._dropped.append({"claim": inert(draft.text), "verdict": verdict.value})

    def accept(self, draft: DraftClaim) -> ClaimAccepted:
        """The claim with its citations, and the warnings that it is the first to call for."""
        first = self._chunks[draft.evidence[0][0]].lines[draft.evidence[0][1]]
        numbers = tuple(dict.fromkeys(self._number(c, i) for c, i in draft.evidence))
        claim = Claim(draft.text, numbers, first.kind, Verdict.SUPPORTED, first.warning)
        known = self._warned()
        self._kept.append(draft)
        self._claims.append(claim)
        called = [place for place in self._warned() if place not in known]
        for place in called:
            self._called.setdefault(place, len(self._claims) - 1)
        new = [self._warning(*place, ()) for place in called]
        cited = tuple(c for c in self._citations.values() if c.number in numbers)
        return ClaimAccepted(claim, cited, tuple(new))

    def cites(self, draft: DraftClaim) -> bool:
        """Whether a claim that was accepted rests on all that this one rests on."""
        return set(draft.evidence) <= {place for kept in self._kept for place in kept.evidence}

    def says(self, text: str) -> bool:
        """Whether a claim that was accepted reads just so."""
        return any(same_text(text, claim.text) for claim in self._claims)

    @property
    def accepted(self) -> int:
        """Number of claims."""
        return len(self._claims)

    def assembly(self) -> Assembly:
        """What was accepted, with the warnings that bear on it, numbered after the claims."""
        shown = self._warned()
        linked = len({chunk_id for chunk_id, _ in self._missing()})
        warnings = tuple(self._warning(c, i, (self._number(c, i),)) for c, i in shown)
        return Assembly(tuple(self._claims), warnings, tuple(self._citations.values()), self._dropped, linked)

    def _evidence(self, draft: DraftClaim) -> tuple[list[str | None], list[str], list[Cells | None]] | None:
        """Quotes, column titles and cells of what a claim cites; None when it cites what is not there."""
        quotes: list[str | None] = []
        titles: list[str] = []
        rows: list[Cells | None] = []
        for chunk_id, index in draft.evidence:
            chunk = self._chunks.get(chunk_id)
            if chunk is None or not 0 <= index < len(chunk.lines):
                return None
            line = chunk.lines[index]
            quotes.append(self._quote(line, chunk.document_id))
            headers = [x for x in chunk.lines[:index] if x.kind is LineKind.HEADER]
            titles.extend(x.text for x in headers)
            known = headers and len(headers[-1].cells) == len(line.cells) and same_text("".join(line.cells), line.text)
            rows.append(list(zip(headers[-1].cells, line.cells, strict=True)) if known else None)
        return quotes, titles, rows

    def _quote(self, line: Line, document_id: str) -> str | None:
        """The words of a line, found again on the page."""
        quote = quote_of(line, document_id, self._pages)
        return quote if quote is not None and same_text(quote, line.text) else None

    def _missing(self) -> list[Place]:
        """Lines of the warnings that bear on the cited chunks, whole, without what the reader sees already.

        A warning of which one line is a claim is shown whole too; one printed at several places is shown once.
        """
        cited = dict.fromkeys(c for draft in self._kept for c, _ in draft.evidence)
        near = [self._chunks[w] for c in cited for w in (*self._chunks[c].warnings, c) if w in self._chunks]
        shown = {" ".join(claim.text.split()) for claim in self._claims}
        missing: list[Place] = []
        for chunk in dict.fromkeys(c for c in near if c.kind is ChunkKind.WARNING):
            new = [i for i, line in enumerate(chunk.lines) if " ".join(line.text.split()) not in shown]
            shown.update(" ".join(chunk.lines[i].text.split()) for i in new)
            missing += [(chunk.id, i) for i in new]
        return missing

    def _warned(self) -> list[Place]:
        """Those of them that are still on their pages."""
        chunks = self._chunks
        return [(c, i) for c, i in self._missing() if self._quote(chunks[c].lines[i], chunks[c].document_id)]

    def _warning(self, chunk_id: str, index: int, numbers: tuple[int, ...]) -> Claim:
        line = self._chunks[chunk_id].lines[index]
        level = line.warning or WarningLevel.WARNING
        before = self._called.get((chunk_id, index), 0)
        return Claim(line.text, numbers, LineKind.WARNING, Verdict.SUPPORTED, level, before)

    def _number(self, chunk_id: str, index: int) -> int:
        key = (chunk_id, index)
        if key not in self._citations:
            chunk = self._chunks[chunk_id]
            line = chunk.lines[index]
            quote = quote_of(line, chunk.document_id, self._pages) or ""
            document = self._documents[chunk.document_id]
            self._citations[key] = cite(len(self._citations) + 1, line, quote, document, self._pages)
        return self._citations[key].number

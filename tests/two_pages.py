"""The manual m.pdf of two pages, in which answers are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from paillasse.errors.manuals import DocumentNotFound
from paillasse.types.documents import Chunk, ChunkKind, Line
from paillasse.types.pages import Box, Page, Span, Word

PAGES = {
    ("doc", 1): Page(1, "1", 600, 800, (Word("Rinse", Box(0, 0, 40, 10), 10, False),)),
    ("doc", 2): Page(2, "2", 600, 800, (Word("Dry", Box(0, 0, 40, 10), 10, False),)),
}
CHUNKS = {
    name: Chunk(name, "doc", page, ChunkKind.PROSE, (), 0, (Line(text, (Span(page, 0, 1),)),), "en", text)
    for name, page, text in (("c1", 1, "Rinse"), ("c2", 2, "Dry"))
}


class Pages:
    """Its pages, and the document that they are of."""

    async def get(self, document_id: str) -> Any:
        """Enough of a document."""
        return SimpleNamespace(id=document_id, filename="m.pdf")

    async def page(self, document_id: str, number: int) -> Page:
        """One page."""
        try:
            return PAGES[document_id, number]
        except KeyError:
            raise DocumentNotFound(f"{document_id} {number}") from None


class Passages:
    """A passage a page: c1 and c2."""

    async def get(self, chunk_ids: Sequence[str]) -> Mapping[str, Chunk]:
        """Those that are there."""
        return {key: CHUNKS[key] for key in chunk_ids if key in CHUNKS}


class TwoPages:
    """What answers are judged with."""

    documents = Pages()
    chunks = Passages()

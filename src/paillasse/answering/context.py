"""What a generator may read, the hits and around the best of them the rest of their section; and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from paillasse.protocols.stores import ChunkStore
from paillasse.types.answers import Passage
from paillasse.types.documents import Chunk, Document
from paillasse.types.questions import Hit

_EXPANDED = 3
"""Hits whose section is added."""
_REACH = 2
"""Chunks before and after a hit, within its section."""
_DISCOUNT = 0.7
"""Score of an added neighbour against the hit that brought it."""


async def expand(hits: Sequence[Hit], chunks: ChunkStore) -> list[Hit]:
    """The hits, and after them the neighbours in the same section of the first few (their table, their next steps)."""
    known = {h.chunk.id for h in hits}
    added: list[Hit] = []
    for hit in hits[:_EXPANDED]:
        chunk = hit.chunk
        around = await chunks.neighbours(chunk.document_id, max(0, chunk.ordinal - _REACH), chunk.ordinal + _REACH)
        for neighbour in around:
            if neighbour.id not in known and _belongs(neighbour, chunk):
                known.add(neighbour.id)
                added.append(Hit(neighbour, hit.score * _DISCOUNT, {"section": hit.score}))
    return [*hits, *added]


def _belongs(neighbour: Chunk, chunk: Chunk) -> bool:
    return neighbour.section == chunk.section


def passage_of(chunk: Chunk, document: Document) -> Passage:
    """A chunk of a document as somebody is told where to look."""
    page = chunk.pages[0] if chunk.pages else 1
    heading = " > ".join(chunk.heading_path[-2:])
    label = next((c.label for c in document.coverage.pages if c.page == page), str(page))
    return Passage(document.id, document.metadata.title, page, label, heading, chunk.text)

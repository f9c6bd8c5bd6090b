"""Documents to store: one typical, and any that the types allow."""

from __future__ import annotations

import dataclasses
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime
from typing import get_type_hints

from hypothesis import strategies as st

from paillasse.types import answers, documents, ingestion, pages, questions
from paillasse.types.documents import (
    Chunk,
    ChunkKind,
    CodeEntry,
    Document,
    DocumentContent,
    DocumentStatus,
    Line,
    LineKind,
    Metadata,
)
from paillasse.types.pages import Block, BlockKind, Box, CoverageReport, Page, PageCoverage, Span, TextSource, Word

GENERATION = "0123456789ab"
"""The index generation that reads them."""

LINES = ("Ouvrez le capot.", "Retirez le rotor.", "E-203 Balourd détecté", "Fermez le capot.")


def content(name: str = "a", *, collection: str = "default", current: bool = True, title: str = "") -> DocumentContent:
    """A one-page document of four chunks: ordinals 0 to 3, two in section 0 and two in section 1, one code."""
    document = Document(
        id=f"document-{name}",
        sha256=name * 64,
        filename=f"{name}.pdf",
        collection=collection,
        metadata=Metadata(title or f"Manuel {name}"),
        page_count=1,
        status=DocumentStatus.READY,
        coverage=CoverageReport((PageCoverage(1, "i", 70, 0, 0, TextSource.TEXT_LAYER, 1.0),)),
        chunk_count=len(LINES),
        config_hash=GENERATION,
        ingested_at=datetime(2026, 1, 2, 3, 4, 5, 678901, UTC),
        current=current,
    )
    printed = [word for line in LINES for word in line.split()]
    words = tuple(Word(word, Box(10.0 * i, 20.5, 10.0 * i + 8, 30.25), 9.5, i == 0) for i, word in enumerate(printed))
    page = Page(1, "i", 595.0, 842.0, words, (Block(BlockKind.PARAGRAPH, Span(1, 0, len(words)), "fr"),))
    chunks = tuple(_chunk(document.id, i, line) for i, line in enumerate(LINES))
    code = CodeEntry("E-203", "e203", document.id, chunks[2].id, 0, meaning="Balourd")
    return DocumentContent(document, (page,), chunks, (code,))


def _chunk(document_id: str, ordinal: int, text: str) -> Chunk:
    line = Line(text, (Span(1, 3 * ordinal, 3 * ordinal + 3),), LineKind.STEP)
    return Chunk(
        id=f"{document_id}/{ordinal}",
        document_id=document_id,
        ordinal=ordinal,
        kind=ChunkKind.PROCEDURE,
        heading_path=("Entretien",),
        section=ordinal // 2,
        lines=(line,),
        language="fr",
        indexed_text=f"Entretien\n{text}",
    )


# Every field of every type gets any value, those with a default too. Bytes of file names that are not UTF-8 arrive as
# the surrogates U+DC80 to U+DCFF.
_CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]), st.sampled_from("\0\\\udc80\udcff"), st.sampled_from("aéà -’µ")
)
st.register_type_strategy(str, st.text(_CHARACTERS, max_size=6))
st.register_type_strategy(int, st.integers(-(2**31), 2**31 - 1))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(
    datetime,
    st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC), allow_imaginary=False).map(
        lambda moment: moment.replace(fold=0)
    ),
)
_NOUNS = (answers, documents, ingestion, pages, questions)
DATACLASSES = [
    kind for module in _NOUNS for kind in vars(module).values() if isinstance(kind, type) and is_dataclass(kind)
]


def _any(kind: type) -> st.SearchStrategy[object]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: st.from_type(hints[field.name]) for field in dataclasses.fields(kind)})


for _kind in DATACLASSES:
    st.register_type_strategy(_kind, _any(_kind))


@st.composite
def contents(draw: st.DrawFn) -> DocumentContent:
    """Any document, its parts numbered as ingestion numbers them."""
    document = draw(st.from_type(Document))
    pages = draw(st.lists(st.from_type(Page), max_size=2))
    chunks = draw(st.lists(st.from_type(Chunk), max_size=2))
    codes = draw(st.lists(st.from_type(CodeEntry), max_size=2))
    return DocumentContent(
        document,
        tuple(replace(page, number=i) for i, page in enumerate(pages, 1)),
        tuple(replace(c, id=f"c{i}", document_id=document.id, ordinal=i) for i, c in enumerate(chunks)),
        tuple(replace(code, document_id=document.id) for code in codes),
    )

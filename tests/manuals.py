"""Small manuals made of types: one printed line per line of text, one page, ready to be stored and asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime

from paillasse.ingestion.codes import extract_codes
from paillasse.ingestion.warnings import link_warnings
from paillasse.types.documents import (
    Chunk,
    ChunkKind,
    Document,
    DocumentContent,
    DocumentStatus,
    Line,
    LineKind,
    Metadata,
)
from paillasse.types.pages import (
    Box,
    CoverageReport,
    Page,
    PageCoverage,
    PageTrouble,
    Span,
    TextSource,
    WarningLevel,
    Word,
)


def words_of(text: str, x: float = 50, y: float = 50) -> list[Word]:
    """Words on one printed line, 6 points a character, 10 points high."""
    words: list[Word] = []
    for token in text.split():
        words.append(Word(token, Box(x, y, x + 6 * len(token), y + 10), 10, False))
        x += 6 * len(token) + 4
    return words


@dataclass
class Manual:
    """A manual under construction; every method returns it."""

    title: str
    equipment: tuple[str, ...] = ()
    manufacturer: str = ""
    language: str = "en"
    collection: str = "default"
    unread: int = 0
    """Pages after the first that could not be read."""
    words: list[Word] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)
    section: int = 0
    path: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.collection}/{self.title}"))

    def heading(self, *path: str) -> Manual:
        """A new section."""
        self.section, self.path = self.section + 1, path
        return self

    def prose(self, *lines: str) -> Manual:
        """A paragraph, one sentence a line."""
        return self._chunk(ChunkKind.PROSE, [self._line(text, LineKind.SENTENCE) for text in lines])

    def steps(self, *lines: str) -> Manual:
        """A procedure."""
        return self._chunk(ChunkKind.PROCEDURE, [self._line(text, LineKind.STEP) for text in lines])

    def warning(self, *lines: str, level: WarningLevel = WarningLevel.WARNING) -> Manual:
        """A warning box."""
        return self._chunk(ChunkKind.WARNING, [self._line(text, LineKind.WARNING, level=level) for text in lines])

    def table(self, *rows: tuple[str, ...]) -> Manual:
        """A table; the first row holds the column titles."""
        lines = [self._line(" ".join(row), LineKind.ROW, row) for row in rows]
        head = lines[0]
        header = Line(head.text, head.spans, LineKind.HEADER, head.cells)
        return self._chunk(ChunkKind.TABLE, [header, *lines[1:]])

    def figure(self, *lines: str) -> Manual:
        """What stands in a figure, label by label."""
        return self._chunk(ChunkKind.FIGURE, [self._line(text, LineKind.LABEL) for text in lines])

    def content(self) -> DocumentContent:
        """The finished document."""
        chunks = link_warnings(self.chunks)
        page = Page(1, "i", 595, 842, tuple(self.words))
        troubles = [PageTrouble.NO_TEXT] * self.unread
        coverage = [
            PageCoverage(n, "i" if n == 1 else str(n), 100, 0, 0, TextSource.TEXT_LAYER, 1.0, trouble)
            for n, trouble in enumerate([None, *troubles], 1)
        ]
        document = Document(
            id=self.id,
            sha256=uuid.UUID(self.id).hex * 2,
            filename=f"{self.title}.pdf",
            collection=self.collection,
            metadata=Metadata(
                self.title,
                self.manufacturer,
                self.equipment,
                language=self.language,
                languages=(self.language,),
            ),
            page_count=1 + self.unread,
            status=DocumentStatus.READY,
            coverage=CoverageReport(tuple(coverage)),
            chunk_count=len(chunks),
            config_hash="",
            ingested_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        return DocumentContent(document, (page,), chunks, extract_codes(chunks))

    def _line(self, text: str, kind: LineKind, cells: tuple[str, ...] = (), level: WarningLevel | None = None) -> Line:
        start = len(self.words)
        self.words += words_of(text, y=50 + 14 * start)
        return Line(text, (Span(1, start, len(self.words)),), kind, cells, level)

    def _chunk(self, kind: ChunkKind, lines: list[Line]) -> Manual:
        ordinal = len(self.chunks)
        text = "\n".join(line.text for line in lines)
        self.chunks.append(
            Chunk(
                id=str(uuid.uuid5(uuid.UUID(self.id), f"{ordinal}/{text}")),
                document_id=self.id,
                ordinal=ordinal,
                kind=kind,
                heading_path=self.path,
                section=self.section,
                lines=tuple(lines),
                language=self.language,
                indexed_text="\n".join([" > ".join([self.title, *self.path]), text]),
            )
        )
        return self

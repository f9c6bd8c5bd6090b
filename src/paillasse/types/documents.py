"""A manual and what it is made of: documents, chunks, lines, codes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from paillasse.types.pages import CoverageReport, Page, Span, WarningLevel


class DocumentKind(StrEnum):
    """What sort of manual a document is."""

    USER_MANUAL = "user_manual"
    SERVICE_MANUAL = "service_manual"
    SOP = "sop"
    BULLETIN = "bulletin"
    DATASHEET = "datasheet"
    OTHER = "other"


class DocumentStatus(StrEnum):
    """`ready` documents answer; `needs_review` ones answer too, and say that part of them could not be read."""

    READY = "ready"
    NEEDS_REVIEW = "needs_review"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document is about. Guessed at ingestion, corrected by people."""

    title: str
    manufacturer: str = ""
    equipment: tuple[str, ...] = ()
    """Names a technician would use for the machine: models first, then aliases."""
    kind: DocumentKind = DocumentKind.OTHER
    language: str = ""
    """ISO 639-1 code of most of the text."""
    languages: tuple[str, ...] = ()
    """Every language with at least a page's worth of text, most frequent first."""
    revision: str = ""
    effective_date: date | None = None
    confidence: dict[str, float] = field(default_factory=dict[str, float])
    """Confidence of each guess by field name, 0 to 1; 1.0 for what a person set."""


@dataclass(frozen=True, slots=True)
class Document:
    """One file = one revision of one logical manual."""

    id: str
    sha256: str
    filename: str
    collection: str
    metadata: Metadata
    page_count: int
    status: DocumentStatus
    coverage: CoverageReport
    chunk_count: int
    config_hash: str
    """Hash of the parsing, chunking and embedding configuration that built its chunks."""
    ingested_at: datetime
    supersedes: str | None = None
    current: bool = True


class ChunkKind(StrEnum):
    """What a chunk holds."""

    PROSE = "prose"
    PROCEDURE = "procedure"
    TABLE = "table"
    WARNING = "warning"
    FIGURE = "figure"
    SYMPTOM = "symptom"
    """Rows of a table: one symptom with its causes and remedies."""


class LineKind(StrEnum):
    """What one line of evidence is."""

    SENTENCE = "sentence"
    STEP = "step"
    ROW = "row"
    HEADER = "header"
    CAPTION = "caption"
    WARNING = "warning"
    LABEL = "label"
    """Words inside a figure, as they stand there: no sentence, and not to be read as one."""


@dataclass(frozen=True, slots=True)
class Line:
    """The smallest piece that can be quoted: a sentence, a step, a table row.

    `text` is the words of `spans` joined by one space: verbatim. `spans` has one entry per page it touches.
    """

    text: str
    spans: tuple[Span, ...]
    kind: LineKind = LineKind.SENTENCE
    cells: tuple[str, ...] = ()
    """Rows and headers: the text of each cell, in column order."""
    warning: WarningLevel | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is retrieved: a few lines of one section, and where each of them stands."""

    id: str
    document_id: str
    ordinal: int
    """Position in the document, from 0."""
    kind: ChunkKind
    heading_path: tuple[str, ...]
    """Titles of the enclosing sections, outermost first."""
    section: int
    """Number of the innermost section in the document: chunks that share it stand under the same heading."""
    lines: tuple[Line, ...]
    language: str
    indexed_text: str
    """Breadcrumb and text, as the words are indexed."""
    gloss: str = ""
    """What is embedded instead, when the embedder does not know the language; empty when it does."""
    warnings: tuple[str, ...] = ()
    """Ids of the warning chunks that bear on this one."""

    @property
    def embedded_text(self) -> str:
        """Exactly what the embedder gets."""
        return self.gloss or self.indexed_text

    @property
    def text(self) -> str:
        """The lines, one under the other."""
        return "\n".join(line.text for line in self.lines)

    @property
    def pages(self) -> tuple[int, ...]:
        """Physical pages it touches, ascending."""
        return tuple(sorted({span.page for line in self.lines for span in line.spans}))


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """An error code, part number, command or menu name with the row or sentence that defines it."""

    code: str
    """As printed."""
    key: str
    """Normalised for look-up: see `paillasse.language.text.code_key`."""
    document_id: str
    chunk_id: str
    line: int
    """Index of the defining line in the chunk."""
    meaning: str = ""
    cause: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """Everything ingestion derives from one file; stored whole or not at all."""

    document: Document
    pages: tuple[Page, ...]
    chunks: tuple[Chunk, ...]
    codes: tuple[CodeEntry, ...]

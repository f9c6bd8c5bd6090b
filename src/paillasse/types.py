"""The nouns: frozen values, no input or output. What a page is made of stands in `paillasse.page_types`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from paillasse.escalation_types import Escalation
from paillasse.page_types import Box, CoverageReport, Page, Span, WarningLevel


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
    """Normalised for look-up: see `paillasse.text.code_key`."""
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


class IngestionState(StrEnum):
    """Where a file stands. `running` in a journal nobody is writing to means: the process was killed."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class IngestionRecord:
    """The verdict on one file; a new attempt at the same content in the same collection replaces it."""

    sha256: str
    filename: str
    collection: str
    state: IngestionState
    started_at: datetime
    config_hash: str = ""
    """Index configuration it was ingested with."""
    document_id: str = ""
    pages: int = 0
    chunks: int = 0
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    """Wall-clock seconds by stage."""
    error_code: str = ""
    """Failed ones: `PaillasseError.code`."""
    error_message: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question may be answered from."""

    collections: tuple[str, ...] = ("default",)
    """Collections the user may read."""
    document_ids: tuple[str, ...] | None = None
    """When set, only these documents: the machine is known."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of the conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the user asked it."""

    text: str
    scope: Scope = field(default_factory=Scope)
    equipment: str = ""
    """The machine the user chose, in their words; empty when none was chosen."""
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that may answer, with the score each lane gave it."""

    chunk: Chunk
    score: float
    lanes: dict[str, float] = field(default_factory=dict[str, float])


@dataclass(frozen=True, slots=True)
class Citation:
    """Proof: a verbatim quote and the rectangles that cover its words."""

    number: int
    document_id: str
    revision: str
    """sha256 of the cited file."""
    title: str
    page: int
    label: str
    quote: str
    rectangles: tuple[tuple[int, tuple[Box, ...]], ...]
    """(physical page, boxes) pairs: one box per printed line of the quote."""


class Verdict(StrEnum):
    """What verification said of a claim."""

    SUPPORTED = "supported"
    NOT_FOUND = "quote_not_found"
    CONTRADICTED = "not_in_quote"
    NOT_ENTAILED = "not_entailed"
    """The judge read the quotes and did not find the claim in them."""


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence a generator proposes, with the evidence lines it selected: (chunk id, line index) pairs."""

    text: str
    evidence: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence the user may read, with the numbers of its citations."""

    text: str
    citations: tuple[int, ...]
    kind: LineKind = LineKind.SENTENCE
    verdict: Verdict = Verdict.SUPPORTED
    warning: WarningLevel | None = None
    before: int = 0
    """Warnings of an answer: index of the first claim that they bear on, before which they are read."""


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    AMBIGUOUS = "ambiguous_equipment"
    DEGRADED = "degraded"
    """Answered, with part of the pipeline missing: `Answer.notices` says which."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What one language model was used for one answer."""

    model: str
    """`provider/name`."""
    calls: int
    input_tokens: int
    output_tokens: int
    cost: float | None
    """In `currency`; None when the price table does not know the model."""
    currency: str
    estimated: bool = False
    """True when the provider did not count the tokens of every call: some were estimated from the characters."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A nearby passage shown with a refusal: where to look, not an answer."""

    document_id: str
    title: str
    page: int
    label: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A machine the question might be about."""

    document_id: str
    title: str
    equipment: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the user gets. Every claim was verified; a refusal has none."""

    question: str
    language: str
    outcome: Outcome
    claims: tuple[Claim, ...] = ()
    warnings: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0
    reason: str = ""
    """Refusals: why, in the language of the question."""
    nearest: tuple[Passage, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    notices: tuple[str, ...] = ()
    usage: tuple[Usage, ...] = ()
    """By language model; empty when none was asked."""
    timings_ms: dict[str, float] = field(default_factory=dict[str, float])
    trace: dict[str, object] = field(default_factory=dict[str, object])
    """Why this answer: rewritten query, lanes and scores, context, dropped claims. JSON values only."""
    trace_id: str = ""
    config_hash: str = ""
    escalation: Escalation | None = None
    """Whether it is a case for a ticket; None where nobody predicted it."""


@dataclass(frozen=True, slots=True)
class ClaimAccepted:
    """While an answer is being written: one more sentence passed its check."""

    claim: Claim
    citations: tuple[Citation, ...]
    """Those of the claim; their numbers are those of the finished answer."""
    warnings: tuple[Claim, ...] = ()
    """Warnings that bear on it and were not shown yet, verbatim, to be read before it; cited in the finished answer."""

"""The seams: what each part must do, whatever stands behind it. I/O is async; pure logic is not here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from paillasse.page_types import Page, PictureReading, PictureRequest, RawDocument, RawPage
from paillasse.types import (
    Chunk,
    CodeEntry,
    Document,
    DocumentContent,
    DraftClaim,
    Hit,
    IngestionRecord,
    Line,
    Metadata,
    Query,
    Scope,
)

Vectors = npt.NDArray[np.float32]
"""Shape (n, dimension), unit length rows."""

Vector = npt.NDArray[np.float32]
"""Shape (dimension,), unit length."""


class Parser(Protocol):
    """Reads a file without ever endangering the process that asks."""

    async def parse(self, path: Path, progress: Progress) -> RawDocument:
        """Read the whole file; `progress` counts pages under the stage name "parse".

        Raises:
            ParseError: one of its subclasses, saying why the file cannot become a document.
            UnreadableFile: the file cannot be opened.
        """
        ...


class PageReader(Protocol):
    """Reads pages from their picture (OCR), without ever endangering the process that asks."""

    def check(self) -> None:
        """Make sure that it can read at all.

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...

    async def read(self, path: Path, numbers: Sequence[int], progress: Progress) -> dict[int, RawPage]:
        """The pages of these numbers that could be read; `progress` counts them under the stage name "ocr".

        An empty sheet is a page without words.

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...


class PictureReader(Protocol):
    """Reads the words in pictures on pages (OCR), without ever endangering the process that asks."""

    async def read(
        self, path: Path, requests: Sequence[PictureRequest], progress: Progress
    ) -> list[PictureReading | None]:
        """What the pictures say, in the order of the requests, None for those that could not be read.

        A picture without text is a reading without words. `progress` counts pictures under the stage "pictures".

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...


class Embedder(Protocol):
    """Turns text into unit vectors. Text over `max_tokens` is an error of the caller, never silently cut.

    A question is not embedded like a passage: some models want another prefix in front of it, others are told the task.
    """

    @property
    def name(self) -> str:
        """All that decides a vector (model, revision, dimension, prefixes), recorded with the index generation."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the languages it understands: text in others is glossed before it is embedded."""
        ...

    @property
    def max_tokens(self) -> int:
        """Most tokens of one text, special tokens and prefix included."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of `text`, special tokens and prefix included; never too few, where it can only be estimated."""
        ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, one row per text, in order; shape (len(texts), dimension).

        Raises:
            ModelUnavailable: the server that runs the model does not do its work.
            ValueError: a text is longer than `max_tokens`.
        """
        ...

    async def embed_query(self, text: str) -> Vector:
        """The unit vector of a question; raises what `embed` raises."""
        ...

    async def close(self) -> None:
        """Release threads and connections; nothing is embedded afterwards."""
        ...


@runtime_checkable
class TokenEmbedder(Protocol):
    """Gives one vector per token, for late interaction; not every embedder does."""

    async def embed_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Per text, unit vectors of its tokens without the special ones; shape (tokens, dimension)."""
        ...


@dataclass(frozen=True, slots=True)
class IndexPoint:
    """What the index keeps of a chunk: vectors and what it filters on; the text stays in the relational store."""

    chunk_id: str
    """A UUID, also the id of the point."""
    document_id: str
    collection: str
    language: str
    kind: str
    dense: Sequence[float]
    terms: Mapping[int, float] = field(default_factory=dict[int, float])
    """Sparse vector: term id (32 bits) → BM25 term-frequency weight; the engine multiplies by IDF."""


@dataclass(frozen=True, slots=True)
class IndexFilter:
    """Applied inside the engine, never after."""

    collections: tuple[str, ...]
    document_ids: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None


class ChunkIndex(Protocol):
    """One index generation: dense and sparse vectors with filters."""

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        """Add or replace; durable when it returns."""
        ...

    async def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Remove every point of these documents; durable when it returns."""
        ...

    async def search_dense(self, vector: Sequence[float], where: IndexFilter, limit: int) -> list[tuple[str, float]]:
        """(chunk id, cosine) pairs, best first."""
        ...

    async def search_sparse(
        self, terms: Mapping[int, float], where: IndexFilter, limit: int
    ) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) pairs, best first; chunks without any of the terms are absent."""
        ...

    async def chunk_ids(self) -> dict[str, set[str]]:
        """Every chunk id by document id, for reconciliation."""
        ...

    async def optimize(self) -> None:
        """Merge segments; call once after a batch."""
        ...

    async def close(self) -> None:
        """Flush and release the directory."""
        ...


class DocumentStore(Protocol):
    """Documents with their pages, chunks and codes: whole or absent.

    A document may have been read by several index configurations: then it is there once per generation
    (`Document.config_hash`), and a store belongs to one of them. What it gives of a document is of its own generation,
    or, where that does not have the document, of the one that read it last.
    """

    async def save(self, content: DocumentContent) -> None:
        """Store in one transaction, replacing an earlier version of the same document in the same generation."""
        ...

    async def get(self, document_id: str) -> Document:
        """One document.

        Raises:
            DocumentNotFound: no such id.
        """
        ...

    async def list(self, scope: Scope | None = None) -> list[Document]:
        """Current documents of the scope (all when None), by title."""
        ...

    async def update_metadata(self, document_id: str, metadata: Metadata) -> None:
        """Replace the metadata, in every generation.

        Raises:
            DocumentNotFound: no such id.
        """
        ...

    async def delete(self, document_id: str) -> None:
        """Remove the document and all it owns, from every generation; no error when it is already gone."""
        ...

    async def generations(self) -> dict[str, set[str]]:
        """Ids of the current documents by generation."""
        ...

    async def drop_generation(self, name: str) -> None:
        """Remove what this generation says of its documents."""
        ...

    async def sha256_by_document(self) -> dict[str, str]:
        """The file of every document, superseded ones included, by document id: for reconciliation."""
        ...

    async def page(self, document_id: str, number: int) -> Page:
        """One page with its words.

        Raises:
            DocumentNotFound: no such document or page.
        """
        ...


class Vocabulary(NamedTuple):
    """How often words occur."""

    chunks: dict[str, int]
    """Word → number of chunks it occurs in: for spelling."""
    documents: dict[str, int]
    """Word → number of documents it occurs in: rare words name machines."""


class ChunkStore(Protocol):
    """Chunks and code entries by id, section or code, of one generation: see `DocumentStore`."""

    async def get(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id; unknown ids are absent."""
        ...

    async def section(self, document_id: str, section: int) -> list[Chunk]:
        """The chunks of one section in reading order."""
        ...

    async def neighbours(self, document_id: str, first: int, last: int) -> list[Chunk]:
        """Chunks with ordinals `first` to `last` included, in order."""
        ...

    async def codes(self, keys: Sequence[str], scope: Scope) -> list[CodeEntry]:
        """Entries with one of these normalised keys, inside the scope."""
        ...

    async def code_keys(self, scope: Scope) -> dict[str, str]:
        """Every key of the scope with the code as printed: for near matches."""
        ...

    async def ids_by_document(self) -> dict[str, set[str]]:
        """Every chunk id by document id, for reconciliation."""
        ...

    async def vocabulary(self) -> Vocabulary:
        """The lower-case words of all current documents of the generation."""
        ...


class IngestionJournal(Protocol):
    """What happened to each file: lets a run resume, and shows failures beside documents."""

    async def record(self, entry: IngestionRecord) -> None:
        """Store the verdict, replacing that of an earlier attempt (same collection and sha256)."""
        ...

    async def get(self, collection: str, sha256: str) -> IngestionRecord | None:
        """The last verdict on this content, if there is one."""
        ...

    async def list(self) -> list[IngestionRecord]:
        """Every verdict, the latest attempt first."""
        ...

    async def delete(self, collection: str, sha256: str) -> None:
        """Forget this content; no error when it is already forgotten."""
        ...


class Reranker(Protocol):
    """Reorders the first hits."""

    async def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first, with a new score; `question` in a language that the embedder knows."""
        ...


@dataclass(frozen=True, slots=True)
class ScoredLine:
    """One line of the context and how well it answers."""

    chunk: Chunk
    index: int
    score: float
    coverage: float
    """Share of the question's concepts, weighted by rarity, that the line and its surroundings hold, 0 to 1."""
    cosine: float
    """Of the line with the question; 0 when it was not looked at."""
    fits: bool
    """It holds the sort of quantity that the question asks for, or none is asked for."""
    code: bool
    """It defines a code of the question."""

    @property
    def line(self) -> Line:
        """The line itself."""
        return self.chunk.lines[self.index]


@dataclass(frozen=True, slots=True)
class Context:
    """What a generator may use: hits in rank order, each line addressable as (chunk id, line index)."""

    query: Query
    language: str
    """Of the question."""
    hits: tuple[Hit, ...]
    lines: tuple[ScoredLine, ...]
    """The lines worth quoting, best first."""


class Generator(Protocol):
    """Proposes claims; verification decides which of them anybody sees."""

    @property
    def name(self) -> str:
        """Recorded in the trace."""
        ...

    def generate(self, context: Context) -> AsyncIterator[DraftClaim]:
        """Claims in the order they should be read; none at all means: the context does not answer."""
        ...


class Progress(Protocol):
    """Receives what a long run is doing; the CLI draws it."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """`done` of `total` steps of `stage` are finished."""
        ...


class FileStore(Protocol):
    """Original files by content hash."""

    def put(self, path: Path, sha256: str) -> None:
        """Copy the file in; durable when it returns."""
        ...

    def path(self, sha256: str) -> Path:
        """Where the file lies."""
        ...

    def delete(self, sha256: str) -> None:
        """Remove it; no error when it is already gone."""
        ...

    def hashes(self) -> Iterator[str]:
        """Every hash present, for reconciliation."""
        ...

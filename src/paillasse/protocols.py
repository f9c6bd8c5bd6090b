"""The seams: what each part must do, whatever stands behind it. I/O is async; pure logic is not here."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from paillasse.escalation_types import Escalation
from paillasse.page_types import Box, PictureReading, PictureRequest, RawDocument, RawPage
from paillasse.types import (
    Answer,
    Chunk,
    DraftClaim,
    Hit,
    Line,
    Query,
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


PageFound = Callable[[int, RawPage | None], Awaitable[None]]
"""Told of each page, by its number, as soon as it is read; None when it cannot be."""

PictureFound = Callable[[int, PictureReading | None], Awaitable[None]]
"""Told of each picture, by its place among the requests, as soon as it is read; None when it cannot be."""


class PageReader(Protocol):
    """Reads pages from their picture (OCR), without ever endangering the process that asks."""

    def check(self) -> None:
        """Make sure that it can read at all.

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...

    async def read(self, path: Path, numbers: Sequence[int], found: PageFound) -> None:
        """Read the pages of these numbers, in any order. An empty sheet is a page without words.

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...


class PictureReader(Protocol):
    """Reads the words in pictures on pages (OCR), without ever endangering the process that asks."""

    async def read(self, path: Path, requests: Sequence[PictureRequest], found: PictureFound) -> None:
        """Read the pictures, in any order. A picture without text is a reading without words.

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...


class DrawnPage(NamedTuple):
    """A page to be drawn."""

    path: Path
    """Of the stored file."""
    sha256: str
    name: str
    """What the file was called when it was ingested: tells Markdown from plain text."""
    number: int
    """Physical, from 1."""


class PagePictures(Protocol):
    """Draws pages for people to look at, without ever endangering the process that asks."""

    async def picture(self, page: DrawnPage, width: int) -> bytes:
        """A page as WebP, `width` pixels wide, less where it would be far too high.

        Raises:
            Overloaded: too many are being drawn.
            ParserLimitExceeded: it cannot be drawn.
        """
        ...

    async def marked(self, picture: bytes, shares: Sequence[Box]) -> bytes:
        """A picture that `picture` gave with rectangles highlighted: coordinates in shares of width and height.

        Raises:
            Overloaded: as `picture`.
        """
        ...

    async def forget(self, sha256: str) -> None:
        """Keep nothing that was drawn of a file; no error when there is nothing."""
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


class EscalationPredictor(Protocol):
    """Says of an answer how likely it is that the manuals do not hold one."""

    def predict(self, answer: Answer) -> Escalation:
        """The prediction, from the answer and its trace; offers nothing yet."""
        ...


class Progress(Protocol):
    """Receives what a long run is doing; the CLI draws it."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """`done` of `total` steps of `stage` are finished."""
        ...

"""The seams of retrieval: embedders, the index, rerankers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from paillasse.types.questions import Hit

Vectors = npt.NDArray[np.float32]
"""Shape (n, dimension), unit length rows."""

Vector = npt.NDArray[np.float32]
"""Shape (dimension,), unit length."""


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

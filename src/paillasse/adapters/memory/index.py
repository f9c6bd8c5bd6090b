"""The index in memory: exact search over what it holds."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from paillasse.protocols.retrieval import IndexFilter, IndexPoint


class MemoryChunkIndex:
    """`protocols.ChunkIndex` by brute force, with the scores of `qdrant_edge`."""

    def __init__(self) -> None:
        self._points: dict[str, IndexPoint] = {}

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        """Add or replace."""
        self._points.update({point.chunk_id: point for point in points})

    async def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Remove every point of these documents."""
        self._points = {key: p for key, p in self._points.items() if p.document_id not in document_ids}

    async def search_dense(self, vector: Sequence[float], where: IndexFilter, limit: int) -> list[tuple[str, float]]:
        """(chunk id, cosine) pairs, best first."""
        kept = [point for point in self._points.values() if _matches(point, where)]
        if not kept:
            return []
        rows = _unit(np.array([point.dense for point in kept], dtype=np.float32))
        scores = rows @ _unit(np.array([vector], dtype=np.float32))[0]
        return _best([(point.chunk_id, float(score)) for point, score in zip(kept, scores, strict=True)], limit)

    async def search_sparse(
        self, terms: Mapping[int, float], where: IndexFilter, limit: int
    ) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) pairs, best first; idf = ln(1 + (N - n + 0.5) / (n + 0.5)) over every point."""
        holders = Counter(term for point in self._points.values() for term in point.terms)
        total = sum(bool(point.terms) for point in self._points.values())
        idf = {term: math.log(1 + (total - holders[term] + 0.5) / (holders[term] + 0.5)) for term in terms}
        scored = [
            (point.chunk_id, sum(weight * idf[t] * point.terms[t] for t, weight in terms.items() if t in point.terms))
            for point in self._points.values()
            if _matches(point, where) and not point.terms.keys().isdisjoint(terms)
        ]
        return _best(scored, limit)

    async def chunk_ids(self) -> dict[str, set[str]]:
        """Every chunk id by document id."""
        ids: dict[str, set[str]] = defaultdict(set)
        for point in self._points.values():
            ids[point.document_id].add(point.chunk_id)
        return dict(ids)

    async def optimize(self) -> None:
        """Nothing to merge."""

    async def close(self) -> None:
        """Nothing to release."""


class MemoryGenerations:
    """`protocols.generations.IndexGenerations` in a dictionary."""

    def __init__(self) -> None:
        self._indexes: dict[str, MemoryChunkIndex] = {}
        self._configurations: dict[str, str] = {}
        self._live = self._release = ""

    async def open(self, name: str, dimension: int, configuration: str) -> MemoryChunkIndex:
        """A generation, created when it is not there; of any dimension."""
        del dimension
        self._configurations.setdefault(name, configuration)
        return self._indexes.setdefault(name, MemoryChunkIndex())

    async def configurations(self) -> dict[str, str]:
        """The configuration of every generation by name."""
        return dict(sorted(self._configurations.items()))

    async def live(self) -> str:
        """Name of the live one; empty when none was made live yet."""
        return self._live

    async def release(self) -> str:
        """The release that answers over it."""
        return self._release

    async def make_live(self, name: str, release: str = "") -> None:
        """Make this one live."""
        self._live, self._release = name, release

    async def drop(self, name: str) -> None:
        """Remove it."""
        self._indexes.pop(name, None)
        self._configurations.pop(name, None)

    async def close(self) -> None:
        """Nothing to release."""


def _matches(point: IndexPoint, where: IndexFilter) -> bool:
    return (
        point.collection in where.collections
        and (where.document_ids is None or point.document_id in where.document_ids)
        and (where.languages is None or point.language in where.languages)
    )


def _best(scored: list[tuple[str, float]], limit: int) -> list[tuple[str, float]]:
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:limit]


def _unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)

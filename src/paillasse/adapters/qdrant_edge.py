"""The chunk index on Qdrant Edge: the engine in this process, one directory per generation.

BM25 score of a chunk = sum over the query's terms of query weight x idf x term-frequency weight, with
idf = ln(1 + (N - n + 0.5) / (n + 0.5)) as in Lucene, where N is the number of points with terms in the whole generation
and n those that hold the term. Filters narrow the results, never these statistics. Points deleted since the directory
was opened still count in N and n.

The engine is not to be opened twice on one directory: the second attempt fails, and can damage what the first one
holds. `HomeLock` comes before it.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from threading import Lock

from qdrant_edge import (
    Distance,
    EdgeConfig,
    EdgeOptimizersConfig,
    EdgeShard,
    EdgeSparseVectorParams,
    EdgeVectorParams,
    FieldCondition,
    Filter,
    MatchAny,
    Modifier,
    PayloadSchemaType,
    Point,
    Query,
    ScrollRequest,
    SearchRequest,
    SparseVector,
    UpdateOperation,
)

from paillasse.errors.storage import DiskFull, HomeCorrupt, StorageError
from paillasse.protocols.retrieval import IndexFilter, IndexPoint

_DENSE = "dense"
_TERMS = "terms"
_FILTERED = ("document_id", "collection", "language", "kind")
_SCROLL = 2000
_RESERVE = 64 << 20
"""Bytes that must be free before a write: the engine maps its files into memory, and a disk that fills under such a
file does not raise an error, it kills the process (SIGBUS)."""
_EXACT_KILOBYTES = 80_000
"""Segments of up to this many kilobytes of dense vectors (50,000 of 384 dimensions) are searched exactly: a few
milliseconds, and no neighbour missed. Larger ones get an HNSW graph."""


class EdgeChunkIndex:
    """`protocols.ChunkIndex`; everything acknowledged is on disk."""

    def __init__(self, shard: EdgeShard, directory: Path) -> None:
        self._shard = shard
        self._directory = directory

    @classmethod
    async def open(cls, directory: Path, dimension: int) -> EdgeChunkIndex:
        """Open a generation, or create it for vectors of this dimension.

        Raises:
            HomeCorrupt: the directory cannot be opened as a generation of this dimension.
            DiskFull: there is no space to create it.
        """
        return cls(await asyncio.to_thread(_open, directory, dimension), directory)

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        """Add or replace; durable when it returns.

        Raises:
            DiskFull: too little space is left to write safely; nothing was written.
        """
        if points:
            _require_space(self._directory)
            await asyncio.to_thread(self._update, UpdateOperation.upsert_points([_point(p) for p in points]))

    async def delete_documents(self, document_ids: Sequence[str]) -> None:
        """Remove every point of these documents; durable when it returns."""
        if document_ids:
            matching = Filter(must=[_any("document_id", document_ids)])
            await asyncio.to_thread(self._update, UpdateOperation.delete_points_by_filter(matching))

    async def search_dense(self, vector: Sequence[float], where: IndexFilter, limit: int) -> list[tuple[str, float]]:
        """(chunk id, cosine) pairs, best first."""
        return await asyncio.to_thread(self._search, Query.Nearest(list(vector), using=_DENSE), where, limit)

    async def search_sparse(
        self, terms: Mapping[int, float], where: IndexFilter, limit: int
    ) -> list[tuple[str, float]]:
        """(chunk id, BM25 score) pairs, best first; chunks without any of the terms are absent."""
        if not terms:
            return []
        return await asyncio.to_thread(self._search, Query.Nearest(_sparse(terms), using=_TERMS), where, limit)

    async def chunk_ids(self) -> dict[str, set[str]]:
        """Every chunk id by document id."""
        return await asyncio.to_thread(self._chunk_ids)

    async def optimize(self) -> None:
        """Merge segments and build the graph of large ones."""
        _require_space(self._directory)
        with _own_errors():
            await asyncio.to_thread(self._shard.optimize)

    async def close(self) -> None:
        """Flush and release the directory."""
        await asyncio.to_thread(self._close)

    def _update(self, operation: UpdateOperation) -> None:
        with _own_errors():
            self._shard.update(operation)
            self._shard.flush()

    def _search(self, query: Query, where: IndexFilter, limit: int) -> list[tuple[str, float]]:
        with _own_errors():
            found = self._shard.search(SearchRequest(query=query, limit=limit, filter=_filter(where)))
        return [(str(point.id), point.score) for point in found]

    def _chunk_ids(self) -> dict[str, set[str]]:
        ids: dict[str, set[str]] = {}
        offset = None
        while True:
            request = ScrollRequest(offset=offset, limit=_SCROLL, with_payload=["document_id"], with_vector=False)
            with _own_errors():
                records, offset = self._shard.scroll(request)
            for record in records:
                ids.setdefault((record.payload or {})["document_id"], set()).add(str(record.id))
            if offset is None:
                return ids

    def _close(self) -> None:
        with _opening, _own_errors():
            self._shard.flush()
            known = _opened[self._directory]
            known.users -= 1
            if not known.users:
                del _opened[self._directory]
                self._shard.close()


@dataclass
class _Opened:
    """An open shard, and how many use it: services of two configurations may read one generation."""

    shard: EdgeShard
    users: int = 0


_opened: dict[Path, _Opened] = {}
_opening = Lock()


def _open(directory: Path, dimension: int) -> EdgeShard:
    with _opening:
        known = _opened.get(directory) or _Opened(_load(directory, dimension))
        _opened[directory] = known
        known.users += 1
        return known.shard


def _load(directory: Path, dimension: int) -> EdgeShard:
    if not directory.exists():
        _create(directory, dimension)
    try:
        return EdgeShard.load(str(directory), _config(dimension))
    except Exception as error:
        raise HomeCorrupt(f"The index in {directory} cannot be opened: {error}") from error


def _create(directory: Path, dimension: int) -> None:
    """Make it beside its place and move it in: it is there complete, or not at all."""
    fresh = directory.with_name(directory.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    with _own_errors():
        fresh.mkdir(parents=True)
    _require_space(fresh)
    with _own_errors():
        shard = EdgeShard.create(str(fresh), _config(dimension))
        for name in _FILTERED:
            shard.update(UpdateOperation.create_field_index(name, PayloadSchemaType.Keyword))
        shard.flush()
        shard.close()
        fresh.rename(directory)


def _require_space(directory: Path) -> None:
    free = shutil.disk_usage(directory).free
    if free < _RESERVE:
        raise DiskFull(f"Only {free >> 20} MiB are free for the index in {directory}; {_RESERVE >> 20} are needed.")


def _config(dimension: int) -> EdgeConfig:
    return EdgeConfig(
        vectors={_DENSE: EdgeVectorParams(size=dimension, distance=Distance.Cosine)},
        sparse_vectors={_TERMS: EdgeSparseVectorParams(modifier=Modifier.Idf)},
        optimizers=EdgeOptimizersConfig(indexing_threshold=_EXACT_KILOBYTES),
    )


def _point(point: IndexPoint) -> Point:
    payload = {name: getattr(point, name) for name in _FILTERED}
    return Point(point.chunk_id, {_DENSE: list(point.dense), _TERMS: _sparse(point.terms)}, payload)


def _sparse(terms: Mapping[int, float]) -> SparseVector:
    return SparseVector(list(terms.keys()), list(terms.values()))


def _filter(where: IndexFilter) -> Filter:
    conditions = [_any("collection", where.collections)]
    if where.document_ids is not None:
        conditions.append(_any("document_id", where.document_ids))
    if where.languages is not None:
        conditions.append(_any("language", where.languages))
    return Filter(must=[*conditions])


def _any(name: str, values: Sequence[str]) -> FieldCondition:
    return FieldCondition(key=name, match=MatchAny(list(values)))


@contextmanager
def _own_errors() -> Generator[None]:
    """The engine raises bare `Exception`s: tell a full disk from the rest by its message."""
    try:
        yield
    except Exception as error:
        kind = DiskFull if os.strerror(ENOSPC) in str(error) else StorageError
        raise kind(f"The index failed: {error}") from error

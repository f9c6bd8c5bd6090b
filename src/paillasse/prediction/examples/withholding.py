"""Manuals left out: what is searched when somebody asks about a machine whose manuals nobody has ingested."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from paillasse.protocols.retrieval import ChunkIndex, IndexFilter, IndexPoint
from paillasse.protocols.stores import ChunkStore, Vocabulary
from paillasse.types.documents import Chunk, CodeEntry
from paillasse.types.questions import Scope


class PartOfIndex:
    """An index of which some documents alone are seen; nothing is written through it but what the index gets."""

    def __init__(self, index: ChunkIndex, document_ids: Collection[str]) -> None:
        """Of these documents."""
        self._index = index
        self._ids = frozenset(document_ids)

    async def upsert(self, points: Sequence[IndexPoint]) -> None:
        """As the index."""
        await self._index.upsert(points)

    async def delete_documents(self, document_ids: Sequence[str]) -> None:
        """As the index."""
        await self._index.delete_documents(document_ids)

    async def search_dense(self, vector: Sequence[float], where: IndexFilter, limit: int) -> list[tuple[str, float]]:
        """As the index, among what is seen."""
        return await self._index.search_dense(vector, self._seen(where), limit)

    async def search_sparse(
        self, terms: Mapping[int, float], where: IndexFilter, limit: int
    ) -> list[tuple[str, float]]:
        """As the index, among what is seen."""
        return await self._index.search_sparse(terms, self._seen(where), limit)

    async def chunk_ids(self) -> dict[str, set[str]]:
        """Of what is seen."""
        return {document: ids for document, ids in (await self._index.chunk_ids()).items() if document in self._ids}

    async def optimize(self) -> None:
        """As the index."""
        await self._index.optimize()

    async def close(self) -> None:
        """Nothing: the index is somebody else's."""

    def _seen(self, where: IndexFilter) -> IndexFilter:
        return replace(where, document_ids=_narrowed(where.document_ids, self._ids))


class PartOfChunks:
    """Chunks of which those of some documents alone are found by what is in them."""

    def __init__(self, chunks: ChunkStore, document_ids: Collection[str]) -> None:
        """Of these documents."""
        self._chunks = chunks
        self._ids = frozenset(document_ids)

    async def get(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """As the store."""
        return await self._chunks.get(chunk_ids)

    async def section(self, document_id: str, section: int) -> list[Chunk]:
        """As the store."""
        return await self._chunks.section(document_id, section)

    async def neighbours(self, document_id: str, first: int, last: int) -> list[Chunk]:
        """As the store."""
        return await self._chunks.neighbours(document_id, first, last)

    async def codes(self, keys: Sequence[str], scope: Scope) -> list[CodeEntry]:
        """As the store, among what is seen."""
        return await self._chunks.codes(keys, self._seen(scope))

    async def codes_of(self, document_id: str) -> list[CodeEntry]:
        """As the store."""
        return await self._chunks.codes_of(document_id)

    async def code_keys(self, scope: Scope) -> dict[str, str]:
        """As the store, among what is seen."""
        return await self._chunks.code_keys(self._seen(scope))

    async def ids_by_document(self) -> dict[str, set[str]]:
        """Of what is seen."""
        found = await self._chunks.ids_by_document()
        return {document: ids for document, ids in found.items() if document in self._ids}

    async def vocabulary(self, scope: Scope) -> Vocabulary:
        """As the store, among what is seen."""
        return await self._chunks.vocabulary(self._seen(scope))

    def _seen(self, scope: Scope) -> Scope:
        return replace(scope, document_ids=_narrowed(scope.document_ids, self._ids))


def _narrowed(chosen: Collection[str] | None, seen: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(seen if chosen is None else seen & frozenset(chosen)))

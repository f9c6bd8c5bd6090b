"""Chunks and code entries in PostgreSQL."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from paillasse.protocols.stores import Vocabulary
from paillasse.storage.codec import decode
from paillasse.storage.packing import unpack_vocabulary
from paillasse.storage.session import Database
from paillasse.storage.tables import ChunkRow, CodeRow, DocumentRow, in_scope
from paillasse.types.documents import Chunk, CodeEntry
from paillasse.types.questions import Scope


class PostgresChunkStore:
    """`protocols.stores.ChunkStore` of one generation."""

    def __init__(self, database: Database, generation: str) -> None:
        self._database = database
        self._generation = generation

    async def get(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id; unknown ids are absent."""
        wanted = select(ChunkRow.body).where(ChunkRow.id.in_(chunk_ids))
        return {chunk.id: chunk for chunk in await self._chunks(wanted)}

    async def section(self, document_id: str, section: int) -> list[Chunk]:
        """The chunks of one section in reading order."""
        wanted = select(ChunkRow.body).where(ChunkRow.document_id == document_id, ChunkRow.section == section)
        return await self._chunks(wanted.order_by(ChunkRow.ordinal))

    async def neighbours(self, document_id: str, first: int, last: int) -> list[Chunk]:
        """Chunks with ordinals `first` to `last` included, in order."""
        wanted = select(ChunkRow.body).where(ChunkRow.document_id == document_id, ChunkRow.ordinal.between(first, last))
        return await self._chunks(wanted.order_by(ChunkRow.ordinal))

    async def codes(self, keys: Sequence[str], scope: Scope) -> list[CodeEntry]:
        """Entries with one of these keys in current documents of the scope, by document, in the order saved."""
        wanted = select(CodeRow.body).join(DocumentRow).where(CodeRow.key.in_(keys), *self._readable(scope))
        async with self._database.transaction() as session:
            bodies = await session.scalars(wanted.order_by(CodeRow.document_id, CodeRow.position))
            return [decode(CodeEntry, body) for body in bodies]

    async def codes_of(self, document_id: str) -> list[CodeEntry]:
        """Every entry of a document, current or superseded, in the order saved."""
        wanted = select(CodeRow.body).where(CodeRow.document_id == document_id, CodeRow.generation == self._generation)
        async with self._database.transaction() as session:
            return [decode(CodeEntry, body) for body in await session.scalars(wanted.order_by(CodeRow.position))]

    async def code_keys(self, scope: Scope) -> dict[str, str]:
        """Every key of current documents of the scope with a code as printed (the first saved)."""
        wanted = select(CodeRow.key, CodeRow.code).join(DocumentRow).where(*self._readable(scope))
        async with self._database.transaction() as session:
            rows = await session.execute(wanted.order_by(CodeRow.document_id.desc(), CodeRow.position.desc()))
            return {row.key: row.code for row in rows}

    async def ids_by_document(self) -> dict[str, set[str]]:
        """Every chunk id by id of a current document; documents without chunks are absent."""
        ids: dict[str, set[str]] = {}
        wanted = select(ChunkRow.document_id, ChunkRow.id).join(DocumentRow).where(*self._readable(None))
        async with self._database.transaction() as session:
            for document_id, chunk_id in await session.execute(wanted):
                ids.setdefault(document_id, set()).add(chunk_id)
        return ids

    async def vocabulary(self, scope: Scope) -> Vocabulary:
        """The lower-case words of current documents of the scope, of this generation."""
        wanted = select(DocumentRow.vocabulary).where(*self._readable(scope))
        async with self._database.transaction() as session:
            packed = list(await session.scalars(wanted))
        return await asyncio.to_thread(_counted, packed)

    async def _chunks(self, wanted: Select[dict[str, Any]]) -> list[Chunk]:
        async with self._database.transaction() as session:
            own = wanted.where(ChunkRow.generation == self._generation)
            return [decode(Chunk, body) for body in await session.scalars(own)]

    def _readable(self, scope: Scope | None) -> list[ColumnElement[bool]]:
        return [DocumentRow.config_hash == self._generation, *in_scope(scope)]


def _counted(vocabularies: Sequence[bytes]) -> Vocabulary:
    chunks, documents = Counter[str](), Counter[str]()
    for packed in vocabularies:
        counts = unpack_vocabulary(packed)
        chunks.update(counts)
        documents.update(counts.keys())
    return Vocabulary(dict(chunks), dict(documents))

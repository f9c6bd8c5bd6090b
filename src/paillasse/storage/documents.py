"""Documents in PostgreSQL, once per index generation: each stored whole, in one transaction, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Text, UnaryExpression, Update, cast, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import defer

from paillasse.errors.manuals import DocumentNotFound
from paillasse.language.text import fold, vocabulary
from paillasse.protocols.stores import CatalogueEntry, Correction
from paillasse.storage.codec import decode, encode
from paillasse.storage.packing import pack_page, pack_vocabulary, unpack_page
from paillasse.storage.session import Database
from paillasse.storage.tables import ChunkRow, CodeRow, DocumentRow, PageRow, in_scope, within
from paillasse.types.documents import Chunk, CodeEntry, Document, DocumentContent, DocumentStatus, Metadata
from paillasse.types.pages import CoverageReport, Page
from paillasse.types.questions import Scope


class PostgresDocumentStore:
    """`protocols.stores.DocumentStore` of one generation."""

    def __init__(self, database: Database, generation: str) -> None:
        self._database = database
        self._generation = generation

    async def save(self, content: DocumentContent) -> None:
        """Replace the document and all it owns in its generation; the commit is what makes it exist there."""
        document = content.document
        decided = select(DocumentRow.current, DocumentRow.supersedes).where(DocumentRow.id == document.id).limit(1)
        former = delete(DocumentRow).where(
            DocumentRow.id == document.id, DocumentRow.config_hash == document.config_hash
        )
        async with self._database.transaction() as session:
            known = (await session.execute(decided.with_for_update())).mappings().first()
            await session.execute(former)
            await session.execute(insert(DocumentRow), [_document_values(content) | dict(known or {})])
            for row, values in (
                (PageRow, [_page_values(page) for page in content.pages]),
                (ChunkRow, [_chunk_values(chunk) for chunk in content.chunks]),
                (CodeRow, [_code_values(i, entry) for i, entry in enumerate(content.codes)]),
            ):
                if values:
                    owner = {"document_id": document.id, "generation": document.config_hash}
                    await session.execute(insert(row), [owner | value for value in values])

    async def get(self, document_id: str, scope: Scope | None = None) -> Document:
        """One document of the scope, or `DocumentNotFound`."""
        wanted = self._versions(document_id, scope).limit(1)
        async with self._database.transaction() as session:
            row = await session.scalar(wanted)
        if row is None:
            raise _not_found(document_id)
        return _document(row)

    async def catalogue(self, scope: Scope | None = None) -> list[CatalogueEntry]:
        """Every document of the scope, by title."""
        wanted = select(DocumentRow).where(*within(scope)).order_by(*self._own_first())
        first: dict[str, CatalogueEntry] = {}
        async with self._database.transaction() as session:
            for row in await session.scalars(wanted.options(defer(DocumentRow.coverage))):
                if row.id not in first:
                    first[row.id] = _entry(row)
        return sorted(first.values(), key=lambda d: (fold(d.metadata.title), d.id))

    async def correct(self, document_id: str, correction: Correction, scope: Scope | None = None) -> Document:
        """Replace what is said about the document, or `DocumentNotFound`."""
        async with self._database.transaction() as session:
            rows = (await session.scalars(self._versions(document_id, scope).with_for_update())).all()
            if not rows:
                raise _not_found(document_id)
            corrected = correction(_document(rows[0]))
            for row in rows:
                row.about = encode(corrected)
            return _document(rows[0])

    async def supersede(self, old_id: str, new_id: str) -> bool:
        """Let a document stand in the place of another."""
        wanted = select(DocumentRow).where(DocumentRow.id.in_((old_id, new_id)))
        async with self._database.transaction() as session:
            rows = await session.scalars(wanted.order_by(DocumentRow.id, DocumentRow.config_hash).with_for_update())
            versions = rows.all()
            together = {row.id for row in versions} == {old_id, new_id} and old_id != new_id
            able = together and len({row.collection for row in versions}) == 1
            if not able or any(not row.current or (row.id == new_id and row.supersedes) for row in versions):
                return False
            for row in versions:
                row.current = row.id == new_id
                row.supersedes = old_id if row.id == new_id else row.supersedes
            return True

    async def reinstate(self, document_id: str) -> bool:
        """Make a superseded document current again."""
        outdated = update(DocumentRow).where(DocumentRow.id == document_id, DocumentRow.current.is_(False))
        async with self._database.transaction() as session:
            restored = (await session.scalars(outdated.values(current=True).returning(DocumentRow.id))).all()
            if restored:
                await session.execute(_released(document_id))
            return bool(restored)

    async def delete(self, document_id: str) -> None:
        """Remove the document; pages, chunks and codes go with it."""
        async with self._database.transaction() as session:
            await session.execute(delete(DocumentRow).where(DocumentRow.id == document_id))
            await session.execute(_released(document_id))

    async def generations(self) -> dict[str, set[str]]:
        """Ids of the documents by generation."""
        ids: dict[str, set[str]] = {}
        async with self._database.transaction() as session:
            for generation, document_id in await session.execute(select(DocumentRow.config_hash, DocumentRow.id)):
                ids.setdefault(generation, set()).add(document_id)
        return ids

    async def drop_generation(self, name: str) -> None:
        """Remove what this generation says of its documents."""
        async with self._database.transaction() as session:
            await session.execute(delete(DocumentRow).where(DocumentRow.config_hash == name))

    async def sha256_by_document(self) -> dict[str, str]:
        """The file of every document, superseded ones included, by document id."""
        async with self._database.transaction() as session:
            rows = await session.execute(select(DocumentRow.id, DocumentRow.sha256))
            return {row.id: row.sha256 for row in rows}

    async def page(self, document_id: str, number: int, scope: Scope | None = None) -> Page:
        """One page with its words, or `DocumentNotFound`."""
        wanted = (
            select(PageRow.body)
            .join(DocumentRow)
            .where(PageRow.document_id == document_id, PageRow.number == number, *within(scope))
            .order_by(*self._own_first())
            .limit(1)
        )
        async with self._database.transaction() as session:
            body = await session.scalar(wanted)
        if body is None:
            raise DocumentNotFound(f"Document {document_id} has no page {number}.")
        return unpack_page(body)

    async def list(self, scope: Scope | None = None) -> list[Document]:
        """Current documents of the scope (all when None), by title."""
        wanted = select(DocumentRow).where(*in_scope(scope)).order_by(*self._own_first())
        first: dict[str, DocumentRow] = {}
        async with self._database.transaction() as session:
            for row in await session.scalars(wanted):
                first.setdefault(row.id, row)
        # Beside whoever else is answered meanwhile: many of them take a while.
        return await asyncio.to_thread(_by_title, list(first.values()))

    async def fingerprint(self, scope: Scope | None) -> str:
        """Another one as soon as a current document of the scope is another; worked out by the server."""
        row = DocumentRow
        read_at = func.extract("epoch", row.ingested_at)  # whatever the time zone of the connection
        told = func.concat_ws("|", row.id, row.sha256, row.config_hash, row.status, read_at, cast(row.about, Text))
        each = func.string_agg(func.md5(told), aggregate_order_by(literal(""), row.id, row.config_hash))
        wanted = select(func.md5(func.coalesce(each, ""))).where(*in_scope(scope))
        async with self._database.transaction() as session:
            return (await session.scalars(wanted)).one()

    def _versions(self, document_id: str, scope: Scope | None) -> Select[DocumentRow]:
        return select(DocumentRow).where(DocumentRow.id == document_id, *within(scope)).order_by(*self._own_first())

    def _own_first(self) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
        """Order of the versions of a document: of this generation, then the latest."""
        return (DocumentRow.config_hash == self._generation).desc(), DocumentRow.ingested_at.desc()


def _by_title(rows: Sequence[DocumentRow]) -> list[Document]:
    return sorted(map(_document, rows), key=lambda d: (fold(d.metadata.title), d.id))


def _not_found(document_id: str) -> DocumentNotFound:
    return DocumentNotFound(f"There is no document {document_id}.")


def _document_values(content: DocumentContent) -> dict[str, Any]:
    document = content.document
    words = vocabulary("\n".join((*chunk.heading_path, chunk.text)) for chunk in content.chunks)
    return {
        "id": document.id,
        "sha256": document.sha256,
        "collection": document.collection,
        "filename": document.filename,
        "status": document.status.value,
        "current": document.current,
        "supersedes": document.supersedes,
        "page_count": document.page_count,
        "chunk_count": document.chunk_count,
        "config_hash": document.config_hash,
        "ingested_at": document.ingested_at,
        "about": encode(document.metadata),
        "coverage": encode(document.coverage),
        "vocabulary": pack_vocabulary(words),
    }


def _released(document_id: str) -> Update:
    """Nothing supersedes this document any more."""
    return update(DocumentRow).where(DocumentRow.supersedes == document_id).values(supersedes=None)


def _entry(row: DocumentRow) -> CatalogueEntry:
    return CatalogueEntry(
        id=row.id,
        sha256=row.sha256,
        filename=row.filename,
        collection=row.collection,
        metadata=decode(Metadata, row.about),
        page_count=row.page_count,
        status=DocumentStatus(row.status),
        chunk_count=row.chunk_count,
        generation=row.config_hash,
        ingested_at=row.ingested_at,
        supersedes=row.supersedes,
        current=row.current,
    )


def _document(row: DocumentRow) -> Document:
    return Document(
        id=row.id,
        sha256=row.sha256,
        filename=row.filename,
        collection=row.collection,
        metadata=decode(Metadata, row.about),
        page_count=row.page_count,
        status=DocumentStatus(row.status),
        coverage=decode(CoverageReport, row.coverage),
        chunk_count=row.chunk_count,
        config_hash=row.config_hash,
        ingested_at=row.ingested_at,
        supersedes=row.supersedes,
        current=row.current,
    )


def _page_values(page: Page) -> dict[str, Any]:
    return {"number": page.number, "body": pack_page(page)}


def _chunk_values(chunk: Chunk) -> dict[str, Any]:
    return {
        "id": chunk.id,
        "ordinal": chunk.ordinal,
        "section": chunk.section,
        "body": encode(chunk),
    }


def _code_values(position: int, entry: CodeEntry) -> dict[str, Any]:
    return {
        "position": position,
        "key": entry.key,
        "code": entry.code,
        "body": encode(entry),
    }

"""Documents in PostgreSQL: each stored whole, in one transaction, or not at all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select, update

from paillasse.errors import DocumentNotFound
from paillasse.page_types import CoverageReport, Page
from paillasse.storage.codec import decode, encode
from paillasse.storage.packing import pack_page, pack_vocabulary, unpack_page
from paillasse.storage.session import Database
from paillasse.storage.tables import ChunkRow, CodeRow, DocumentRow, PageRow, in_scope
from paillasse.text import fold, vocabulary
from paillasse.types import Chunk, CodeEntry, Document, DocumentContent, DocumentStatus, Metadata, Scope


class PostgresDocumentStore:
    """`protocols.DocumentStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(self, content: DocumentContent) -> None:
        """Replace the document and all it owns; the commit is what makes it exist."""
        document = content.document
        async with self._database.transaction() as session:
            await session.execute(delete(DocumentRow).where(DocumentRow.id == document.id))
            await session.execute(insert(DocumentRow), [_document_values(content)])
            for row, values in (
                (PageRow, [_page_values(document.id, page) for page in content.pages]),
                (ChunkRow, [_chunk_values(chunk) for chunk in content.chunks]),
                (CodeRow, [_code_values(document.id, i, entry) for i, entry in enumerate(content.codes)]),
            ):
                if values:
                    await session.execute(insert(row), values)

    async def get(self, document_id: str) -> Document:
        """One document, or `DocumentNotFound`."""
        async with self._database.transaction() as session:
            row = await session.get(DocumentRow, document_id)
        if row is None:
            raise _not_found(document_id)
        return _document(row)

    async def update_metadata(self, document_id: str, metadata: Metadata) -> None:
        """Replace what is said about the document, or `DocumentNotFound`."""
        statement = update(DocumentRow).where(DocumentRow.id == document_id).values(about=encode(metadata))
        async with self._database.transaction() as session:
            updated = await session.scalar(statement.returning(DocumentRow.id))
        if updated is None:
            raise _not_found(document_id)

    async def delete(self, document_id: str) -> None:
        """Remove the document; pages, chunks and codes go with it."""
        async with self._database.transaction() as session:
            await session.execute(delete(DocumentRow).where(DocumentRow.id == document_id))

    async def sha256_by_document(self) -> dict[str, str]:
        """The file of every document, superseded ones included, by document id."""
        async with self._database.transaction() as session:
            rows = await session.execute(select(DocumentRow.id, DocumentRow.sha256))
            return {row.id: row.sha256 for row in rows}

    async def page(self, document_id: str, number: int) -> Page:
        """One page with its words, or `DocumentNotFound`."""
        wanted = select(PageRow.body).where(PageRow.document_id == document_id, PageRow.number == number)
        async with self._database.transaction() as session:
            body = await session.scalar(wanted)
        if body is None:
            raise DocumentNotFound(f"Document {document_id} has no page {number}.")
        return unpack_page(body)

    async def list(self, scope: Scope | None = None) -> list[Document]:
        """Current documents of the scope (all when None), by title."""
        wanted = select(DocumentRow).where(*in_scope(scope))
        async with self._database.transaction() as session:
            documents = [_document(row) for row in await session.scalars(wanted)]
        return sorted(documents, key=lambda d: (fold(d.metadata.title), d.id))


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


def _page_values(document_id: str, page: Page) -> dict[str, Any]:
    return {"document_id": document_id, "number": page.number, "body": pack_page(page)}


def _chunk_values(chunk: Chunk) -> dict[str, Any]:
    return {
        "id": chunk.id,
        "document_id": chunk.document_id,
        "ordinal": chunk.ordinal,
        "section": chunk.section,
        "body": encode(chunk),
    }


def _code_values(document_id: str, position: int, entry: CodeEntry) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "position": position,
        "key": entry.key,
        "code": entry.code,
        "body": encode(entry),
    }

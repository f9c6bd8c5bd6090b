"""Documents in PostgreSQL, once per index generation: each stored whole, in one transaction, or not at all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, UnaryExpression, cast, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import aggregate_order_by

from paillasse.errors import DocumentNotFound
from paillasse.page_types import CoverageReport, Page
from paillasse.storage.codec import decode, encode
from paillasse.storage.packing import pack_page, pack_vocabulary, unpack_page
from paillasse.storage.session import Database
from paillasse.storage.tables import ChunkRow, CodeRow, DocumentRow, PageRow, in_scope
from paillasse.text import fold, vocabulary
from paillasse.types import Chunk, CodeEntry, Document, DocumentContent, DocumentStatus, Metadata, Scope


class PostgresDocumentStore:
    """`store_protocols.DocumentStore` of one generation."""

    def __init__(self, database: Database, generation: str) -> None:
        self._database = database
        self._generation = generation

    async def save(self, content: DocumentContent) -> None:
        """Replace the document and all it owns in its generation; the commit is what makes it exist there."""
        document = content.document
        former = delete(DocumentRow).where(
            DocumentRow.id == document.id, DocumentRow.config_hash == document.config_hash
        )
        async with self._database.transaction() as session:
            await session.execute(former)
            await session.execute(insert(DocumentRow), [_document_values(content)])
            for row, values in (
                (PageRow, [_page_values(page) for page in content.pages]),
                (ChunkRow, [_chunk_values(chunk) for chunk in content.chunks]),
                (CodeRow, [_code_values(i, entry) for i, entry in enumerate(content.codes)]),
            ):
                if values:
                    owner = {"document_id": document.id, "generation": document.config_hash}
                    await session.execute(insert(row), [owner | value for value in values])

    async def get(self, document_id: str) -> Document:
        """One document, or `DocumentNotFound`."""
        wanted = select(DocumentRow).where(DocumentRow.id == document_id).order_by(*self._own_first()).limit(1)
        async with self._database.transaction() as session:
            row = await session.scalar(wanted)
        if row is None:
            raise _not_found(document_id)
        return _document(row)

    async def update_metadata(self, document_id: str, metadata: Metadata) -> None:
        """Replace what is said about the document, or `DocumentNotFound`."""
        statement = update(DocumentRow).where(DocumentRow.id == document_id).values(about=encode(metadata))
        async with self._database.transaction() as session:
            updated = (await session.scalars(statement.returning(DocumentRow.id))).all()
        if not updated:
            raise _not_found(document_id)

    async def delete(self, document_id: str) -> None:
        """Remove the document; pages, chunks and codes go with it."""
        async with self._database.transaction() as session:
            await session.execute(delete(DocumentRow).where(DocumentRow.id == document_id))

    async def generations(self) -> dict[str, set[str]]:
        """Ids of the current documents by generation."""
        ids: dict[str, set[str]] = {}
        wanted = select(DocumentRow.config_hash, DocumentRow.id).where(DocumentRow.current)
        async with self._database.transaction() as session:
            for generation, document_id in await session.execute(wanted):
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

    async def page(self, document_id: str, number: int) -> Page:
        """One page with its words, or `DocumentNotFound`."""
        wanted = (
            select(PageRow.body)
            .join(DocumentRow)
            .where(PageRow.document_id == document_id, PageRow.number == number)
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
        return sorted(map(_document, first.values()), key=lambda d: (fold(d.metadata.title), d.id))

    async def fingerprint(self, scope: Scope) -> str:
        """Another one as soon as a current document of the scope is another; worked out by the server."""
        row = DocumentRow
        read_at = func.extract("epoch", row.ingested_at)  # whatever the time zone of the connection
        told = func.concat_ws("|", row.id, row.sha256, row.config_hash, row.status, read_at, cast(row.about, Text))
        each = func.string_agg(func.md5(told), aggregate_order_by(literal(""), row.id, row.config_hash))
        wanted = select(func.md5(func.coalesce(each, ""))).where(*in_scope(scope))
        async with self._database.transaction() as session:
            return (await session.scalars(wanted)).one()

    def _own_first(self) -> tuple[UnaryExpression[Any], UnaryExpression[Any]]:
        """Order of the versions of a document: of this generation, then the latest."""
        return (DocumentRow.config_hash == self._generation).desc(), DocumentRow.ingested_at.desc()


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

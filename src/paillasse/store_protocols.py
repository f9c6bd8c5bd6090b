"""What is kept, and where to ask for it: documents, chunks, the journal of ingestion, files. I/O is async."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from paillasse.page_types import Page
from paillasse.types import Chunk, CodeEntry, Document, DocumentContent, IngestionRecord, Metadata, Scope


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

    async def fingerprint(self, scope: Scope) -> str:
        """Another one as soon as a current document of the scope is added, removed, read again or described anew."""
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

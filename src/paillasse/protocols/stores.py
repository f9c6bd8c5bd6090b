"""What is kept, and where to ask for it: documents, chunks, the journal of ingestion, files. I/O is async."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from paillasse.types.documents import Chunk, CodeEntry, Document, DocumentContent, DocumentStatus, Metadata
from paillasse.types.ingestion import IngestionRecord
from paillasse.types.pages import Page
from paillasse.types.questions import Scope

Correction = Callable[[Document], Metadata]
"""What a document should say of itself from now on; may raise instead, and then nothing is changed."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A document as lists show it: all but its coverage report, whose size is that of the document."""

    id: str
    sha256: str
    filename: str
    collection: str
    metadata: Metadata
    page_count: int
    status: DocumentStatus
    chunk_count: int
    generation: str
    ingested_at: datetime
    supersedes: str | None
    current: bool


class DocumentStore(Protocol):
    """Documents with their pages, chunks and codes: whole or absent.

    A document may have been read by several index configurations: then it is there once per generation
    (`Document.config_hash`), and a store belongs to one of them. What it gives of a document is of its own generation,
    or, where that does not have the document, of the one that read it last.
    """

    async def save(self, content: DocumentContent) -> None:
        """Store in one transaction, replacing an earlier version of the same document in the same generation.

        Of a document that is there, in whichever generation, it stays as it is what it supersedes and whether it is
        current: that was decided by a person.
        """
        ...

    async def get(self, document_id: str, scope: Scope | None = None) -> Document:
        """One document of the scope (of all when None), current or superseded.

        Raises:
            DocumentNotFound: no such id in the scope.
        """
        ...

    async def catalogue(self, scope: Scope | None = None) -> list[CatalogueEntry]:
        """Every document of the scope (all when None), superseded ones included, by title."""
        ...

    async def list(self, scope: Scope | None = None) -> list[Document]:
        """Current documents of the scope (all when None), by title."""
        ...

    async def fingerprint(self, scope: Scope | None) -> str:
        """Another one as soon as a current document of the scope (of all when None) is added, removed or changed."""
        ...

    async def correct(self, document_id: str, correction: Correction, scope: Scope | None = None) -> Document:
        """Replace the metadata, in every generation; nobody else changes them meanwhile.

        Returns:
            The document with its new metadata.

        Raises:
            DocumentNotFound: no such id in the scope (in all when None).
        """
        ...

    async def supersede(self, old_id: str, new_id: str) -> bool:
        """Let a document stand in the place of another, which is not current any more, in every generation.

        Returns:
            False, and nothing is changed, unless they are two current documents of one collection and the new one
            supersedes no other.
        """
        ...

    async def reinstate(self, document_id: str) -> bool:
        """Make a superseded document current again, and have none supersede it; False for any other."""
        ...

    async def delete(self, document_id: str) -> None:
        """Remove the document and all it owns, from every generation; no error when it is already gone.

        What it superseded stays superseded.
        """
        ...

    async def generations(self) -> dict[str, set[str]]:
        """Ids of the documents, superseded ones included, by generation."""
        ...

    async def drop_generation(self, name: str) -> None:
        """Remove what this generation says of its documents."""
        ...

    async def sha256_by_document(self) -> dict[str, str]:
        """The file of every document, superseded ones included, by document id: for reconciliation."""
        ...

    async def page(self, document_id: str, number: int, scope: Scope | None = None) -> Page:
        """One page with its words.

        Raises:
            DocumentNotFound: no such page, or document in the scope (in all when None).
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

    async def codes_of(self, document_id: str) -> list[CodeEntry]:
        """Every entry of a document, current or superseded, in the order of its lines; none when it is not known."""
        ...

    async def code_keys(self, scope: Scope) -> dict[str, str]:
        """Every key of the scope with the code as printed: for near matches."""
        ...

    async def ids_by_document(self) -> dict[str, set[str]]:
        """Every chunk id by id of a current document: what the index should hold."""
        ...

    async def vocabulary(self, scope: Scope) -> Vocabulary:
        """The lower-case words of current documents of the scope, of this generation."""
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


class ReadingStore(Protocol):
    """What was read of pages and pictures of files that are no documents yet, by content hash and name.

    Whatever it loses is read again, so nothing here is an error: what cannot be kept is not there.
    """

    def get(self, sha256: str, name: str) -> bytes | None:
        """What was kept of this file under this name; None when it is not there or damaged."""
        ...

    def put(self, sha256: str, name: str, body: bytes) -> None:
        """Keep it, replacing what was there, whole or not at all."""
        ...

    def forget(self, sha256: str) -> None:
        """Remove all that was kept of a file; no error when there is nothing."""
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

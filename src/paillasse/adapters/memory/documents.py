"""Documents, their chunks and the journal of ingestion, in memory."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from paillasse.errors.manuals import DocumentNotFound
from paillasse.language.text import fold, vocabulary
from paillasse.protocols.stores import CatalogueEntry, Correction, Vocabulary
from paillasse.types.documents import Chunk, CodeEntry, Document, DocumentContent
from paillasse.types.ingestion import IngestionRecord
from paillasse.types.pages import CoverageReport, Page
from paillasse.types.questions import Scope


class MemoryDocumentStore:
    """`protocols.stores.DocumentStore` in a dictionary, of one generation: a document is what was saved last."""

    def __init__(self) -> None:
        self.contents: dict[str, DocumentContent] = {}

    async def save(self, content: DocumentContent) -> None:
        """Replace the document and all it owns, but not what a person decided of it."""
        document = content.document
        if former := self.contents.get(document.id):
            document = replace(document, current=former.document.current, supersedes=former.document.supersedes)
        self.contents[document.id] = replace(content, document=document)

    async def get(self, document_id: str, scope: Scope | None = None) -> Document:
        """One document of the scope, or `DocumentNotFound`."""
        return self._content(document_id, scope).document

    async def catalogue(self, scope: Scope | None = None) -> list[CatalogueEntry]:
        """Every document of the scope, by title."""
        kept = [c.document for c in self.contents.values() if _in_scope(c.document, scope)]
        return [_entry(document) for document in sorted(kept, key=_by_title)]

    async def fingerprint(self, scope: Scope | None) -> str:
        """Another one as soon as a current document of the scope is another."""
        described = repr([replace(c.document, coverage=CoverageReport(())) for c in self.current(scope)])
        return hashlib.md5(described.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()

    async def correct(self, document_id: str, correction: Correction, scope: Scope | None = None) -> Document:
        """Replace what is said about the document, or `DocumentNotFound`."""
        document = self._content(document_id, scope).document
        return self._replace(document, metadata=correction(document))

    async def supersede(self, old_id: str, new_id: str) -> bool:
        """Let a document stand in the place of another."""
        found = [self.contents[key].document for key in {old_id, new_id} if key in self.contents]
        together = len(found) == 2 and found[0].collection == found[1].collection
        if not together or not all(d.current for d in found) or self.contents[new_id].document.supersedes:
            return False
        self._replace(self.contents[new_id].document, supersedes=old_id)
        self._replace(self.contents[old_id].document, current=False)
        return True

    async def reinstate(self, document_id: str) -> bool:
        """Make a superseded document current again."""
        found = self.contents.get(document_id)
        if found is None or found.document.current:
            return False
        self._replace(found.document, current=True)
        self._release(document_id)
        return True

    async def delete(self, document_id: str) -> None:
        """Remove the document."""
        self.contents.pop(document_id, None)
        self._release(document_id)

    async def generations(self) -> dict[str, set[str]]:
        """Ids of the documents by generation."""
        ids: dict[str, set[str]] = defaultdict(set)
        for content in self.contents.values():
            ids[content.document.config_hash].add(content.document.id)
        return dict(ids)

    async def drop_generation(self, name: str) -> None:
        """Remove the documents that this generation read."""
        self.contents = {key: c for key, c in self.contents.items() if c.document.config_hash != name}

    async def sha256_by_document(self) -> dict[str, str]:
        """The file of every document, superseded ones included, by document id."""
        return {key: content.document.sha256 for key, content in self.contents.items()}

    async def page(self, document_id: str, number: int, scope: Scope | None = None) -> Page:
        """One page with its words, or `DocumentNotFound`."""
        for page in self._content(document_id, scope).pages:
            if page.number == number:
                return page
        raise DocumentNotFound(f"Document {document_id} has no page {number}.")

    def current(self, scope: Scope | None) -> list[DocumentContent]:
        """Contents of the current documents of a scope, by id."""
        kept = [c for c in self.contents.values() if c.document.current and _in_scope(c.document, scope)]
        return sorted(kept, key=lambda content: content.document.id)

    def _content(self, document_id: str, scope: Scope | None) -> DocumentContent:
        content = self.contents.get(document_id)
        if content is None or not _in_scope(content.document, scope):
            raise DocumentNotFound(f"There is no document {document_id}.")
        return content

    def _replace(self, document: Document, **changes: Any) -> Document:
        changed = replace(document, **changes)
        self.contents[document.id] = replace(self.contents[document.id], document=changed)
        return changed

    def _release(self, document_id: str) -> None:
        for content in tuple(self.contents.values()):
            if content.document.supersedes == document_id:
                self._replace(content.document, supersedes=None)

    async def list(self, scope: Scope | None = None) -> list[Document]:
        """Current documents of the scope (all when None), by title."""
        return sorted((c.document for c in self.current(scope)), key=_by_title)


class MemoryChunkStore:
    """`protocols.stores.ChunkStore` over the documents of a `MemoryDocumentStore`."""

    def __init__(self, documents: MemoryDocumentStore) -> None:
        self._documents = documents

    async def get(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by id; unknown ids are absent."""
        wanted = set(chunk_ids)
        return {c.id: c for content in self._documents.contents.values() for c in content.chunks if c.id in wanted}

    async def section(self, document_id: str, section: int) -> list[Chunk]:
        """The chunks of one section in reading order."""
        return [chunk for chunk in self._chunks(document_id) if chunk.section == section]

    async def neighbours(self, document_id: str, first: int, last: int) -> list[Chunk]:
        """Chunks with ordinals `first` to `last` included, in order."""
        return [chunk for chunk in self._chunks(document_id) if first <= chunk.ordinal <= last]

    async def codes(self, keys: Sequence[str], scope: Scope) -> list[CodeEntry]:
        """Entries with one of these keys, by document, in the order saved."""
        return [e for content in self._documents.current(scope) for e in content.codes if e.key in keys]

    async def codes_of(self, document_id: str) -> list[CodeEntry]:
        """Every entry of a document, current or superseded, in the order saved."""
        content = self._documents.contents.get(document_id)
        return list(content.codes) if content else []

    async def code_keys(self, scope: Scope) -> dict[str, str]:
        """Every key of the scope with a code as printed (the first saved)."""
        keys: dict[str, str] = {}
        for content in self._documents.current(scope):
            for entry in content.codes:
                keys.setdefault(entry.key, entry.code)
        return keys

    async def ids_by_document(self) -> dict[str, set[str]]:
        """Every chunk id by id of a current document; documents without chunks are absent."""
        contents = self._documents.current(None)
        return {c.document.id: {chunk.id for chunk in c.chunks} for c in contents if c.chunks}

    async def vocabulary(self, scope: Scope) -> Vocabulary:
        """The lower-case words of current documents of the scope."""
        chunks, documents = Counter[str](), Counter[str]()
        for content in self._documents.current(scope):
            counts = _words(content)
            chunks.update(counts)
            documents.update(counts.keys())
        return Vocabulary(dict(chunks), dict(documents))

    def _chunks(self, document_id: str) -> list[Chunk]:
        content = self._documents.contents.get(document_id)
        return sorted(content.chunks, key=lambda chunk: chunk.ordinal) if content else []


class MemoryIngestionJournal:
    """`protocols.stores.IngestionJournal` in a dictionary."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], IngestionRecord] = {}

    async def record(self, entry: IngestionRecord) -> None:
        """Store the verdict, replacing that of an earlier attempt."""
        self._entries[entry.collection, entry.sha256] = entry

    async def get(self, collection: str, sha256: str) -> IngestionRecord | None:
        """The last verdict on this content, if there is one."""
        return self._entries.get((collection, sha256))

    async def delete(self, collection: str, sha256: str) -> None:
        """Forget this content."""
        self._entries.pop((collection, sha256), None)

    async def list(self) -> list[IngestionRecord]:
        """Every verdict, the latest attempt first."""
        return sorted(self._entries.values(), key=lambda e: (-e.started_at.timestamp(), e.sha256))


def _by_title(document: Document) -> tuple[str, str]:
    return fold(document.metadata.title), document.id


def _entry(document: Document) -> CatalogueEntry:
    told = {each.name: getattr(document, each.name) for each in fields(CatalogueEntry) if each.name != "generation"}
    return CatalogueEntry(**told, generation=document.config_hash)


def _words(content: DocumentContent) -> dict[str, int]:
    return vocabulary("\n".join((*chunk.heading_path, chunk.text)) for chunk in content.chunks)


def _in_scope(document: Document, scope: Scope | None) -> bool:
    if scope is None:
        return True
    wanted = scope.document_ids is None or document.id in scope.document_ids
    return wanted and document.collection in scope.collections

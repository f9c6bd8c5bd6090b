"""The first straight line: file → parse → OCR where need be → structure → chunk → embed → index → store.

The order of the last steps is what makes a document absent or complete: the original file and the index points are
written first, under deterministic ids, and one PostgreSQL transaction makes the document exist. Whatever a crash
leaves behind is an orphan that no question can see and that `reconcile` removes.
"""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from paillasse.errors.manuals import DocumentNotFound, OcrUnavailable, ParseError, UnreadableFile
from paillasse.errors.models import ModelUnavailable
from paillasse.ingestion.chunking import chunk_pages
from paillasse.ingestion.codes import extract_codes
from paillasse.ingestion.coverage import coverage_report
from paillasse.ingestion.embedding import embed_patiently
from paillasse.ingestion.metadata import guess_metadata, keep_corrections
from paillasse.ingestion.scans.stages import PictureReaders, Unread, read_from_pictures
from paillasse.ingestion.structure import analyse
from paillasse.ingestion.verdicts import Stopwatch, Verdict, failure_of, verdict_on
from paillasse.ingestion.warnings import link_warnings
from paillasse.language.analyzers import document_vector
from paillasse.language.glossing import Glosser
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.progress import Progress
from paillasse.protocols.reading import Parser
from paillasse.protocols.retrieval import ChunkIndex, Embedder, IndexPoint
from paillasse.protocols.stores import CatalogueEntry, DocumentStore, FileStore, IngestionJournal, ReadingStore
from paillasse.types.documents import Chunk, Document, DocumentContent, DocumentStatus
from paillasse.types.ingestion import IngestionRecord, IngestionState
from paillasse.types.pages import PageTrouble, RawDocument

_NAMESPACE = uuid.UUID("0d0a7c1e-5d0b-5a53-8a5e-2f8f1f5c6b77")
_READY_SHARE = 0.8
"""A document is `ready` when at least this share of its pages could be read."""


def document_id(collection: str, sha256: str) -> str:
    """The id of a file's document: the same file in the same collection is one document."""
    return str(uuid.uuid5(_NAMESPACE, f"{collection}/{sha256}"))


def file_sha256(path: Path) -> str:
    """Hash of a file's content, in hexadecimal.

    Raises:
        UnreadableFile: it does not exist, is no file (a device has no end) or cannot be read.
    """
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile(f"{path} is not a file.")
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path}: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class Stores:
    """Where ingestion writes."""

    documents: DocumentStore
    index: ChunkIndex
    files: FileStore
    journal: IngestionJournal
    readings: ReadingStore


@dataclass(frozen=True, slots=True)
class Readers:
    """What reads files: their text, and what stands in their pictures."""

    parser: Parser
    pictures: PictureReaders


class IngestionPipeline:
    """Turns files into documents; safe to kill at any moment.

    Files may be given at the same time: they are read side by side, embedded and stored one after the other, and the
    same content is read once.
    """

    def __init__(
        self, readers: Readers, embedder: Embedder, glosser: Glosser, stores: Stores, config: PipelineConfig
    ) -> None:
        self._readers = readers
        self._embedder = embedder
        self._glosser = glosser
        self._stores = stores
        self._config = config
        self._generation = config.generation(embedder.name)
        self._at_hand: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._writing = asyncio.Lock()
        self._sharing = asyncio.Lock()
        """Held while a document comes to have a file, or a file is found to belong to none."""

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        """Ingest one file and say what became of it; only the storage or the embedder failing is an exception.

        Raises:
            ModelUnavailable: the embedding server does not do its work; the same run later goes on with this file.
            StorageError: nothing more can be written (disk full, database gone).
        """
        clock, started = Stopwatch(), datetime.now(UTC)
        sha256 = ""
        try:
            sha256 = await asyncio.to_thread(file_sha256, path)
            async with self._at_hand[document_id(collection, sha256)]:
                verdict = await self._ingest(_File(path, sha256, collection, started), progress, clock)
        except (ParseError, UnreadableFile) as error:
            verdict = failure_of(path, sha256, error, clock)
        except ModelUnavailable as error:  # every other file would fail alike
            await self._note(_File(path, sha256, collection, started), failure_of(path, sha256, error, clock))
            raise
        if verdict.sha256 and verdict.state != "unchanged":
            await self._note(_File(path, sha256, collection, started), verdict)
        if verdict.sha256:  # no attempt will follow
            await asyncio.to_thread(self._stores.readings.forget, verdict.sha256)
        return verdict

    async def _ingest(self, file: _File, progress: Progress, clock: Stopwatch) -> Verdict:
        existing = await self._existing(document_id(file.collection, file.sha256))
        if existing is not None and await self._is_done(existing) and not self._can_read_more(existing):
            await self._settle(existing)
            return verdict_on(file.path, "unchanged", existing, clock)
        await self._note(file, None)
        document, unread = await self._build(replace(file, previous=existing), progress, clock)
        return verdict_on(file.path, "ingested", document, clock, unread)

    async def reindex(self, document: Document, chunks: Sequence[Chunk], progress: Progress) -> None:
        """Compute and write the index points of a stored document again."""
        await self._stores.index.upsert(await self._points(document.collection, chunks, progress))

    async def forget(self, document: Document) -> None:
        """Have the next ingestion of the file read it again, as if it were not known."""
        await self._stores.journal.delete(document.collection, document.sha256)

    async def remove(self, document: Document | CatalogueEntry) -> bool:
        """Make a document absent; its file stays where another document, a superseded one included, has the same.

        Returns:
            Whether the file went too.
        """
        await self._stores.documents.delete(document.id)
        await self._stores.index.delete_documents([document.id])
        async with self._sharing:
            shared = document.sha256 in (await self._stores.documents.sha256_by_document()).values()
            if not shared:
                await asyncio.to_thread(self._stores.files.delete, document.sha256)
                await asyncio.to_thread(self._stores.readings.forget, document.sha256)
        await self._stores.journal.delete(document.collection, document.sha256)
        return not shared

    async def _note(self, file: _File, verdict: Verdict | None) -> None:
        """Write the journal: `running` before the work, the verdict after it."""
        state = IngestionState.RUNNING
        if verdict is not None:
            state = IngestionState.FAILED if verdict.state == "failed" else IngestionState.DONE
        done = verdict or Verdict(file.path.name, "ingested")
        await self._stores.journal.record(
            IngestionRecord(
                sha256=file.sha256,
                filename=file.path.name,
                collection=file.collection,
                state=state,
                started_at=file.started_at,
                config_hash=self._generation,
                document_id=done.document_id,
                pages=done.pages,
                chunks=done.chunks,
                seconds=done.stages,
                error_code=done.error,
                error_message=done.message,
            )
        )

    async def _settle(self, document: Document) -> None:
        """Close the journal's entry of a document whose process was killed between the commit and the verdict."""
        noted = await self._stores.journal.get(document.collection, document.sha256)
        if noted is not None and noted.state is not IngestionState.DONE:
            done = replace(noted, state=IngestionState.DONE, document_id=document.id, error_code="", error_message="")
            await self._stores.journal.record(
                replace(done, pages=document.page_count, chunks=document.chunk_count, config_hash=document.config_hash)
            )

    async def _existing(self, identifier: str) -> Document | None:
        try:
            return await self._stores.documents.get(identifier)
        except DocumentNotFound:
            return None

    async def _is_done(self, document: Document) -> bool:
        """True when this configuration read the file, and nobody asked for it, or began, to read it again since."""
        if document.config_hash != self._generation:
            return False
        noted = await self._stores.journal.get(document.collection, document.sha256)
        if noted is None:
            return False
        begun_since = noted.config_hash == self._generation and noted.started_at > document.ingested_at
        return noted.state is IngestionState.DONE or not begun_since

    def _can_read_more(self, document: Document) -> bool:
        """True when pages or pictures were left unread for want of a program that is there now."""
        coverage = document.coverage
        if not coverage.pictures_unread and all(p.trouble is not PageTrouble.OCR_MISSING for p in coverage.pages):
            return False
        try:
            self._readers.pictures.pages.check()
        except OcrUnavailable:
            return False
        return True

    async def _build(self, file: _File, progress: Progress, clock: Stopwatch) -> tuple[Document, OcrUnavailable | None]:
        """The stored document, and why pages of it were left unread."""
        with clock.stage("parse"):
            raw = await self._readers.parser.parse(file.path, progress)
        raw, unread = await read_from_pictures(
            raw, file.path, self._readers.pictures, self._config.parsing, clock.stage, progress
        )
        with clock.stage("structure"):
            content = await asyncio.to_thread(self._analysed, raw, file, unread)
        async with self._writing:
            with clock.stage("embed"):
                current = content.chunks if content.document.current else ()
                points = await self._points(file.collection, current, progress)
            async with self._sharing:
                with clock.stage("store"):
                    await asyncio.to_thread(self._stores.files.put, file.path, file.sha256)
                    await self._stores.index.delete_documents([content.document.id])
                    await self._stores.index.upsert(points)
                    await self._stores.documents.save(content)
        return content.document, unread.why

    def _analysed(self, raw: RawDocument, file: _File, unread: Unread) -> DocumentContent:
        """What the pages hold. A file that trips a defect of ours is a failed file, not the end of the run."""
        try:
            return self._content(raw, file, unread)
        except Exception as error:
            raise ParseError(
                f"{file.path.name} could not be understood ({type(error).__name__}: {error}).",
                hint="Please report this file. The others are not affected.",
            ) from error

    def _content(self, raw: RawDocument, file: _File, unread: Unread) -> DocumentContent:
        pages = analyse(raw)
        metadata = guess_metadata(raw, pages, file.path.name)
        if file.previous is not None:
            metadata = keep_corrections(metadata, file.previous.metadata)
        identifier = document_id(file.collection, file.sha256)
        cut = chunk_pages(identifier, metadata.title, pages, self._config.chunking, self._embedder.count_tokens)
        chunks = tuple(self._glossed(chunk) for chunk in link_warnings(cut))
        codes = extract_codes(chunks)
        coverage = coverage_report(
            raw, pages, codes=len(codes), ocr_missing=unread.pages, pictures_unread=unread.pictures
        )
        ready = bool(chunks) and coverage.readable_share >= _READY_SHARE
        document = Document(
            id=identifier,
            sha256=file.sha256,
            filename=file.path.name,
            collection=file.collection,
            metadata=metadata,
            page_count=len(pages),
            status=DocumentStatus.READY if ready else DocumentStatus.NEEDS_REVIEW,
            coverage=coverage,
            chunk_count=len(chunks),
            config_hash=self._generation,
            ingested_at=datetime.now(UTC),
            supersedes=file.previous.supersedes if file.previous else None,
            current=file.previous is None or file.previous.current,
        )
        return DocumentContent(document, pages, chunks, codes)

    def _glossed(self, chunk: Chunk) -> Chunk:
        gloss = self._glosser.gloss(chunk.indexed_text, chunk.language)
        return chunk if gloss == chunk.indexed_text else replace(chunk, gloss=gloss)

    async def _points(self, collection: str, chunks: Sequence[Chunk], progress: Progress) -> list[IndexPoint]:
        points: list[IndexPoint] = []
        size = self._config.embedder.batch_size
        for start in range(0, len(chunks), size):
            batch = chunks[start : start + size]
            vectors = await embed_patiently(self._embedder, [c.embedded_text for c in batch])
            for chunk, vector in zip(batch, vectors, strict=True):
                points.append(
                    IndexPoint(
                        chunk_id=chunk.id,
                        document_id=chunk.document_id,
                        collection=collection,
                        language=chunk.language,
                        kind=chunk.kind,
                        dense=vector.tolist(),
                        terms=document_vector(chunk.indexed_text, chunk.language),
                    )
                )
            progress("embed", min(start + size, len(chunks)), len(chunks))
        return points


@dataclass(frozen=True, slots=True)
class _File:
    """The file at hand."""

    path: Path
    sha256: str
    collection: str
    started_at: datetime
    previous: Document | None = None
    """The same content as an earlier configuration read it."""

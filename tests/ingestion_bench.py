"""An ingestion pipeline over scripted readers and stores in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from paillasse.adapters.file_store import DiskFileStore
from paillasse.adapters.memory.documents import MemoryDocumentStore, MemoryIngestionJournal
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.adapters.memory.index import MemoryChunkIndex
from paillasse.adapters.readings.folder import ReadingFolder
from paillasse.errors.manuals import OcrUnavailable
from paillasse.errors.storage import DiskFull
from paillasse.ingestion.pipeline import IngestionPipeline, Readers, Stores
from paillasse.ingestion.scans.stages import PictureReaders
from paillasse.ingestion.verdicts import Verdict
from paillasse.language.glossary import Glossary
from paillasse.language.glossing import Glosser
from paillasse.pipeline_config import ChunkingConfig, EmbedderConfig, ParsingConfig, PipelineConfig
from paillasse.protocols.progress import Progress
from paillasse.protocols.reading import PageFound, PictureFound
from paillasse.types.pages import Box, PictureReading, PictureRequest, RawDocument, TextSource
from typeset import PROSE, Sheet, document


class ScriptedParser:
    """Gives the same document for any file, or raises."""

    def __init__(self, outcome: RawDocument | Exception) -> None:
        self.outcome = outcome
        self.asked: list[str] = []

    async def parse(self, path: Path, progress: Progress) -> RawDocument:
        self.asked.append(path.name)
        if isinstance(self.outcome, Exception):
            raise self.outcome
        progress("parse", 1, 1)
        return self.outcome


class ScriptedReader:
    """Reads every page as plain prose, unless it is missing."""

    def __init__(self) -> None:
        self.missing = False
        self.asked: list[int] = []

    def check(self) -> None:
        if self.missing:
            raise OcrUnavailable("Scanned pages cannot be read.")

    async def read(self, path: Path, numbers: Sequence[int], found: PageFound) -> None:
        self.check()
        page = replace(Sheet().text(50, 100, *PROSE).raw(), text_source=TextSource.OCR, confidence=0.9)
        for number in numbers:
            self.asked.append(number)
            await found(number, replace(page, number=number))


class ScriptedPictures:
    """Reads the same labels in every picture."""

    def __init__(self, pages: ScriptedReader) -> None:
        self.pages = pages
        self.asked: list[tuple[int, Box]] = []

    async def read(self, path: Path, requests: Sequence[PictureRequest], found: PictureFound) -> None:
        self.pages.check()
        words = Sheet(width=1, height=1).line(0.1, 0.5, "CAL opens the calibration menu", size=0.05).raw().words
        for index, request in enumerate(requests):
            self.asked.append((request.page, request.box))
            await found(index, PictureReading(words, 0.8))


class FullIndex(MemoryChunkIndex):
    async def upsert(self, points: object) -> None:
        raise DiskFull("no space")


class Bench:
    """A pipeline over stores in memory."""

    def __init__(self, folder: Path, raw: RawDocument | Exception | None = None) -> None:
        self.folder = folder
        self.parser = ScriptedParser(raw or document(Sheet().text(50, 100, *PROSE)))
        self.reader = ScriptedReader()
        self.pictures = ScriptedPictures(self.reader)
        self.documents, self.journal = MemoryDocumentStore(), MemoryIngestionJournal()
        self.index, self.files = MemoryChunkIndex(), DiskFileStore(folder / "files")
        self.readings = ReadingFolder(folder / "readings")
        self.steps: list[tuple[str, int, int]] = []
        self.embedder = HashEmbedder()
        self.parsing, self.embedding = ParsingConfig(), EmbedderConfig()

    def pipeline(self, **chunking: int) -> IngestionPipeline:
        stores = Stores(self.documents, self.index, self.files, self.journal, self.readings)
        cutting = ChunkingConfig.model_validate(chunking)
        config = PipelineConfig(parsing=self.parsing, chunking=cutting, embedder=self.embedding)
        readers = Readers(self.parser, PictureReaders(self.reader, self.pictures))
        return IngestionPipeline(readers, self.embedder, Glosser(Glossary([]), self.embedder), stores, config)

    def file(self, name: str, content: str = "a") -> Path:
        path = self.folder / name
        path.write_text(content)
        return path

    async def ingest(self, path: Path, collection: str = "default", **chunking: int) -> Verdict:
        return await self.pipeline(**chunking).ingest(path, collection, lambda *step: self.steps.append(step))

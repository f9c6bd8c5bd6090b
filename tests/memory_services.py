"""The real parts joined over stores in memory: what bootstrap does, without a server or a disk."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import paillasse
from paillasse.adapters.file_store import DiskFileStore
from paillasse.adapters.memory.documents import MemoryChunkStore, MemoryDocumentStore, MemoryIngestionJournal
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.adapters.memory.index import MemoryChunkIndex, MemoryGenerations
from paillasse.adapters.readings.folder import ReadingFolder
from paillasse.adapters.tesseract.pictures.reader import TesseractPictureReader
from paillasse.adapters.tesseract.reader import TesseractReader
from paillasse.composition.bootstrap import Services
from paillasse.ingestion.parsing import ParserProcess
from paillasse.ingestion.pipeline import IngestionPipeline, Readers, Stores
from paillasse.ingestion.scans.stages import PictureReaders
from paillasse.language.analyzers import document_vector
from paillasse.language.glossary import Glossary
from paillasse.language.glossing import Glosser
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.retrieval import IndexPoint
from paillasse.settings import Settings
from paillasse.types.documents import DocumentContent

SAMPLES = sorted((Path(__file__).parent.parent / "samples" / "manuals").glob("*.pdf"))
GLOSSARY = Glossary([Path(paillasse.__file__).parent / "data" / "glossary.tsv"])
PARSER = (sys.executable, "-m", "paillasse.adapters.pdfium.worker")
PAGE_READER = (sys.executable, "-m", "paillasse.adapters.tesseract.worker")
PICTURE_READER = (sys.executable, "-m", "paillasse.adapters.tesseract.pictures.worker")


def memory_services(home: Path, embedder: HashEmbedder | None = None, config: PipelineConfig | None = None) -> Services:
    """Empty services; `HashEmbedder` unless another embedder is given."""
    config, embedder = config or PipelineConfig(), embedder or HashEmbedder()
    settings = Settings(home=home, _env_file=None)
    documents, index, journal = MemoryDocumentStore(), MemoryChunkIndex(), MemoryIngestionJournal()
    readings = ReadingFolder(settings.readings_dir)
    stores = Stores(documents, index, DiskFileStore(settings.files_dir), journal, readings)
    glosser = Glosser(GLOSSARY, embedder)
    page_reader = TesseractReader(PAGE_READER, settings)
    picture_reader = TesseractPictureReader(PICTURE_READER, page_reader, settings)
    readers = Readers(ParserProcess(PARSER, settings), PictureReaders(page_reader, picture_reader))
    pipeline = IngestionPipeline(readers, embedder, glosser, stores, config)
    chunks = MemoryChunkStore(documents)
    return Services(
        settings,
        config,
        documents,
        chunks,
        journal,
        index,
        stores,
        embedder,
        GLOSSARY,
        glosser,
        pipeline,
        MemoryGenerations(),
    )


_term_weights = cache(document_vector)
"""Many tests add the same manual."""


async def add(services: Services, contents: Sequence[DocumentContent]) -> None:
    """Store and index documents made of types."""
    for content in contents:
        generation = services.config.generation(services.embedder.name)
        await services.documents.save(replace(content, document=replace(content.document, config_hash=generation)))
        vectors = await services.embedder.embed([chunk.embedded_text for chunk in content.chunks])
        points = [
            IndexPoint(
                chunk.id,
                chunk.document_id,
                content.document.collection,
                chunk.language,
                chunk.kind,
                vector.tolist(),
                _term_weights(chunk.embedded_text, chunk.language),
            )
            for chunk, vector in zip(content.chunks, vectors, strict=True)
        ]
        await services.index.upsert(points)


async def ingest_samples(services: Services, files: Sequence[Path] = tuple(SAMPLES)) -> None:
    """Parse, cut and index sample manuals for real."""
    for file in files:
        verdict = await services.pipeline.ingest(file, "default", lambda _stage, _done, _total: None)
        assert verdict.state == "ingested", verdict

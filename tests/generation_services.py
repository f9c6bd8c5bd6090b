"""Services of one index generation over a real database, beside others over the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from memory_services import memory_services
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.composition.bootstrap import Services
from paillasse.errors.manuals import UnreadableFile
from paillasse.ingestion.pipeline import IngestionPipeline, Readers, Stores
from paillasse.ingestion.scans.stages import PictureReaders
from paillasse.pipeline_config import ParsingConfig, PipelineConfig
from paillasse.protocols.generations import IndexGenerations
from paillasse.protocols.progress import Progress
from paillasse.storage.chunks import PostgresChunkStore
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.ingestions import PostgresIngestionJournal
from paillasse.storage.session import Database
from paillasse.types.pages import RawDocument
from typeset import Sheet, document


class LineParser:
    """Makes one page of the lines of a text file, as it is now."""

    async def parse(self, path: Path, progress: Progress) -> RawDocument:
        try:
            text = await asyncio.to_thread(path.read_text)
        except OSError as error:
            raise UnreadableFile(f"Cannot read {path.name}.") from error
        progress("parse", 1, 1)
        return document(Sheet().text(50, 100, *text.splitlines()))


class Unused:
    """Reads no picture: what is ingested here has none."""

    def check(self) -> None:
        raise AssertionError("nobody asked for pictures")


async def generation_services(
    home: Path,
    database: Database,
    generations: IndexGenerations,
    config: PipelineConfig,
    embedder: HashEmbedder | None = None,
) -> Services:
    """The real pipeline and stores; texts for files, the embedder and the index in memory."""
    config = config.model_copy(update={"parsing": ParsingConfig(ocr="off", pictures="off")})
    plain = memory_services(home, embedder, config)
    index = await generations.open(plain.generation, plain.embedder.dimension, config.index_configuration)
    documents = PostgresDocumentStore(database, plain.generation)
    journal = PostgresIngestionJournal(database)
    stores = Stores(documents, index, plain.stores.files, journal, plain.stores.readings)
    unused = Unused()
    readers = Readers(
        LineParser(),
        PictureReaders(unused, unused),  # pyright: ignore[reportArgumentType] - switched off
    )
    pipeline = IngestionPipeline(readers, plain.embedder, plain.glosser, stores, config)
    chunks = PostgresChunkStore(database, plain.generation)
    return replace(
        plain,
        documents=documents,
        chunks=chunks,
        journal=journal,
        index=index,
        stores=stores,
        pipeline=pipeline,
        generations=generations,
    )

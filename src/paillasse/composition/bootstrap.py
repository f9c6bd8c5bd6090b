"""Settings + PipelineConfig → Services: the one place where parts are joined."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Awaitable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from paillasse.adapters.embedding.remembering import RememberingEmbedder, RememberingTokenEmbedder, VectorMemory
from paillasse.adapters.file_store import DiskFileStore
from paillasse.adapters.language_models.providers import open_language_model
from paillasse.adapters.memory.trained_models import MemoryModelStore
from paillasse.adapters.readings.folder import ReadingFolder
from paillasse.adapters.tesseract.pictures.reader import TesseractPictureReader
from paillasse.adapters.tesseract.reader import TesseractReader
from paillasse.answering.answerer import Answerer, Corpus
from paillasse.answering.evidence.scoring import LineScorer
from paillasse.answering.extractive import ExtractiveGenerator
from paillasse.answering.models.consultation import GuardedModel, Models
from paillasse.answering.models.prices import Prices
from paillasse.answering.writing import Writers
from paillasse.composition.index import open_generations
from paillasse.errors.models import ModelUnavailable
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import EmptyIndex
from paillasse.ingestion.parsing import ParserProcess
from paillasse.ingestion.pipeline import IngestionPipeline, Readers, Stores
from paillasse.ingestion.reconciliation import ReconcileReport, reconcile
from paillasse.ingestion.scans.resuming import KeptReadings, resuming
from paillasse.ingestion.scans.stages import PictureReaders
from paillasse.language.glossary import Glossary
from paillasse.language.glossing import Glosser
from paillasse.pipeline_config import PipelineConfig
from paillasse.prediction.escalation import EscalationModel
from paillasse.prediction.production import escalation_in_production
from paillasse.protocols.generations import IndexGenerations
from paillasse.protocols.retrieval import ChunkIndex, Embedder, TokenEmbedder
from paillasse.protocols.stores import ChunkStore, DocumentStore, IngestionJournal
from paillasse.protocols.trained_models import ModelStore
from paillasse.retrieval.analysis import QuestionAnalyser
from paillasse.retrieval.equipment import EquipmentMatcher
from paillasse.retrieval.ranking.model import RERANKER, RankingModel
from paillasse.retrieval.reranking import LateInteractionReranker
from paillasse.retrieval.retriever import Retriever
from paillasse.retrieval.shelf import Shelf
from paillasse.retrieval.statistics import WordMemory
from paillasse.settings import Settings
from paillasse.storage.chunks import PostgresChunkStore
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.ingestions import PostgresIngestionJournal
from paillasse.storage.models.store import PostgresModelStore
from paillasse.storage.session import Database
from paillasse.types.documents import Document
from paillasse.types.questions import Scope

_PARSER = (sys.executable, "-m", "paillasse.adapters.pdfium.worker")
_PAGE_READER = (sys.executable, "-m", "paillasse.adapters.tesseract.worker")
_PICTURE_READER = (sys.executable, "-m", "paillasse.adapters.tesseract.pictures.worker")
_GLOSSARY = Path(__file__).parents[1] / "data" / "glossary.tsv"
_PRICES = Path(__file__).parents[1] / "data" / "prices.toml"
_TOKEN_BYTES, _LINE_BYTES = 160 << 20, 16 << 20
"""Some 3,600 passages, and 40,000 of their lines."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a command works with; open while `startup.open_services` is."""

    settings: Settings
    config: PipelineConfig
    documents: DocumentStore
    chunks: ChunkStore
    journal: IngestionJournal
    index: ChunkIndex
    stores: Stores
    embedder: Embedder
    glossary: Glossary
    glosser: Glosser
    pipeline: IngestionPipeline
    generations: IndexGenerations
    models: Models | None = None
    """Language models; None where answers are copied from the manuals."""
    database: Database | None = None
    """The relational database; None over stores in memory."""
    production: str = ""
    """Version of the release that answers; empty where none does."""
    token_memory: VectorMemory = field(default_factory=lambda: VectorMemory(_TOKEN_BYTES))
    """Token vectors of passages that were compared with questions."""
    line_memory: VectorMemory = field(default_factory=lambda: VectorMemory(_LINE_BYTES))
    """Vectors of their lines."""
    word_memory: WordMemory = field(default_factory=WordMemory)
    """How often words occur."""
    trained: ModelStore = field(default_factory=MemoryModelStore)
    """Small models that were trained here."""
    escalation: EscalationModel = field(default_factory=EscalationModel.load)
    """Tells whether a question is a case for a ticket."""
    ranking: RankingModel | None = None
    """The order of hits that was learnt; None where none is wanted."""

    @property
    def generation(self) -> str:
        """Name of the index generation that this configuration reads and writes."""
        return self.config.generation(self.embedder.name)

    @property
    def release(self) -> str:
        """Names all but the documents that an answer depends on: configuration, program, trained models, glossary."""
        trained = (self.escalation.version, self.ranking.version if self.ranking else "")
        made_by = (self.config.hash, version("paillasse"), self.production, *trained)
        told = repr((made_by, self.glossary.concepts))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12]

    async def answerer(self, scope: Scope) -> Answerer:
        """An answerer over the documents now in scope.

        Raises:
            EmptyIndex: the documents were ingested with another configuration, and none with this one.
        """
        documents, unsearched = await self._searchable(scope)
        words = await self.word_memory.statistics(self.documents, self.chunks, scope.collections)
        statistics = words.over(sum(document.chunk_count for document in documents.values()))
        languages = sorted({lang for d in documents.values() for lang in d.metadata.languages})
        analyser = QuestionAnalyser(
            self.glossary,
            self.glosser,
            statistics,
            EquipmentMatcher(list(documents.values()), statistics.document_frequency),
            languages,
        )
        retrieval = self.config.retrieval
        reranker = None
        if retrieval.reranker != "none" and isinstance(self.embedder, TokenEmbedder):
            tokens = RememberingTokenEmbedder(self.embedder, self.token_memory)
            reranker = LateInteractionReranker(tokens, retrieval.rerank_depth, retrieval.rerank_weight)
        return Answerer(
            Corpus(Shelf(documents), analyser, unsearched),
            Retriever(self.embedder, self.index, self.chunks, reranker, retrieval, self.ranking),
            LineScorer(RememberingEmbedder(self.embedder, self.line_memory), self.glosser, statistics),
            Writers(ExtractiveGenerator(self.config.answering), self.models, self._predictor),
            (self.documents, self.chunks),
            self.config,
        )

    @property
    def _predictor(self) -> EscalationModel | None:
        return None if self.config.answering.escalation == "off" else self.escalation

    async def _searchable(self, scope: Scope) -> tuple[dict[str, Document], tuple[str, ...]]:
        """Documents that this configuration's index holds, by id, and the titles of those that only others hold."""
        documents = await self.documents.list(scope)
        elsewhere = {d.id: d.metadata.title for d in documents if d.config_hash != self.generation}
        if documents and len(elsewhere) == len(documents):
            raise EmptyIndex(
                f"The {len(documents)} documents were ingested with another configuration.",
                hint="Run `paillasse index rebuild` with this one, or ask with the one they were ingested with.",
            )
        return {d.id: d for d in documents if d.id not in elsewhere}, tuple(elsewhere.values())

    async def reconcile(self, *, repair: bool) -> ReconcileReport:
        """Compare database, index and files."""
        return await reconcile(
            self.documents,
            self.chunks,
            self.index,
            self.stores.files,
            self.generation,
            repair=self.reindex if repair else None,
        )

    async def reindex(self, document_id: str) -> None:
        """Compute and write the index points of a document of this generation again."""
        document = await self.documents.get(document_id)
        chunks = await self.chunks.neighbours(document_id, 0, document.chunk_count)
        await self.pipeline.reindex(document, chunks, lambda _stage, _done, _total: None)


def shipped_glossary() -> Glossary:
    """The French-English glossary that comes with the package."""
    return Glossary([_GLOSSARY])


def open_models(config: PipelineConfig, settings: Settings) -> Models | None:
    """The language models of a configuration, None when it has none; no request is sent yet.

    Raises:
        InvalidConfiguration: something is missing to reach the provider, or a table of prices cannot be read.
        ModelUnavailable: a local model cannot be loaded.
    """
    if config.answering.generator != "llm":
        return None
    model = config.model
    writer = GuardedModel(open_language_model(model, settings, model.name))
    judge = writer if model.judge else None
    if model.judge and model.judge_name not in {"", model.name}:
        judge = GuardedModel(open_language_model(model, settings, model.judge_name))
    own = [settings.prices_path] if settings.prices_path.exists() else []
    return Models(writer, judge, Prices.load([_PRICES, *own]), model)


async def join(
    stack: AsyncExitStack, settings: Settings, config: PipelineConfig, url: str, loading: Awaitable[Embedder]
) -> Services:
    """Open what is not open yet and put everything together; `stack` closes it in reverse order.

    Args:
        stack: of the caller.
        settings: where it runs.
        config: how it answers.
        url: of the database.
        loading: the embedder, which may still be loading.

    Raises:
        InvalidConfiguration: chunks would be longer than the embedder reads.
        ModelUnavailable: the embedder or a language model cannot be opened.
        StorageError: the database or the index cannot be opened.
    """
    thinking = asyncio.create_task(asyncio.to_thread(open_models, config, settings))
    indexing = asyncio.create_task(open_generations(settings))
    database = await Database.open(url)
    stack.push_async_callback(database.close)
    generations = await indexing
    stack.push_async_callback(generations.close)
    models = await thinking
    if models is not None:
        stack.push_async_callback(models.close)
    embedder = await loading
    stack.push_async_callback(embedder.close)
    if config.chunking.max_tokens > embedder.max_tokens:
        raise InvalidConfiguration(
            f"chunking.max_tokens is {config.chunking.max_tokens}; {embedder.name} reads {embedder.max_tokens}."
        )
    generation = config.generation(embedder.name)
    index = await generations.open(generation, embedder.dimension, config.index_configuration)
    stack.push_async_callback(index.close)
    documents, chunks = PostgresDocumentStore(database, generation), PostgresChunkStore(database, generation)
    journal, files = PostgresIngestionJournal(database), DiskFileStore(settings.files_dir)
    stores = Stores(documents, index, files, journal, ReadingFolder(settings.readings_dir))
    glossary = Glossary([_GLOSSARY, *([own] if (own := settings.glossary_path).exists() else [])])
    glosser = Glosser(glossary, embedder)
    page_reader = TesseractReader(_PAGE_READER, settings)
    picture_reader = TesseractPictureReader(_PICTURE_READER, page_reader, settings)
    kept = KeptReadings(stores.readings, page_reader.engine, config.parsing_version)
    picture_readers = resuming(PictureReaders(page_reader, picture_reader), kept)
    readers = Readers(ParserProcess(_PARSER, settings), picture_readers)
    pipeline = IngestionPipeline(readers, embedder, glosser, stores, config)
    trained = PostgresModelStore(database)
    return Services(
        settings,
        config,
        documents,
        chunks,
        journal,
        index,
        stores,
        embedder,
        glossary,
        glosser,
        pipeline,
        generations,
        models,
        database,
        trained=trained,
        escalation=await escalation_in_production(trained),
        ranking=await _ranking(trained) if config.retrieval.reranker == "learned" else None,
    )


async def _ranking(store: ModelStore) -> RankingModel:
    kept = await store.production(RERANKER)
    if kept is None:
        raise ModelUnavailable(
            "retrieval.reranker is `learned`, and none is in production in this home.",
            hint="Train one: `paillasse train reranker --promote`, or choose `late_interaction`.",
        )
    return RankingModel.parse(kept.body, f"The reranker {kept.version}")

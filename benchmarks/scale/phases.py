"""Building an index and searching it, each in a process of its own, so that memory is that of one phase."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
from qdrant_edge import FieldCondition, Filter, MatchAny, Query, SearchRequest, SparseVector

from benchmarks.footprint import disk_bytes, held
from benchmarks.scale import synthetic
from benchmarks.scale.synthetic import COLLECTIONS, DIMENSION, LANGUAGES, Corpus, MadeQuestion
from paillasse.adapters.qdrant_edge import EdgeChunkIndex
from paillasse.language.analyzers import term_id
from paillasse.pipeline_config import RetrievalConfig
from paillasse.protocols.retrieval import IndexFilter, Vectors
from paillasse.retrieval.analysis import Concept, Understanding
from paillasse.retrieval.equipment import EquipmentMatch
from paillasse.retrieval.retriever import Retriever
from paillasse.retrieval.shelf import Shelf
from paillasse.types.documents import Chunk, ChunkKind, Document, DocumentStatus, Metadata
from paillasse.types.pages import CoverageReport
from paillasse.types.questions import Hit, Scope

SCOPES = {"one of ten": COLLECTIONS[:1], "nine of ten": COLLECTIONS[:9]}
"""Collections that a user may read: few, so that the filter leaves out most of the index, or nearly all."""

QUESTIONS, NEAREST = 200, 10
CONFIG = RetrievalConfig()

Truth = dict[str, list[list[str]]]
"""Per scope and question, the ids of the nearest chunks, by comparing with every one."""


def build(directory: Path, size: int) -> dict[str, Any]:
    """Write the index, merge it once as ingestion does, and find the true neighbours beside it.

    Time counts for the index alone, not for what is made up and compared.
    """
    return asyncio.run(_build(directory, size))


async def _build(directory: Path, size: int) -> dict[str, Any]:
    corpus = Corpus()
    nearest = {name: Nearest(corpus.questions(QUESTIONS)) for name in SCOPES}
    index = await EdgeChunkIndex.open(directory, DIMENSION)
    upsert, first = 0.0, 0
    for points, vectors in corpus.batches(size):
        start = time.perf_counter()
        await index.upsert(points)
        upsert += time.perf_counter() - start
        for name, collections in SCOPES.items():
            inside = [i for i, point in enumerate(points) if point.collection in collections]
            nearest[name].see(vectors[inside], first + np.array(inside, dtype=np.int64))
        first += len(points)
    start = time.perf_counter()
    await index.optimize()
    optimize = time.perf_counter() - start
    await index.close()
    return {
        "upsert_seconds": upsert,
        "optimize_seconds": optimize,
        "disk_mb": disk_bytes(directory) / 1e6,
        "build_memory_mb": held(os.getpid()) / 1e6,
        "truth": {name: found.ids() for name, found in nearest.items()},
    }


class Nearest:
    """The nearest chunks of each question so far."""

    def __init__(self, questions: Sequence[MadeQuestion]) -> None:
        self._questions = np.array([q.vector for q in questions], dtype=np.float32)
        self._scores = np.empty((len(questions), 0), dtype=np.float32)
        self._numbers = np.empty((len(questions), 0), dtype=np.int64)

    def see(self, vectors: Vectors, numbers: npt.NDArray[np.int64]) -> None:
        """Compare with more chunks: their vectors, shape (n, 384), and numbers."""
        scores = np.hstack([self._scores, self._questions @ vectors.T])
        candidates = np.hstack([self._numbers, np.tile(numbers, (len(self._questions), 1))])
        best = np.argsort(-scores, axis=1, kind="stable")[:, :NEAREST]
        self._scores = np.take_along_axis(scores, best, axis=1)
        self._numbers = np.take_along_axis(candidates, best, axis=1)

    def ids(self) -> list[list[str]]:
        """Chunk ids, best first."""
        return [[synthetic.chunk_id(number) for number in row] for row in self._numbers.tolist()]


def search(directory: Path, size: int, truth: Truth) -> dict[str, Any]:
    """Ask every question in every scope, through our retriever and from the engine itself, in turns."""
    return asyncio.run(_search(directory, size, truth))


async def _search(directory: Path, size: int, truth: Truth) -> dict[str, Any]:
    start = time.perf_counter()
    index = await EdgeChunkIndex.open(directory, DIMENSION)
    figures: dict[str, Any] = {"open_seconds": time.perf_counter() - start}
    questions = Corpus().questions(QUESTIONS)
    for name, collections in SCOPES.items():
        searcher = Searcher(index, questions, collections, size)
        for number in range(QUESTIONS):  # every question once before: the chunks it finds are then made
            await searcher.ask(number)
            searcher.ask_engine(number)
        figures[name] = await _timed(searcher) | {
            "recall@10": await _recall(index, questions, collections, truth[name])
        }
    figures["search_memory_mb"] = held(os.getpid()) / 1e6
    await index.close()
    return figures


async def _timed(searcher: Searcher) -> dict[str, float]:
    """Milliseconds of both ways, p50 and p95, mean processor time, and the ratios; who goes first alternates."""
    spent: dict[bool, list[tuple[float, float]]] = {True: [], False: []}
    for number in range(QUESTIONS):
        for own in (True, False) if number % 2 else (False, True):
            start, worked = time.perf_counter(), time.process_time()
            await searcher.ask(number) if own else searcher.ask_engine(number)
            spent[own].append((time.perf_counter() - start, time.process_time() - worked))
    ours, engine = (np.array(spent[own]).T * 1000 for own in (True, False))
    (p50, p95), (engine_p50, engine_p95) = (np.percentile(way[0], [50, 95]).tolist() for way in (ours, engine))
    return {
        "p50_ms": p50,
        "p95_ms": p95,
        "cpu_ms": float(ours[1].mean()),
        "engine_p50_ms": engine_p50,
        "engine_p95_ms": engine_p95,
        "engine_cpu_ms": float(engine[1].mean()),
        "ratio_p50": p50 / engine_p50,
        "ratio_p95": p95 / engine_p95,
        "ratio_cpu": float(ours[1].sum() / engine[1].sum()),
    }


async def _recall(
    index: EdgeChunkIndex, questions: Sequence[MadeQuestion], collections: tuple[str, ...], truth: list[list[str]]
) -> float:
    """Share of the true nearest chunks that the dense lane has first."""
    where = IndexFilter(collections)
    kept = 0
    for question, true in zip(questions, truth, strict=True):
        found = await index.search_dense(question.vector, where, CONFIG.candidates)
        kept += len({chunk for chunk, _ in found[:NEAREST]} & set(true))
    return kept / sum(map(len, truth))


class Searcher:
    """Both ways to ask the same questions: our retriever, and the engine with the same lanes, filters and limits."""

    def __init__(
        self, index: EdgeChunkIndex, questions: Sequence[MadeQuestion], collections: tuple[str, ...], size: int
    ) -> None:
        self._scope = Scope(collections)
        self._documents = Shelf(documents(size, collections))
        self._understood = [understanding(str(number), question) for number, question in enumerate(questions)]
        parts = MadeParts({str(number): question.vector for number, question in enumerate(questions)})
        self._retriever = Retriever(parts, index, parts, parts, CONFIG)  # type: ignore[arg-type]
        self._engine: Any = index._shard  # noqa: SLF001 - one process opens a directory once
        languages = sorted({document.metadata.language for document in self._documents.values()})
        self._requests = [requests(question, collections, languages) for question in questions]

    async def ask(self, number: int) -> None:
        """All of retrieval, but that embedder, chunk store and reranker are stand-ins."""
        await self._retriever.retrieve(self._understood[number], self._scope, self._documents)

    def ask_engine(self, number: int) -> None:
        """Its lanes alone."""
        for request in self._requests[number]:
            self._engine.search(request)


def requests(question: MadeQuestion, collections: tuple[str, ...], languages: Sequence[str]) -> list[SearchRequest]:
    """What the lanes of our retriever ask of the engine: nearest vectors, and words in each language and in none."""
    inside = FieldCondition(key="collection", match=MatchAny(list(collections)))
    terms = SparseVector([term_id(word) for word in question.words], [1.0] * len(question.words))
    spoken = [FieldCondition(key="language", match=MatchAny([language])) for language in (*languages, "")]
    return [
        SearchRequest(
            query=Query.Nearest(question.vector, using="dense"), limit=CONFIG.candidates, filter=Filter(must=[inside])
        ),
        *(
            SearchRequest(
                query=Query.Nearest(terms, using="terms"),
                limit=CONFIG.candidates,
                filter=Filter(must=[inside, language]),
            )
            for language in spoken
        ),
    ]


@dataclass(frozen=True, slots=True)
class MadeParts:
    """Embedder, chunk store and reranker that cost nothing."""

    vectors: Mapping[str, list[float]]

    async def embed_query(self, question: str) -> npt.NDArray[np.float32]:
        """The vector of a question by its text."""
        return np.array(self.vectors[question], dtype=np.float32)

    async def get(self, chunk_ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks without a line."""
        return {chunk_id: made_chunk(chunk_id) for chunk_id in chunk_ids}

    async def rerank(self, _question: str, hits: Sequence[Hit]) -> list[Hit]:
        """As they are."""
        return list(hits)


@cache
def made_chunk(chunk_id: str) -> Chunk:
    """Where a chunk of that id belongs."""
    document = synthetic.document_of(UUID(chunk_id).int)
    language = synthetic.language_of(document)
    return Chunk(chunk_id, str(UUID(int=document)), 0, ChunkKind.PROSE, (), 0, (), language, "")


def documents(size: int, collections: tuple[str, ...]) -> dict[str, Document]:
    """The documents of these collections, by id."""
    found: dict[str, Document] = {}
    for number in range(synthetic.document_of(size - 1) + 1):
        collection, language = synthetic.collection_of(number), synthetic.language_of(number)
        if collection in collections:
            metadata = Metadata(title=f"Manual {number}", language=language, languages=(language,))
            found[str(UUID(int=number))] = Document(
                id=str(UUID(int=number)),
                sha256="",
                filename=f"{number}.pdf",
                collection=collection,
                metadata=metadata,
                page_count=1,
                status=DocumentStatus.READY,
                coverage=CoverageReport(()),
                chunk_count=synthetic.CHUNKS_PER_DOCUMENT,
                config_hash="",
                ingested_at=datetime.now(UTC),
            )
    return found


def understanding(text: str, question: MadeQuestion) -> Understanding:
    """A question in English that names no machine and no code, with the same words in French."""
    concepts = tuple(Concept({word: 1.0}) for word in question.words)
    return Understanding(text, "en", (), (), EquipmentMatch(), dict.fromkeys(LANGUAGES, concepts), text, {})

"""Lanes in, ranked hits out: dense, BM25 and exact codes, inside the filter of scope and machine."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from paillasse.language.analyzers import query_vector
from paillasse.pipeline_config import RetrievalConfig
from paillasse.protocols.retrieval import ChunkIndex, Embedder, IndexFilter, Reranker
from paillasse.protocols.stores import ChunkStore
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.fusion import convex_sum, normalise
from paillasse.retrieval.ranking.model import RankingModel
from paillasse.retrieval.shelf import Shelf
from paillasse.types.documents import Chunk, CodeEntry
from paillasse.types.questions import Hit, Scope

_TOO_SHORT_TO_TELL = ""
"""Language of a chunk of a word or two."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was found, and inside which limits."""

    hits: tuple[Hit, ...]
    """Best first, at most `RetrievalConfig.pool`."""
    codes: tuple[CodeEntry, ...]
    """Entries of the codes in the question, inside the filter."""
    document_ids: tuple[str, ...] | None
    """The machine's documents when it is known; None when every document of the scope was searched."""


class Retriever:
    """Searches one index generation. Without a reranker (not every embedder makes one possible) hits stay as fused.

    A ranking that was learnt has the last word where there is one.
    """

    def __init__(
        self,
        embedder: Embedder,
        index: ChunkIndex,
        chunks: ChunkStore,
        reranker: Reranker | None,
        config: RetrievalConfig,
        ranking: RankingModel | None = None,
    ) -> None:
        self._embedder = embedder
        self._index = index
        self._chunks = chunks
        self._reranker = reranker
        self._config = config
        self._ranking = ranking

    async def retrieve(self, understood: Understanding, scope: Scope, documents: Shelf) -> Retrieval:
        """Rank the chunks of the scope for one question.

        Args:
            understood: the analysed question.
            scope: what the user may read.
            documents: every current document of its collections.
        """
        documents = documents.within(scope.document_ids)
        where = _filter(understood, scope)
        dense, sparse = await self._lanes(understood, where, documents.languages_of(where.document_ids))
        fused = convex_sum(normalise(dense), normalise(sparse, floor=0.0), self._config.dense_weight)
        narrowed = Scope(scope.collections, where.document_ids)
        codes = await self._chunks.codes(understood.codes, narrowed) if understood.codes else []
        exact = self._exact(understood, codes)
        for chunk_id, boost in exact.items():
            fused[chunk_id] = fused.get(chunk_id, 0.0) + boost
        best = sorted(fused, key=lambda c: (-fused[c], c))[: 2 * self._config.pool]
        found = await self._chunks.get(best)
        again = documents.translated({c.document_id for c in found.values()}, understood.language)
        hits = [
            Hit(found[c], self._adjust(found[c], fused[c], understood, again), _lanes_of(c, dense, sparse, exact))
            for c in best
            if c in found and found[c].document_id in documents
        ]
        hits.sort(key=lambda h: (-h.score, h.chunk.id))
        ranked = hits[: self._config.pool]
        if self._reranker is not None:
            ranked = await self._reranker.rerank(understood.embedded_text, ranked)
        if self._ranking is not None:
            ranked = self._ranking.rank(understood, ranked)
        return Retrieval(tuple(ranked), tuple(codes), where.document_ids)

    async def _lanes(
        self, understood: Understanding, where: IndexFilter, languages: Sequence[str]
    ) -> tuple[dict[str, float], dict[str, float]]:
        """Dense and sparse scores; words are looked for in each language of the documents with their translations."""
        vector = await self._embedder.embed_query(understood.embedded_text)
        dense = dict(await self._index.search_dense(vector.tolist(), where, self._config.candidates))
        sparse: dict[str, float] = {}
        for language in (*languages, _TOO_SHORT_TO_TELL):
            terms = query_vector(understood.terms(language))
            if terms:
                inside = replace(where, languages=(language,))
                sparse.update(await self._index.search_sparse(terms, inside, self._config.candidates))
        return dense, sparse

    def _exact(self, understood: Understanding, codes: Sequence[CodeEntry]) -> dict[str, float]:
        """Boost by chunk: full for an error code, partial for another code that did not merely name the machine."""
        boosts: dict[str, float] = {}
        for entry in codes:
            if entry.key in understood.equipment.words:
                continue
            boost = self._config.error_code_boost if entry.key in understood.error_codes else self._config.code_boost
            boosts[entry.chunk_id] = max(boosts.get(entry.chunk_id, 0.0), boost)
        return boosts

    def _adjust(self, chunk: Chunk, score: float, understood: Understanding, again: Collection[str]) -> float:
        """The machine as a hint when it is not sure, and the reader's language first, above all where both say it."""
        match = understood.equipment
        if not match.sure and match.scores:
            best = max(match.scores.values())
            score += self._config.equipment_boost * match.scores.get(chunk.document_id, 0.0) / best
        if chunk.language == understood.language:
            score += self._config.same_language_boost
        elif chunk.document_id in again:
            score *= self._config.other_language_factor
        return score


def _filter(understood: Understanding, scope: Scope) -> IndexFilter:
    chosen = scope.document_ids
    if understood.equipment.sure:
        ids = understood.equipment.document_ids
        chosen = ids if chosen is None else tuple(d for d in ids if d in set(chosen)) or chosen
    return IndexFilter(collections=scope.collections, document_ids=chosen)


def _lanes_of(
    chunk_id: str, dense: Mapping[str, float], sparse: Mapping[str, float], exact: Mapping[str, float]
) -> dict[str, float]:
    lanes = {"dense": dense.get(chunk_id), "bm25": sparse.get(chunk_id), "code": exact.get(chunk_id)}
    return {name: score for name, score in lanes.items() if score is not None}

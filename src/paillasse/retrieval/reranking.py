"""Late interaction (Khattab & Zaharia 2020) with the embedder's own token vectors: no new weights.

score(q, d) = mean over question tokens of the highest cosine with any token of the chunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from paillasse.protocols.retrieval import TokenEmbedder, Vectors
from paillasse.retrieval.fusion import normalise
from paillasse.types.questions import Hit


class LateInteractionReranker:
    """Reorders the first `depth` hits by fused score plus `weight` · normalised MaxSim."""

    def __init__(self, embedder: TokenEmbedder, depth: int, weight: float) -> None:
        self._embedder = embedder
        self._depth = depth
        self._weight = weight

    async def rerank(self, question: str, hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first; those beyond the depth keep their order, below the ones that were looked at."""
        first, rest = list(hits[: self._depth]), list(hits[self._depth :])
        if not first or self._weight == 0:
            return [*first, *rest]
        asked, *passages = await self._embedder.embed_tokens([question, *(h.chunk.embedded_text for h in first)])
        similarity = dict(zip((hit.chunk.id for hit in first), max_similarities(asked, passages), strict=True))
        scaled = normalise(similarity)
        reranked = [
            replace(
                hit,
                score=(hit.score + self._weight * scaled[hit.chunk.id]) / (1 + self._weight),
                lanes={**hit.lanes, "late_interaction": similarity[hit.chunk.id]},
            )
            for hit in first
        ]
        reranked.sort(key=lambda h: (-h.score, h.chunk.id))
        lowest = reranked[-1].score
        return [*reranked, *(replace(h, score=min(h.score, lowest)) for h in rest)]


def max_similarities(question: Vectors, passages: Sequence[Vectors]) -> list[float]:
    """For each passage the mean over question tokens of the best cosine; 0 when either side has no token.

    All passages are one matrix product: many small ones spend their time waking threads.
    """
    lengths = [len(passage) for passage in passages]
    if len(question) == 0 or not any(lengths):
        return [0.0] * len(passages)
    cosines = question @ np.concatenate(passages).T
    starts = np.cumsum([0, *lengths])[:-1]
    return [
        float(cosines[:, start : start + length].max(axis=1).mean()) if length else 0.0
        for start, length in zip(starts.tolist(), lengths, strict=True)
    ]

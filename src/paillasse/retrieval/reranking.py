"""Late interaction (Khattab & Zaharia 2020) with the embedder's own token vectors: no new weights.

score(q, d) = mean over question tokens of the highest cosine with any token of the chunk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from paillasse.protocols import TokenEmbedder, Vectors
from paillasse.retrieval.fusion import normalise
from paillasse.types import Hit


class LateInteractionReranker:
    """Reorders the first `depth` hits by fused score plus `weight` · normalised MaxSim."""

    def __init__(self, embedder: TokenEmbedder, depth: int, weight: float) -> None:
        self._embedder = embedder
        self._depth = depth
        self._weight = weight

    async def rerank(self, questions: Mapping[str, str], hits: Sequence[Hit]) -> list[Hit]:
        """The same hits, best first; `questions` gives the text to compare with per language of the chunks."""
        first, rest = list(hits[: self._depth]), list(hits[self._depth :])
        if not first or self._weight == 0:
            return [*first, *rest]
        texts = list(dict.fromkeys(questions.values()))
        vectors = await self._embedder.embed_tokens([*texts, *(h.chunk.embedded_text for h in first)])
        asked = dict(zip(texts, vectors, strict=False))
        fallback = texts[0]
        similarity = {
            hit.chunk.id: max_similarity(asked[questions.get(hit.chunk.language, fallback)], tokens)
            for hit, tokens in zip(first, vectors[len(texts) :], strict=True)
        }
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
        # Hits beyond the depth keep their order, below the ones that were looked at.
        return [*reranked, *(replace(h, score=min(h.score, lowest)) for h in rest)]


def max_similarity(question: Vectors, passage: Vectors) -> float:
    """Mean over question tokens of the best cosine; 0 when either side has no token."""
    if len(question) == 0 or len(passage) == 0:
        return 0.0
    return float((question @ passage.T).max(axis=1).mean())

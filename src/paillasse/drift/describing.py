"""Exchange → observation: what a question was like and how it was answered, without its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from paillasse.drift.types import Asked, Observation
from paillasse.protocols.retrieval import Embedder, Vector

UNKNOWN_CODE = "refuse_unknown_code"
"""Name of the sentence that says so."""
_REFUSED, _DOWN = "refused", "down"


class Describer:
    """`protocols.Describe`."""

    def __init__(self, embedder: Embedder, language_of: Callable[[str], str]) -> None:
        """Embed questions as retrieval does; `language_of` gives the likeliest language of a text."""
        self._embedder = embedder
        self._language_of = language_of

    async def __call__(self, asked: Sequence[Asked]) -> list[Observation]:
        """One observation for each exchange.

        Raises:
            ModelUnavailable: the server that runs the embedder does not do its work.
        """
        return [_observed(each, self._language_of(each.question), await self._meaning(each)) for each in asked]

    async def _meaning(self, asked: Asked) -> Vector:
        text = str(asked.understood.get("embedded_text") or asked.question)
        while self._embedder.count_tokens(text) > self._embedder.max_tokens:
            text = text[: len(text) // 2]  # what a long text is about, its beginning says
        return await self._embedder.embed_query(text)


def _observed(asked: Asked, language: str, meaning: Vector) -> Observation:
    lanes: list[dict[str, Any]] = [hit.get("lanes", {}) for hit in asked.hits]
    by_code = any(lane.get("code") for lane in lanes)
    return Observation(
        at=asked.at,
        language=language,
        length=len(asked.question.split()),
        meaning=meaning,
        likeness=max((float(lane.get("dense", 0.0)) for lane in lanes), default=0.0),
        confidence=asked.confidence,
        refused=asked.outcome == _REFUSED,
        nothing_found=not by_code and not any(lane.get("bm25") for lane in lanes),
        unknown_code=asked.refusal == UNKNOWN_CODE or (bool(asked.understood.get("error_codes")) and not by_code),
        thumbs_down=None if asked.thumb is None else asked.thumb == _DOWN,
    )

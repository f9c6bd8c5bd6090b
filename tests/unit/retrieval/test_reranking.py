from __future__ import annotations

import numpy as np
import pytest

from manuals import Manual
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.retrieval.reranking import LateInteractionReranker, max_similarities
from paillasse.types.questions import Hit

TEXTS = ("Clean the filter.", "Change the lamp.", "Pull the plug.", "Level the bench.")
HITS = [Hit(Manual(f"M{i}").prose(text).chunks[0], 1.0 - 0.1 * i, {"dense": 0.5}) for i, text in enumerate(TEXTS)]


async def order(depth: int, weight: float) -> list[Hit]:
    return await LateInteractionReranker(HashEmbedder(), depth, weight).rerank("change the lamp", HITS)


async def test_the_passage_nearest_word_by_word_comes_first() -> None:
    found = await order(4, 5.0)
    assert found[0].chunk.text == "Change the lamp."
    assert found[0].lanes.keys() == {"dense", "late_interaction"}
    assert sorted(h.chunk.id for h in found) == sorted(h.chunk.id for h in HITS)


async def test_hits_beyond_the_depth_stay_below() -> None:
    found = await order(1, 5.0)
    assert [h.chunk.text for h in found] == list(TEXTS)
    assert [h.score for h in found] == sorted((h.score for h in found), reverse=True)
    assert "late_interaction" not in found[1].lanes


@pytest.mark.parametrize(("depth", "weight"), [(0, 1.0), (4, 0.0)])
async def test_nothing_is_looked_at(depth: int, weight: float) -> None:
    assert await order(depth, weight) == HITS


def test_max_similarity_is_the_mean_of_the_best() -> None:
    question, passage = np.eye(2, dtype=np.float32), np.array([[1.0, 0.0], [0.6, 0.8]], dtype=np.float32)
    assert max_similarities(question, [passage, passage[:0], passage[:1]]) == pytest.approx([0.9, 0.0, 0.5])
    assert max_similarities(question[:0], [passage]) == max_similarities(question, [passage[:0]]) == [0.0]
    assert max_similarities(question, []) == []

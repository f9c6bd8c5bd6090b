from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from paillasse.adapters.embedding.remembering import (
    RememberingEmbedder,
    RememberingTokenEmbedder,
    Stored,
    VectorMemory,
)
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.protocols.retrieval import Vectors


class Counting:
    """Notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def compute(self, texts: Sequence[str]) -> list[Vectors]:
        self.asked.append(list(texts))
        return [np.full((len(text), 2), len(text), dtype=np.float32) for text in texts]


async def test_what_is_known_is_not_computed_again() -> None:
    memory, counting = VectorMemory(1000), Counting()
    await memory.recall(["a", "bb", "a"], counting.compute)
    found = await memory.recall(["bb", "ccc"], counting.compute)
    assert counting.asked == [["a", "bb"], ["ccc"]]
    assert [array.shape for array in found] == [(2, 2), (3, 2)]
    assert await memory.recall([], counting.compute) == []


async def test_the_longest_unused_is_forgotten_first() -> None:
    memory, counting = VectorMemory(5 * (2 + 4)), Counting()  # five rows of two bytes and what a step is
    await memory.recall(["aa"], counting.compute)
    await memory.recall(["bb"], counting.compute)
    await memory.recall(["aa"], counting.compute)
    await memory.recall(["cc"], counting.compute)
    counting.asked.clear()
    await memory.recall(["aa"], counting.compute)
    await memory.recall(["bb"], counting.compute)
    assert counting.asked == [["bb"]]


async def test_what_is_larger_than_all_the_memory_is_given_and_not_kept() -> None:
    memory, counting = VectorMemory(4), Counting()
    for _ in range(2):
        [found] = await memory.recall(["long"], counting.compute)
        assert found.shape == (4, 2)
    assert counting.asked == [["long"]] * 2


@given(st.lists(st.lists(st.sampled_from(["clean the lid", "open", "", "é"]), max_size=4), max_size=5))
async def test_known_or_not_it_is_the_same_to_the_bit(questions: list[list[str]]) -> None:
    memory, plain = VectorMemory(1 << 20), HashEmbedder()
    remembering = RememberingEmbedder(plain, memory)
    for texts in questions:
        fresh = await RememberingEmbedder(plain, VectorMemory(0)).embed(texts)
        assert (await remembering.embed(texts) == fresh).all()
        assert fresh.shape == (len(texts), plain.dimension)
        assert fresh == pytest.approx(await plain.embed(texts), abs=5e-3)


async def test_tokens_likewise() -> None:
    plain = HashEmbedder()
    [once] = await RememberingTokenEmbedder(plain, VectorMemory(1 << 20)).embed_tokens(["open the lid"])
    [truth] = await plain.embed_tokens(["open the lid"])
    assert once == pytest.approx(truth, abs=5e-3)


@given(arrays(np.float32, array_shapes(min_dims=1, max_dims=2), elements=st.floats(-1, 1, width=32)))
def test_what_is_stored_is_off_by_half_a_step_at_most(vectors: Vectors) -> None:
    largest = np.abs(vectors).max(axis=-1, keepdims=True)
    assert (np.abs(Stored.of(vectors).vectors() - vectors) <= largest * 0.504 / 127 + 1e-38).all()


def test_nothing_is_stored_of_a_text_without_tokens() -> None:
    assert Stored.of(np.empty((0, 384), dtype=np.float32)).vectors().shape == (0, 384)


async def test_everything_else_is_that_of_the_embedder() -> None:
    plain = HashEmbedder()
    remembering = RememberingEmbedder(plain, VectorMemory(10))
    same = ("name", "dimension", "languages", "max_tokens")
    assert [getattr(remembering, n) for n in same] == [getattr(plain, n) for n in same]
    assert remembering.count_tokens("open the lid") == plain.count_tokens("open the lid")
    assert (await remembering.embed_query("lid") == await plain.embed_query("lid")).all()
    await remembering.close()

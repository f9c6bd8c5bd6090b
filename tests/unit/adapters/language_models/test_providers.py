from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from paillasse.adapters.language_models.providers import open_language_model
from paillasse.composition.bootstrap import open_models
from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import AnsweringConfig, ModelConfig, PipelineConfig
from paillasse.settings import Settings


def settings(home: Path, **fields: object) -> Settings:
    return Settings.model_validate({"home": home, **fields})


@pytest.mark.parametrize(
    ("provider", "missing", "fields"),
    [
        ("azure", "PAILLASSE_AZURE_URL", {"azure_key": "k"}),
        ("azure", "PAILLASSE_AZURE_KEY", {"azure_url": "http://x.example"}),
        ("gemini", "PAILLASSE_GOOGLE_KEY", {}),
        ("vertexai", "PAILLASSE_GOOGLE_PROJECT", {}),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, provider: str, missing: str, fields: dict[str, str]) -> None:
    config = ModelConfig.model_validate({"provider": provider, "name": "m"})
    with pytest.raises(InvalidConfiguration, match=missing) as failed:
        open_language_model(config, settings(tmp_path, **fields), "m")
    assert missing in failed.value.hint


@pytest.mark.parametrize(
    ("provider", "module", "extra"),
    [("ollama", "langchain_ollama", "llm"), ("openai", "langchain_openai", "llm")],
)
def test_an_extra_that_is_not_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, provider: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    config = ModelConfig.model_validate({"provider": provider, "name": "m"})
    with pytest.raises(InvalidConfiguration, match=module) as failed:
        open_language_model(config, settings(tmp_path), "m")
    assert f"--extra {extra}" in failed.value.hint


async def test_models_of_a_configuration(tmp_path: Path) -> None:
    assert open_models(PipelineConfig(), settings(tmp_path)) is None
    chosen = {"provider": "openai", "name": "m", "judge": True}
    for name, same in (("", True), ("m", True), ("j", False)):
        model = ModelConfig.model_validate({**chosen, "judge_name": name})
        config = PipelineConfig(answering=AnsweringConfig(generator="llm"), model=model)
        models = open_models(config, settings(tmp_path, openai_key=SecretStr("k")))
        assert models is not None
        assert models.judge is not None
        assert (models.judge is models.writer) is same
        await models.close()


def test_a_table_of_prices_that_is_none_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "prices.toml").write_text("no")
    model = ModelConfig(provider="openai", name="m")
    config = PipelineConfig(answering=AnsweringConfig(generator="llm"), model=model)
    with pytest.raises(InvalidConfiguration, match=r"prices\.toml"):
        open_models(config, settings(tmp_path))


def test_nothing_of_a_provider_is_imported_before_it_is_needed() -> None:
    heavy = (
        "langchain_core",
        "langchain_openai",
        "langchain_ollama",
        "langchain_google_genai",
        "transformers",
        "httpx",
    )
    code = f"import sys, paillasse.composition.bootstrap; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

from __future__ import annotations

import json
from pathlib import Path

import pytest

from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import (
    AnsweringConfig,
    ChunkingConfig,
    EmbedderConfig,
    PipelineConfig,
    Released,
    RetrievalConfig,
)


def test_hashes_tell_what_changed() -> None:
    plain = PipelineConfig()
    assert plain.hash == PipelineConfig().hash
    generation = plain.generation("model/1")
    assert len(plain.hash) == len(generation) == 12
    for other in (
        PipelineConfig(retrieval=RetrievalConfig(dense_weight=0.6)),
        PipelineConfig(answering=AnsweringConfig(max_claims=3)),
    ):
        assert other.hash != plain.hash
        assert other.generation("model/1") == generation
    for other in (PipelineConfig(parsing_version=99), PipelineConfig(chunking=ChunkingConfig(max_tokens=100))):
        assert other.hash != plain.hash
        assert other.generation("model/1") != generation
    for embedder in (EmbedderConfig(name="minilm"), EmbedderConfig(folder=Path("own"))):
        assert PipelineConfig(embedder=embedder).hash != plain.hash


def test_an_index_generation_belongs_to_the_model_that_was_opened() -> None:
    here, there = (PipelineConfig(embedder=EmbedderConfig(folder=Path(name))) for name in ("here", "there"))
    assert here.generation("model/1") == there.generation("model/1")
    assert here.generation("model/1") != here.generation("model/2")


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text(json.dumps({"chunking": {"strategy": "fixed", "max_tokens": 64}}))
    config = PipelineConfig.load(path)
    assert (config.chunking.strategy, config.chunking.max_tokens) == ("fixed", 64)
    assert config.retrieval == RetrievalConfig()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b'{"unknown": 1}',
        b'{"chunking": {"max_tokens": 1}}',
        b'{"chunking": {"strategy": "by_feel"}}',
        b'{"retrieval": {"dense_weight": 2}}',
        b'{"answering": {"generator": "llm"}}',
        b'{"model": {"provider": "oracle"}}',
        b'{"embedder": {"provider": "ollama", "dimension": 768}}',
    ],
)
def test_a_file_that_cannot_work_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.json"
    path.write_bytes(content)
    with pytest.raises(InvalidConfiguration, match=r"config\.json is not a valid pipeline configuration"):
        PipelineConfig.load(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfiguration, match="No such file"):
        PipelineConfig.load(tmp_path / "config.json")


@pytest.mark.parametrize(
    "config",
    [
        PipelineConfig(),
        PipelineConfig(chunking=ChunkingConfig(max_tokens=120), embedder=EmbedderConfig(provider="ollama", name="m")),
    ],
)
def test_an_index_is_built_again_with_what_it_was_built_with(config: PipelineConfig) -> None:
    again = PipelineConfig.parse(config.index_configuration, "It")
    assert again.embedder == config.embedder
    assert again.embedder.model_fields_set == config.embedder.model_fields_set  # an embedder refuses to be told more
    assert again.generation("e") == config.generation("e")
    assert json.loads(config.index_configuration)["chunking"]["overlap_tokens"] == 0  # written out


def test_a_release_comes_back_as_it_was_and_says_of_its_embedder_only_what_was_said() -> None:
    config = PipelineConfig(chunking=ChunkingConfig(max_tokens=64), embedder=EmbedderConfig(name="minilm"))
    released = Released.parse(Released(release="3", config=config).kept)
    assert released == Released(release="3", config=config)
    assert released.config.hash == config.hash
    assert released.config.embedder.model_fields_set == {"name"}
    assert json.loads(config.whole)["retrieval"]["pool"] == config.retrieval.pool  # a later default may be another
    with pytest.raises(InvalidConfiguration, match="another version") as error:
        Released.parse('{"release": "3", "config": {"none": 1}}')
    assert "--config FILE" in error.value.hint

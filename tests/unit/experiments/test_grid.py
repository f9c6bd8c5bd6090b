from __future__ import annotations

import pytest

from paillasse.errors.root import InvalidConfiguration
from paillasse.experiments.grid import parse_grid, spread
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig


def test_every_combination_over_every_configuration_once() -> None:
    grid = parse_grid("chunking.max_tokens = 150, 200 ; retrieval.dense_weight=0.4,0.5;")
    base = PipelineConfig()
    spread_out = spread([base, PipelineConfig(chunking=ChunkingConfig(max_tokens=99))], grid)
    assert [(c.chunking.max_tokens, c.retrieval.dense_weight) for c in spread_out] == [
        (150, 0.4),
        (150, 0.5),
        (200, 0.4),
        (200, 0.5),
    ]
    assert spread([base, base], {}) == [base]


def test_values_are_json_and_other_words_are_texts() -> None:
    [config] = spread([PipelineConfig()], parse_grid("chunking.strategy=fixed;chunking.breadcrumb=false"))
    assert (config.chunking.strategy, config.chunking.breadcrumb) == ("fixed", False)


def test_what_is_left_to_its_default_stays_so() -> None:
    [config] = spread([PipelineConfig()], parse_grid("retrieval.pool=20"))
    assert "embedder" not in config.model_dump(exclude_unset=True)


@pytest.mark.parametrize(
    "text",
    [
        "chunking.max_tokens",
        "=5",
        "retrieval.pool=",
        "retrieval.pool=1;retrieval.pool=2",
        "retrieval.none=1",
        "none=1",
        "retrieval.pool.more=1",
        "parsing_version.x=1",
        "retrieval.pool=-5",
        "retrieval.pool=many",
    ],
)
def test_what_is_no_grid_is_refused(text: str) -> None:
    with pytest.raises(InvalidConfiguration):
        spread([PipelineConfig(retrieval={"pool": 7})], parse_grid(text))  # type: ignore[arg-type]

"""A grid of parameters: every combination of their values, over a configuration."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from pydantic import ValidationError

from paillasse.errors.root import InvalidConfiguration
from paillasse.pipeline_config import PipelineConfig

Grid = Mapping[str, Sequence[object]]
"""Values by parameter, as in `chunking.max_tokens`."""


def parse_grid(text: str) -> Grid:
    """Read `chunking.max_tokens=150,200;retrieval.dense_weight=0.4,0.5`; values are JSON, other words are texts.

    Raises:
        InvalidConfiguration: a part of it does not say a parameter and its values, or says a parameter again.
    """
    grid: dict[str, list[object]] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        name, equals, values = (piece.strip() for piece in part.partition("="))
        if not (name and equals and values) or name in grid:
            raise InvalidConfiguration(
                f"{part!r} does not say a parameter and its values.",
                hint="Write a grid as `chunking.max_tokens=150,200;retrieval.dense_weight=0.4,0.5`.",
            )
        grid[name] = [_value(value.strip()) for value in values.split(",")]
    return grid


def spread(configs: Sequence[PipelineConfig], grid: Grid) -> list[PipelineConfig]:
    """Every configuration with every combination of the values, each once.

    Raises:
        InvalidConfiguration: there is no such parameter, or a value does not suit it.
    """
    combinations = [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]
    spread_out = (_with(config, values) for config in configs for values in combinations)
    return list({config.hash: config for config in spread_out}.values())


def _with(config: PipelineConfig, values: Mapping[str, object]) -> PipelineConfig:
    told = config.model_dump(mode="json", exclude_unset=True)
    for name, value in values.items():
        *sections, last = name.split(".")
        place: dict[str, Any] = told
        for section in sections:
            inner = place.setdefault(section, {})
            if not isinstance(inner, dict):
                raise InvalidConfiguration(f"There is no parameter {name}.")
            place = cast("dict[str, Any]", inner)
        place[last] = value
    try:
        return PipelineConfig.model_validate_json(json.dumps(told))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidConfiguration(f"The grid gives no configuration: {where}: {first['msg']}") from error


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text

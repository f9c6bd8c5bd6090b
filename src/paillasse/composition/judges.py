"""From the name of a language model to a judge of answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from pydantic import ValidationError

from paillasse.adapters.judging.opening import open_metrics
from paillasse.answering.models.consultation import Models
from paillasse.composition.bootstrap import open_models
from paillasse.errors.root import InvalidConfiguration
from paillasse.evaluation.quality.judge import Judge
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.settings import Settings

_PATIENT = {"max_output_tokens": 4096, "first_token_seconds": 60, "stall_seconds": 30, "total_seconds": 600}
"""Nobody waits for a judge; it writes down more than an answer is long."""


def open_judge(which: str, settings: Settings, around: Callable[[Models], Models] = lambda models: models) -> Judge:
    """The model `provider/name` as a judge, asked at temperature 0; takes seconds, mostly imports.

    Args:
        which: model.
        settings: where it is.
        around: gives the same models with what counts their calls.

    Raises:
        InvalidConfiguration: it says no model, or something is missing to reach it.
        ModelUnavailable: a local model that cannot be loaded.
    """
    provider, _, name = which.partition("/")
    try:
        config = PipelineConfig.model_validate(
            {"answering": AnsweringConfig(generator="llm"), "model": {"provider": provider, "name": name, **_PATIENT}}
        )
    except ValidationError as error:
        raise InvalidConfiguration(
            f"{which!r} says no language model.", hint="Write `--judge PROVIDER/NAME`, as in `ollama/qwen3:8b`."
        ) from error
    return Judge(open_metrics(), around(cast("Models", open_models(config, settings))))

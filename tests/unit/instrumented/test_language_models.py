from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing

import pytest
from prometheus_client import CollectorRegistry

from paillasse.answering.models.consultation import GuardedModel, Models
from paillasse.answering.models.prices import Prices
from paillasse.errors.models import LanguageModelBusy
from paillasse.instrumented.language_models import MeasuredModel, measured
from paillasse.monitoring.language_models import ModelFigures
from paillasse.pipeline_config import ModelConfig
from paillasse.protocols.language_model import ModelPiece, ModelRequest

NAMES = {
    "gen_ai_operation_name": "chat",
    "gen_ai_provider_name": "openai",
    "gen_ai_request_model": "meta/llama",
}
REQUEST = ModelRequest("be brief", "a question")


class Scripted:
    name = "openai/meta/llama"

    def __init__(self, *pieces: ModelPiece, error: Exception | None = None) -> None:
        self.pieces, self.error, self.closed = pieces, error, False

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        del request
        for piece in self.pieces:
            yield piece
        if self.error is not None:
            raise self.error

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


async def test_a_reply_is_passed_on_and_its_tokens_and_seconds_noted(registry: CollectorRegistry) -> None:
    pieces = (ModelPiece(input_tokens=90), ModelPiece("Close"), ModelPiece(" it", 10, 7, complete=True))
    model = MeasuredModel(Scripted(*pieces), ModelFigures(registry))
    assert [piece async for piece in model.stream(REQUEST)] == list(pieces)
    for kind, tokens in (("input", 100), ("output", 7)):
        labels = {**NAMES, "gen_ai_token_type": kind}
        assert registry.get_sample_value("gen_ai_client_token_usage_sum", labels) == tokens
    done = {**NAMES, "error_type": ""}
    assert registry.get_sample_value("gen_ai_client_operation_duration_seconds_count", done) == 1
    assert registry.get_sample_value("gen_ai_client_operation_time_to_first_chunk_seconds_count", NAMES) == 1


async def test_a_failure_is_noted_by_its_code_and_uncounted_tokens_not_at_all(
    registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    model = MeasuredModel(Scripted(error=LanguageModelBusy("busy")), ModelFigures(registry))
    with pytest.raises(LanguageModelBusy):
        [piece async for piece in model.stream(REQUEST)]
    assert caplog.messages == ["language_model_busy: busy"]
    failed = {**NAMES, "error_type": "language_model_busy"}
    assert registry.get_sample_value("gen_ai_client_operation_duration_seconds_count", failed) == 1
    tokens = {**NAMES, "gen_ai_token_type": "input"}
    assert registry.get_sample_value("gen_ai_client_token_usage_count", tokens) is None
    assert registry.get_sample_value("gen_ai_client_operation_time_to_first_chunk_seconds_count", NAMES) is None


async def test_a_reply_that_nobody_waits_for_is_noted_as_left(registry: CollectorRegistry) -> None:
    model = MeasuredModel(Scripted(ModelPiece("a"), ModelPiece("b")), ModelFigures(registry))
    async with aclosing(model.stream(REQUEST)) as pieces:
        await anext(pieces)
    left = {**NAMES, "error_type": "left"}
    assert registry.get_sample_value("gen_ai_client_operation_duration_seconds_count", left) == 1


async def test_one_model_that_writes_and_judges_stays_one(registry: CollectorRegistry) -> None:
    figures, inner = ModelFigures(registry), Scripted()
    writer, judge = GuardedModel(inner), GuardedModel(Scripted())
    one = measured(Models(writer, writer, Prices([]), ModelConfig()), figures)
    assert one.judge is one.writer
    assert one.writer.breaker is writer.breaker
    two = measured(Models(writer, judge, Prices([]), ModelConfig()), figures)
    assert two.judge is not None
    assert two.judge.breaker is judge.breaker
    assert measured(Models(writer, None, Prices([]), ModelConfig()), figures).judge is None
    await one.close()
    assert inner.closed

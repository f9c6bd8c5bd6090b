"""Calls of language models, counted and traced."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace

from paillasse.answering.models.consultation import GuardedModel, Models
from paillasse.errors.root import PaillasseError
from paillasse.monitoring.language_models import ModelFigures, names_of
from paillasse.monitoring.spans import NO_SPANS, Kind, Spans
from paillasse.protocols.language_model import LanguageModel, ModelPiece, ModelRequest

_log = logging.getLogger(__name__)

_TOKENS = ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")
_LEFT = "left"
"""Nobody waited for the reply any more, or it took too long."""


class MeasuredModel:
    """`language_model.LanguageModel`."""

    def __init__(self, model: LanguageModel, figures: ModelFigures, spans: Spans = NO_SPANS) -> None:
        self._model = model
        self._figures = figures
        self._spans = spans

    @property
    def name(self) -> str:
        """`provider/name`."""
        return self._model.name

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelPiece]:
        """As the model's; tried again, it counts as another call."""
        began, first, error = time.perf_counter(), None, _LEFT
        counted = [0, 0]
        with self._spans.open(*span_of(self.name)) as span:
            try:
                async with aclosing(self._model.stream(request)) as pieces:
                    async for piece in pieces:
                        if first is None and piece.text:
                            first = time.perf_counter() - began
                        counted[0] += piece.input_tokens
                        counted[1] += piece.output_tokens
                        yield piece
                error = ""
            except PaillasseError as failure:
                error = failure.code
                _log.warning("%s: %s", failure.code, failure)  # of the provider's words it has none
                raise
            finally:
                self._figures.called(self.name, time.perf_counter() - began, first, error)
                if any(counted):
                    self._figures.used(self.name, *counted)
                    span.tell(dict(zip(_TOKENS, counted, strict=True)))
                if error:
                    span.failed(error)

    async def close(self) -> None:
        """Release what it holds."""
        await self._model.close()


def measured(models: Models, figures: ModelFigures, spans: Spans = NO_SPANS) -> Models:
    """The same models, counted and traced; where one model writes and judges, it stays one."""
    writer = _measured(models.writer, figures, spans)
    judge = models.judge
    if judge is not None:
        judge = writer if judge is models.writer else _measured(judge, figures, spans)
    return replace(models, writer=writer, judge=judge)


def _measured(guarded: GuardedModel, figures: ModelFigures, spans: Spans) -> GuardedModel:
    return replace(guarded, model=MeasuredModel(guarded.model, figures, spans))


def span_of(model: str) -> tuple[str, Kind, dict[str, str]]:
    """Name, kind and attributes of the span of a call, as the conventions for generative AI have them."""
    operation, provider, name = names_of(model)
    called = {"gen_ai.operation.name": operation, "gen_ai.provider.name": provider, "gen_ai.request.model": name}
    return f"{operation} {name}", Kind.CLIENT, called

"""Figures of calls to language models, under the names of OpenTelemetry's semantic conventions for generative AI.

https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics (in development); dots are underscores here, and
durations end in their unit, as Prometheus wants it.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Gauge, Histogram

_DURATIONS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
_TOKENS = tuple(float(4**power) for power in range(14))
_MODEL = ("gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model")
_OPERATION = "chat"


class ModelFigures:
    """What Prometheus learns of language models."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._seconds = Histogram(
            "gen_ai_client_operation_duration_seconds",
            "From a request to the last of its reply.",
            (*_MODEL, "error_type"),
            buckets=_DURATIONS,
            registry=registry,
        )
        self._first = Histogram(
            "gen_ai_client_operation_time_to_first_chunk_seconds",
            "From a request to the first words of its reply.",
            _MODEL,
            buckets=_DURATIONS,
            registry=registry,
        )
        self._tokens = Histogram(
            "gen_ai_client_token_usage",
            "Tokens of a request and its reply, as the provider counts them; of those that do not count, none.",
            (*_MODEL, "gen_ai_token_type"),
            buckets=_TOKENS,
            registry=registry,
        )
        self.budget = Gauge(
            "paillasse_token_budget",
            "Tokens of language models that may be used in a day before an alert says so; 0 for any number.",
            registry=registry,
        )

    def called(self, model: str, seconds: float, first: float | None, error: str) -> None:
        """Note a call.

        Args:
            model: `provider/name`.
            seconds: to its end, however it ended.
            first: seconds to its first words; None where there were none.
            error: code of what ended it; empty where nothing did.
        """
        names = names_of(model)
        self._seconds.labels(*names, error).observe(seconds)
        if first is not None:
            self._first.labels(*names).observe(first)

    def used(self, model: str, input_tokens: int, output_tokens: int) -> None:
        """Note the tokens of a call that were counted."""
        names = names_of(model)
        self._tokens.labels(*names, "input").observe(input_tokens)
        self._tokens.labels(*names, "output").observe(output_tokens)


def names_of(model: str) -> tuple[str, str, str]:
    """Operation, provider and name of a model called `provider/name`."""
    provider, _, name = model.partition("/")
    return _OPERATION, provider, name

"""Environment → spans: where OpenTelemetry's variables name a collector, and only there."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from paillasse.monitoring.spans import NO_SPANS, Spans

_ADDRESSES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")

_log = logging.getLogger(__name__)


@asynccontextmanager
async def open_spans() -> AsyncGenerator[Spans]:
    """Spans go to the collector that the environment names, and what waits is sent in the end; else nowhere.

    https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables
    """
    if not _wanted():
        yield NO_SPANS
        return
    try:
        from paillasse.adapters.tracing.otlp import OtlpSpans  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        _log.warning("The environment names a collector of traces, but none are sent: install `paillasse[tracing]`.")
        yield NO_SPANS
        return
    spans = OtlpSpans()
    try:
        yield spans
    finally:
        await asyncio.to_thread(spans.close)


def _wanted() -> bool:
    told = os.environ.get
    off = told("OTEL_SDK_DISABLED", "").lower() == "true" or told("OTEL_TRACES_EXPORTER", "otlp") == "none"
    return not off and any(told(address) for address in _ADDRESSES)

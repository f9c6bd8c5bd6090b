"""Spans by OpenTelemetry's SDK, sent over HTTP; sampling, headers and limits are its own `OTEL_*` variables."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from paillasse.errors.root import PaillasseError
from paillasse.monitoring.spans import Attributes, Kind, Span

_KINDS = {Kind.INTERNAL: SpanKind.INTERNAL, Kind.SERVER: SpanKind.SERVER, Kind.CLIENT: SpanKind.CLIENT}
_NANOSECONDS = 1_000_000_000
_CLOSE_SECONDS = 3.0
"""That a process which ends waits for a collector."""


class OtlpSpans:
    """`monitoring.spans.Spans`. A collector that is away costs no request anything: what waits for it is dropped."""

    def __init__(self) -> None:
        name = os.environ.get("OTEL_SERVICE_NAME", "paillasse")
        resource = Resource.create({"service.name": name, "service.version": version("paillasse")})
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        self._exporter = OTLPSpanExporter()
        self._provider.add_span_processor(BatchSpanProcessor(self._exporter))
        self._tracer = self._provider.get_tracer("paillasse")
        self._propagator = TraceContextTextMapPropagator()

    @contextmanager
    def open(
        self, name: str, kind: Kind, attributes: Attributes, carrier: Mapping[str, str] | None = None
    ) -> Generator[Span]:
        """As `Spans.open`."""
        parent = self._propagator.extract(carrier) if carrier is not None else None
        begun = self._tracer.start_span(name, parent, _KINDS[kind], dict(attributes))
        span = _OtlpSpan(self._tracer, begun)
        try:
            yield span
        except PaillasseError as error:
            span.failed(error.code)
            raise
        except Exception:
            span.failed("defect")
            raise
        finally:
            begun.end()

    def close(self) -> None:
        """Send what waits, unless the collector does not answer for a while; blocks."""
        patience = threading.Timer(_CLOSE_SECONDS, self._exporter.shutdown)
        patience.start()
        self._provider.shutdown()
        patience.cancel()


class _OtlpSpan:
    def __init__(self, tracer: Tracer, span: trace.Span) -> None:
        self._tracer = tracer
        self._span = span

    def tell(self, attributes: Attributes) -> None:
        self._span.set_attributes(dict(attributes))

    def rename(self, name: str) -> None:
        self._span.update_name(name)

    def failed(self, error: str) -> None:
        self._span.set_attribute("error.type", error)
        self._span.set_status(Status(StatusCode.ERROR))

    def current(self) -> AbstractContextManager[object]:
        return trace.use_span(self._span, record_exception=False, set_status_on_exception=False)

    def stages(self, seconds: Mapping[str, float]) -> None:
        within = trace.set_span_in_context(self._span)
        at = time.time_ns() - int(sum(seconds.values()) * _NANOSECONDS)
        for name, lasted in seconds.items():
            stage = self._tracer.start_span(name, within, start_time=at)
            at += int(lasted * _NANOSECONDS)
            stage.end(at)

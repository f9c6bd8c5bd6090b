"""A collector of traces on this machine, as OpenTelemetry's exporters send them over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from local_http import QuietHandler, serving


@dataclass
class Collector:
    """What was sent to it."""

    url: str = ""
    bodies: list[bytes] = field(default_factory=list[bytes])

    @property
    def spans(self) -> dict[str, Span]:
        """By name."""
        return {
            span.name: span
            for body in self.bodies
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        }

    def attributes(self, name: str) -> dict[str, str]:
        """Of a span, as text."""
        told = {one.key: one.value for one in self.spans[name].attributes}
        return {key: str(getattr(value, value.WhichOneof("value") or "")) for key, value in told.items()}

    def parent(self, name: str) -> str:
        """Name of the span that this one is part of; empty where that is none of ours."""
        wanted = self.spans[name].parent_span_id
        return next((span.name for span in self.spans.values() if span.span_id == wanted), "")


@contextmanager
def collecting() -> Iterator[Collector]:
    """Listen until the end of the block."""
    collector = Collector()

    class Handler(QuietHandler):
        def do_POST(self) -> None:  # noqa: N802 - the base class calls it so
            collector.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with serving(Handler) as collector.url:
        yield collector

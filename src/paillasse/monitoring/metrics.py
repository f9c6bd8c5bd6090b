"""What Prometheus reads. Labels are bounded: routes and states, never ids or words."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """The figures of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        self.requests = Counter(
            "paillasse_http_requests", "Requests by route and status.", ("method", "route", "status"), registry=registry
        )
        self.request_seconds = Histogram(
            "paillasse_http_request_seconds",
            "From the first byte of a request to the last of its response.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=registry,
        )
        self.requests_open = Gauge("paillasse_http_requests_open", "Requests being answered.", registry=registry)

        self.prediction_seconds = Histogram(
            "paillasse_prediction_seconds",
            "To predict from an answer whether it is a case for a ticket.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.release = Gauge(
            "paillasse_release_info",
            "1 for what answers now: the release in production (none where there is none), and what it is made of.",
            ("release", "config", "generation"),
            registry=registry,
        )

    def answers_by(self, release: str, config: str, generation: str) -> None:
        """Tell what answers now."""
        self.release.clear()
        self.release.labels(release or "none", config, generation).set(1)

    def exposition(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self._registry)

"""What Prometheus reads. Labels are bounded: routes, states, codes and names of ours, never ids or words of users."""

from __future__ import annotations

import platform
from collections.abc import Generator
from contextlib import contextmanager
from importlib.metadata import version

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, start_http_server
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from paillasse.errors.root import InvalidConfiguration
from paillasse.monitoring.answers import SECONDS, AnswerFigures
from paillasse.monitoring.feedback_loop import DriftFigures, FeedbackFigures, JudgeFigures
from paillasse.monitoring.ingestion import IngestionFigures
from paillasse.monitoring.language_models import ModelFigures
from paillasse.monitoring.rollouts import RolloutFigures
from paillasse.monitoring.standing import StandingFigures


class WorkerMetrics:
    """The figures of a process that works on jobs, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        GCCollector(registry=registry)
        build = Gauge("paillasse_build_info", "1 for the program that runs.", ("version", "python"), registry=registry)
        build.labels(version("paillasse"), platform.python_version()).set(1)
        self.ingestion = IngestionFigures(registry)

    def exposition(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(self.registry)

    @contextmanager
    def served(self, host: str, port: int) -> Generator[int]:
        """Answer Prometheus at this address while the block lasts, in a thread; gives the port, which 0 leaves open.

        Raises:
            InvalidConfiguration: somebody else has it, or it may not be had.
        """
        try:
            server, thread = start_http_server(port, host, self.registry)
        except OSError as error:
            raise InvalidConfiguration(
                f"Cannot listen at {host}, port {port}: {error.strerror}.",
                hint="Choose others with --metrics-host and --metrics-port.",
            ) from error
        try:
            yield server.server_port
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class Metrics(WorkerMetrics):
    """The figures of a server, which may work on jobs as well."""

    def __init__(self) -> None:
        super().__init__()
        registry = self.registry
        self.requests = Counter(
            "paillasse_http_requests", "Requests by route and status.", ("method", "route", "status"), registry=registry
        )
        self.request_seconds = Histogram(
            "paillasse_http_request_seconds",
            "From the first byte of a request to the last of its response.",
            ("method", "route"),
            buckets=SECONDS,
            registry=registry,
        )
        self.requests_open = Gauge("paillasse_http_requests_open", "Requests being answered.", registry=registry)
        self.release = Gauge(
            "paillasse_release_info",
            "1 for what answers now: the release in production (none where there is none), and what it is made of.",
            ("release", "config", "generation"),
            registry=registry,
        )
        self.answers = AnswerFigures(registry)
        self.prediction_seconds = self.answers.prediction_seconds
        self.models = ModelFigures(registry)
        self.standing = StandingFigures(registry)
        self.feedback = FeedbackFigures(registry)
        self.judge = JudgeFigures(registry)
        self.drift = DriftFigures(registry)
        self.rollout = RolloutFigures(registry)

    def answers_by(self, release: str, config: str, generation: str) -> None:
        """Tell what answers now."""
        self.release.clear()
        self.release.labels(release or "none", config, generation).set(1)

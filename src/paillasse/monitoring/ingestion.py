"""Figures of files on their way to being documents."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0)
_STAGES = ("parse", "structure", "embed", "store")
"""Of every file; some have others as well."""
RESULTS = ("ingested", "unchanged", "failed", "broken_off")
"""`broken_off`: the database, the index or the embedder failed; the file is taken up again."""


class IngestionFigures:
    """What Prometheus learns of the jobs of one process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._files = Counter(
            "paillasse_ingestion_files",
            "Files by what became of them.",
            ("result",),
            registry=registry,
        )
        self._errors = Counter(
            "paillasse_ingestion_errors",
            "Files that are no document, or not yet, by the code of the error.",
            ("code",),
            registry=registry,
        )
        self._pages = Counter("paillasse_ingestion_pages", "Pages of files that became documents.", registry=registry)
        self._passages = Counter("paillasse_ingestion_passages", "Their passages.", registry=registry)
        self._stage_seconds = Histogram(
            "paillasse_ingestion_stage_seconds",
            "By stage, of files that became documents.",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self.open = Gauge("paillasse_ingestion_files_open", "Files at hand in this process.", registry=registry)
        self.progressed = Gauge(
            "paillasse_ingestion_progress_timestamp_seconds",
            "When a file at hand last came forward by a page or a batch of passages; 0 before the first.",
            registry=registry,
        )
        for result in RESULTS:  # a series that begins with its first event hides that from `rate`
            self._files.labels(result)
        for stage in _STAGES:
            self._stage_seconds.labels(stage)

    def ended(self, result: str, code: str = "") -> None:
        """Count a file: one of `RESULTS`, and the code of the error if there was one."""
        self._files.labels(result).inc()
        if code:
            self._errors.labels(code).inc()

    def ingested(self, pages: int, passages: int, stages: Mapping[str, float]) -> None:
        """Count a file that became a document; `stages` in seconds."""
        self.ended("ingested")
        self._pages.inc(pages)
        self._passages.inc(passages)
        for stage, seconds in stages.items():
            self._stage_seconds.labels(stage).observe(seconds)

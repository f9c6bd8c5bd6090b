"""Figures that are looked up when Prometheus asks, rather than counted: what is there, and what waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from paillasse.types.jobs import UNFINISHED, JobCount, JobState


class StandingFigures:
    """How a server stands."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._parts = Gauge(
            "paillasse_part_up",
            "1 for what it takes to answer and is there, as /readyz says.",
            ("part",),
            registry=registry,
        )
        self._breakers = Gauge(
            "paillasse_breaker_open",
            "1 for what failed several times in a row and has not answered since.",
            ("dependency",),
            registry=registry,
        )
        self._jobs = Gauge("paillasse_jobs", "Ingestion jobs of all servers, by state.", ("state",), registry=registry)
        self._oldest = Gauge(
            "paillasse_job_oldest_seconds",
            "Age of the oldest ingestion job in a state that passes; 0 where there is none.",
            ("state",),
            registry=registry,
        )
        self.capacity = Gauge(
            "paillasse_questions_at_once", "Questions that this process works on at once; more wait.", registry=registry
        )
        self.disk_free = Gauge("paillasse_disk_free_bytes", "Free space where the home is.", registry=registry)
        self.disk_size = Gauge("paillasse_disk_size_bytes", "Space in all where the home is.", registry=registry)
        self._differences = Gauge(
            "paillasse_reconcile_differences",
            "Points and files on which database, index and disk did not agree when they were last compared.",
            registry=registry,
        )
        self._compared = Gauge(
            "paillasse_reconcile_timestamp_seconds", "When they were; 0 before the first time.", registry=registry
        )

    def parts(self, up: Mapping[str, bool]) -> None:
        """Tell what is there, by name."""
        for name, there in up.items():
            self._parts.labels(name).set(there)

    def breakers(self, are_open: Mapping[str, bool]) -> None:
        """Tell of each dependency whether its breaker is open; one that is not used any more is told no more."""
        self._breakers.clear()
        for name, is_open in are_open.items():
            self._breakers.labels(name).set(is_open)

    def jobs(self, counts: Mapping[JobState, JobCount], now: datetime) -> None:
        """Tell which jobs there are."""
        for state in JobState:
            self._jobs.labels(state.value).set(counts[state].count if state in counts else 0)
        for state in UNFINISHED:
            age = (now - counts[state].oldest).total_seconds() if state in counts else 0.0
            self._oldest.labels(state.value).set(max(age, 0.0))

    def jobs_unknown(self) -> None:
        """The database cannot be asked: no figure is better than an old one."""
        self._jobs.clear()
        self._oldest.clear()

    def compared(self, differences: int) -> None:
        """Tell on how much the stores do not agree."""
        self._differences.set(differences)
        self._compared.set_to_current_time()

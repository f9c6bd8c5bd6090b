from __future__ import annotations

import math
import socket
from datetime import UTC, datetime, timedelta
from urllib.request import urlopen

import pytest

from paillasse.errors.root import InvalidConfiguration
from paillasse.history.types import Reason
from paillasse.monitoring.feedback_loop import REASONS
from paillasse.monitoring.metrics import Metrics, WorkerMetrics
from paillasse.types.jobs import JobCount, JobState

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def test_a_worker_answers_prometheus_where_it_is_told_to() -> None:
    metrics = WorkerMetrics()
    metrics.ingestion.ingested(3, 9, {})
    with metrics.served("127.0.0.1", 0) as port, urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        text = answer.read().decode()
    assert "paillasse_ingestion_pages_total 3.0" in text
    assert "paillasse_build_info{" in text
    assert "paillasse_http" not in text
    with pytest.raises(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
        pass


def test_a_port_that_somebody_else_has_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InvalidConfiguration, match=f"port {port}"), WorkerMetrics().served("127.0.0.1", port):
            pass


def test_jobs_are_told_by_state_with_the_age_of_the_oldest(metrics: Metrics) -> None:
    counts = {
        JobState.QUEUED: JobCount(3, NOW - timedelta(minutes=2)),
        JobState.FAILED: JobCount(1, NOW - timedelta(days=2)),
    }
    metrics.standing.jobs(counts, NOW)
    value = metrics.registry.get_sample_value
    assert [value("paillasse_jobs", {"state": state}) for state in ("queued", "running", "failed")] == [3, 0, 1]
    assert value("paillasse_job_oldest_seconds", {"state": "queued"}) == 120
    assert value("paillasse_job_oldest_seconds", {"state": "running"}) == 0
    assert value("paillasse_job_oldest_seconds", {"state": "failed"}) is None
    metrics.standing.jobs_unknown()
    assert value("paillasse_jobs", {"state": "queued"}) is None


def test_parts_breakers_and_stores(metrics: Metrics) -> None:
    standing, value = metrics.standing, metrics.registry.get_sample_value
    standing.parts({"database": True, "index": False})
    standing.breakers({"index": True, "openai/old": False})
    standing.breakers({"index": False, "openai/new": True})
    standing.compared(2)
    assert [value("paillasse_part_up", {"part": part}) for part in ("database", "index")] == [1, 0]
    assert value("paillasse_breaker_open", {"dependency": "index"}) == 0
    assert value("paillasse_breaker_open", {"dependency": "openai/new"}) == 1
    assert value("paillasse_breaker_open", {"dependency": "openai/old"}) is None
    assert value("paillasse_reconcile_differences") == 2
    assert (value("paillasse_reconcile_timestamp_seconds") or 0) > 1e9


def test_drift_is_unknown_until_it_is_checked(metrics: Metrics) -> None:
    value = metrics.registry.get_sample_value
    assert math.isnan(value("paillasse_drift_share") or 0)
    metrics.drift.told(0.25, {"language": 1.5}, NOW)
    assert value("paillasse_drift_share") == 0.25
    assert value("paillasse_drift_feature", {"feature": "language"}) == 1.5
    assert value("paillasse_drift_checked_timestamp_seconds") == NOW.timestamp()


def test_opinions_and_reviews(metrics: Metrics) -> None:
    value = metrics.registry.get_sample_value
    assert set(REASONS) == set(Reason)
    assert value("paillasse_feedback_total", {"thumb": "down", "reason": "wrong"}) == 0
    metrics.feedback.given("down", "wrong")
    metrics.feedback.reviewed("accepted")
    assert value("paillasse_feedback_total", {"thumb": "down", "reason": "wrong"}) == 1
    assert value("paillasse_feedback_total", {"thumb": "up", "reason": ""}) == 0
    assert value("paillasse_feedback_reviews_total", {"state": "accepted"}) == 1

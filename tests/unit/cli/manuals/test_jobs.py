from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jobs_bench import Bench
from paillasse.adapters.home_lock import HomeLock
from paillasse.composition import startup
from paillasse.types.jobs import Job, JobState, Trouble


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Jobs in memory, which the commands find."""
    found = Bench(tmp_path / "home")

    @asynccontextmanager
    async def opened(*_: object) -> AsyncIterator[object]:
        yield found.board

    monkeypatch.setattr(startup, "open_board", opened)
    return found


@pytest.fixture
def failed(bench: Bench) -> Job:
    async def fail() -> Job:
        job = await bench.submit(name="pompe.md")
        begun = await bench.store.claim(job.id, 1)
        assert begun is not None
        trouble = Trouble("encrypted_pdf", "Locked.", "Unlock it.")
        await bench.store.settle(replace(begun, state=JobState.FAILED, trouble=trouble, failures=1))
        return job

    return asyncio.run(fail())


def test_none_yet(run: Any, bench: Bench) -> None:
    assert "No jobs." in run("jobs", "list").out


def test_a_failed_job_shows_its_reason_and_is_tried_again(run: Any, bench: Bench, failed: Job) -> None:
    listed = run("jobs", "list", "--collection", "default")
    assert "pompe.md" in listed.out
    assert "failed" in listed.out
    shown = run("jobs", "show", failed.id)
    assert "encrypted_pdf: Locked. Unlock it." in " ".join(shown.out.split())
    assert "1, of which failed 1" in shown.out
    assert json.loads(run("jobs", "show", "--json", failed.id).out)["trouble"]["code"] == "encrypted_pdf"
    assert [job["id"] for job in json.loads(run("jobs", "list", "--json").out)] == [failed.id]
    assert "already" in run("jobs", "cancel", failed.id).out
    assert "queued again" in run("jobs", "retry", failed.id).out
    refused = run("jobs", "retry", failed.id)
    assert (refused.code, "job_not_retriable" in refused.err) == (1, True)
    assert "is stopped by the worker" in run("jobs", "cancel", failed.id).out
    assert "stopping" in run("jobs", "list").out


def test_a_job_never_begun_is_cancelled(run: Any, bench: Bench) -> None:
    job = asyncio.run(bench.submit())
    assert "is cancelled" in run("jobs", "cancel", job.id).out
    assert bench.files() == []


def test_a_running_job_shows_how_far_it_is(run: Any, bench: Bench) -> None:
    async def begin() -> Job:
        job = await bench.submit()
        begun = await bench.store.claim(job.id, 1)
        assert begun is not None
        await bench.store.report(begun, "parse", 3, 9)
        return job

    job = asyncio.run(begin())
    assert "parse 3/9" in run("jobs", "list").out
    assert "running" in run("jobs", "show", job.id).out


def test_an_unknown_job_is_an_error_with_a_hint(run: Any, bench: Bench) -> None:
    done = run("jobs", "show", "x")
    assert (done.code, "job_not_found" in done.err, "paillasse jobs list" in done.err) == (1, True, True)


def test_a_second_process_on_an_embedded_home_hears_why_not(run: Any, tmp_path: Path) -> None:
    lock = HomeLock(tmp_path / "home")
    try:
        done = run("worker")
    finally:
        lock.release()
    assert done.code == 1
    assert "PAILLASSE_DATABASE_URL and PAILLASSE_QDRANT_URL" in " ".join(done.err.split())


def test_a_worker_works_until_it_is_stopped(run: Any, services: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def stopped(*_: object, alone: bool) -> None:
        assert alone
        raise asyncio.CancelledError

    monkeypatch.setattr("paillasse.composition.worker.work", stopped)
    done = run("worker")
    assert done.code == 130
    assert "Working on ingestion jobs" in done.err


def test_a_worker_that_is_to_listen_needs_to_know_the_bucket(
    run: Any, services: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def works(*_: object, alone: bool) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("paillasse.composition.worker.work", works)
    monkeypatch.setenv("PAILLASSE_ARRIVALS_SUBSCRIPTION", "projects/p/subscriptions/s")
    done = run("worker")
    assert done.code == 1
    assert "PAILLASSE_ARRIVALS_URL is not" in " ".join(done.err.split())

from __future__ import annotations

import asyncio
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from jobs_bench import Bench, blocks, forever
from memory_services import memory_services
from paillasse.composition.worker import join_jobs, limits, work
from paillasse.errors.jobs import JobNotFound, JobNotRetriable, UploadLost
from paillasse.errors.storage import StorageError
from paillasse.jobs.upkeep import Upkeep
from paillasse.monitoring.metrics import WorkerMetrics
from paillasse.types.jobs import JobState


async def test_the_same_file_ten_times_at_once_is_one_job(bench: Bench) -> None:
    found = await asyncio.gather(*(bench.submit(name=f"{n}.md") for n in range(10)))
    assert len({job.id for job in found}) == 1
    assert bench.files() == [found[0].id, f"{found[0].id}/{found[0].filename}"]


async def test_a_job_says_who_sent_what(bench: Bench) -> None:
    job = await bench.board.submit(blocks(b"# Pump"), "../pump.md", "lab", "user-9")
    assert (job.filename, job.collection, job.owner, job.size, job.state) == (
        "pump.md",
        "lab",
        "user-9",
        6,
        JobState.QUEUED,
    )
    assert [found.id for found in await bench.board.list(["lab"])] == [job.id]


async def test_a_job_that_could_not_be_recorded_is_swept(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(_: object) -> None:
        raise StorageError("gone")

    monkeypatch.setattr(bench.store, "add", gone)
    with pytest.raises(StorageError):
        await bench.submit()
    upkeep = Upkeep(bench.store, bench.uploads)
    for alone in (False, True):
        await upkeep.sweep_uploads(alone=alone)
        assert len(bench.files()) == 2  # it might be on its way
    for path in (bench.home / "uploads").rglob("*"):
        os.utime(path, (time.time() - 60, time.time() - 60))
    await upkeep.sweep_uploads(alone=False)
    assert len(bench.files()) == 2
    await upkeep.sweep_uploads(alone=True)
    assert bench.files() == []


async def test_cancelling_what_never_began_removes_its_file(bench: Bench) -> None:
    job = await bench.submit()
    bench.stores.readings.put(job.sha256, "page 1", b"read")  # by an attempt that was given back
    assert (await bench.board.cancel(job.id)).state is JobState.CANCELLED
    assert bench.files() == []
    assert bench.stores.readings.get(job.sha256, "page 1") is None
    with pytest.raises(JobNotRetriable, match="cancelled") as refused:
        await bench.board.retry(job.id)
    assert "sent again" in refused.value.hint


async def test_only_a_job_that_failed_and_kept_its_file_is_tried_again(bench: Bench) -> None:
    with pytest.raises(JobNotFound):
        await bench.board.retry("x")
    job = await bench.submit()
    bench.uploads.path(job.id).write_text("other")
    assert (await bench.perform(job.id)).state is JobState.FAILED
    assert (await bench.board.retry(job.id)).state is JobState.QUEUED
    assert (await bench.perform(job.id)).state is JobState.FAILED
    bench.uploads.remove(job.id)
    with pytest.raises(UploadLost):
        await bench.board.retry(job.id)


async def test_watching_tells_every_change_and_ends(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paillasse.jobs.board._LOOK_SECONDS", 0.01)
    bench.pipeline.ingest = forever
    job = await bench.submit()
    attempt = asyncio.create_task(bench.perform(job.id))
    seen = []
    async for progress in bench.board.watch(job.id):
        seen.append((progress.state, progress.stage))
        if progress.stage == "parse":
            await bench.board.cancel(job.id)
    await attempt
    assert seen[0] == (JobState.QUEUED, "")
    assert (JobState.RUNNING, "parse") in seen
    assert seen[-1][0] is JobState.CANCELLED
    assert len(seen) == len(set(seen))
    with pytest.raises(JobNotFound):
        await anext(bench.board.watch("x"))


async def test_what_is_under_way_of_a_content_is_withdrawn(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paillasse.jobs.board._LOOK_SECONDS", 0.01)
    monkeypatch.setattr("paillasse.jobs.runner._REPORT_SECONDS", 0.01)
    bench.pipeline.ingest = forever
    running, other = await bench.submit(b"# a"), await bench.submit(b"# b")
    attempt = asyncio.create_task(bench.perform(running.id))
    async for progress in bench.board.watch(running.id):
        if progress.stage == "parse":
            break
    await bench.board.withdraw("lab", running.sha256)
    assert (await bench.board.get(running.id)).state is JobState.RUNNING
    await bench.board.withdraw("default", running.sha256)
    assert (await attempt).state is JobState.CANCELLED
    assert (await bench.board.get(other.id)).state is JobState.QUEUED


async def test_a_job_that_does_not_stop_is_not_waited_for_long(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("paillasse.jobs.board._STOP_SECONDS", 0.01)
    job = await bench.submit()
    [(queued, ticket)] = (await bench.store.unfinished()).items()
    assert await bench.store.claim(queued.id, ticket)  # by a worker that is being stopped itself
    await bench.board.withdraw("default", job.sha256)
    assert (await bench.board.get(job.id)).cancel_requested


async def test_lost_tickets_are_replaced_and_others_left_alone(bench: Bench) -> None:
    lost, kept = await bench.submit(b"# a"), await bench.submit(b"# b")
    del bench.queue._waiting[1]
    await Upkeep(bench.store, bench.uploads).give_back(bench.queue, 0)
    assert {job.id: ticket for job, ticket in (await bench.store.unfinished()).items()} == {lost.id: 3, kept.id: 2}


async def test_a_worker_in_memory_ingests_for_real(tmp_path: Path) -> None:
    services = memory_services(tmp_path)
    jobs = join_jobs(services, WorkerMetrics().ingestion)
    working = asyncio.create_task(work(jobs, limits(services.settings), alone=True))
    job = await jobs.board.submit(blocks(b"# Pump\n\nOpen the lid of the pump.\n"), "pump.md", "default", "user-1")
    async for progress in jobs.board.watch(job.id):
        last = progress
    assert last.state is JobState.DONE
    assert [d.id for d in await services.documents.list()] == [last.document_id]
    assert (await services.reconcile(repair=False)).differences == 0
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working


async def test_the_record_of_a_finished_job_is_kept_for_a_while(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    finished = await bench.perform((await bench.submit()).id)
    waiting = await bench.submit(b"# Another")
    upkeep = Upkeep(bench.store, bench.uploads)
    await upkeep.forget_finished()
    assert len(await bench.board.list()) == 2
    monkeypatch.setattr("paillasse.jobs.upkeep._RECORD_KEPT", timedelta(0))
    await upkeep.forget_finished()
    assert [job.id for job in await bench.board.list()] == [waiting.id]
    assert finished.state is JobState.DONE

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from jobs_bench import Bench, forever, ingested
from paillasse.errors.models import EmbedderBusy, EmbedderRejected
from paillasse.errors.storage import DiskFull, StorageError
from paillasse.ingestion.pipeline import document_id
from paillasse.ingestion.verdicts import Verdict
from paillasse.jobs import runner
from paillasse.jobs.retries import MAX_FAILURES
from paillasse.protocols.jobs import TryLaterError
from paillasse.protocols.retrieval import IndexPoint
from paillasse.types.ingestion import IngestionRecord, IngestionState
from paillasse.types.jobs import JobState


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_REPORT_SECONDS", 0.01)


def raising(error: Exception) -> Any:
    async def ingest(*_: object) -> Verdict:
        raise error

    return ingest


async def reached(bench: Bench, job_id: str, stage: str) -> None:
    while (await bench.board.get(job_id)).stage != stage:  # noqa: ASYNC110 - as those who watch do
        await asyncio.sleep(0.01)


async def leave_traces(bench: Bench, job_id: str) -> str:
    """What a killed attempt may leave: pages that were read, a file, points, a journal that says `running`."""
    job = await bench.store.get(job_id)
    bench.stores.readings.put(job.sha256, "page 1", b"read")
    identifier = document_id(job.collection, job.sha256)
    bench.stores.files.put(bench.uploads.path(job_id), job.sha256)
    await bench.stores.index.upsert([IndexPoint("c", identifier, "default", "fr", "prose", [1.0] * 64)])
    running = IngestionRecord(job.sha256, job.filename, "default", IngestionState.RUNNING, datetime.now(UTC))
    await bench.stores.journal.record(running)
    return identifier


async def assert_no_traces(bench: Bench) -> None:
    assert list((bench.home / "readings").glob("*")) == []
    assert list(bench.stores.files.hashes()) == []
    assert await bench.stores.index.chunk_ids() == {}
    assert await bench.stores.journal.list() == []


async def test_a_file_becomes_a_document_and_its_upload_goes(bench: Bench) -> None:
    job = await bench.submit()
    assert bench.files() == [job.id, f"{job.id}/a.md"]
    done = await bench.perform(job.id)
    assert (done.state, done.document_id, done.stage, done.done, done.total) == (
        JobState.DONE,
        "default/doc",
        "parse",
        1,
        2,
    )
    assert bench.files() == []
    await bench.runner.perform(job.id, 1)
    assert (await bench.board.get(job.id)).attempt == 1


async def test_what_the_document_lacks_stands_in_the_job(bench: Bench) -> None:
    async def unread(path: Any, collection: str, progress: Any) -> Verdict:
        return replace(await ingested(path, collection, progress), message="No OCR.", hint="Install it.")

    bench.pipeline.ingest = unread
    done = await bench.perform((await bench.submit()).id)
    assert done.trouble is not None
    assert (done.trouble.code, done.trouble.message, done.trouble.hint) == ("", "No OCR.", "Install it.")


async def test_a_file_to_blame_is_dead_lettered_at_once_with_its_reason(bench: Bench) -> None:
    async def encrypted(path: Any, *_: object) -> Verdict:
        return Verdict(str(path), "failed", error="encrypted_pdf", message="Locked.", hint="Unlock it.")

    bench.pipeline.ingest = encrypted
    job = await bench.submit()
    await leave_traces(bench, job.id)
    failed = await bench.perform(job.id)
    assert failed.state is JobState.FAILED
    assert failed.trouble is not None
    assert (failed.trouble.code, failed.trouble.hint) == ("encrypted_pdf", "Unlock it.")
    assert bench.files() == [job.id, f"{job.id}/a.md"]
    await assert_no_traces(bench)


@pytest.mark.parametrize("error", [EmbedderBusy("busy", retry_after=100.0), StorageError("gone"), DiskFull("full")])
async def test_what_may_pass_is_tried_again_later(bench: Bench, error: Any) -> None:
    bench.pipeline.ingest = raising(error)
    job = await bench.submit()
    with pytest.raises(TryLaterError) as later:
        await bench.perform(job.id)
    assert later.value.seconds == (100.0 if isinstance(error, EmbedderBusy) else 5.0)
    waiting = await bench.board.get(job.id)
    assert (waiting.state, waiting.failures) == (JobState.QUEUED, 1)
    assert waiting.trouble is not None
    assert waiting.trouble.code == error.code
    assert waiting.retry_at is not None
    bench.pipeline.ingest = ingested
    assert (await bench.perform(job.id)).state is JobState.DONE


async def test_what_never_passes_is_given_up(bench: Bench) -> None:
    bench.pipeline.ingest = raising(StorageError("gone"))
    job = await bench.submit()
    for _ in range(MAX_FAILURES):
        with pytest.raises(TryLaterError):
            await bench.perform(job.id)
    assert (await bench.perform(job.id)).state is JobState.FAILED


@pytest.mark.parametrize(
    ("error", "code"), [(EmbedderRejected("key"), "embedder_rejected"), (ValueError("x"), "defect")]
)
async def test_what_cannot_pass_is_not_tried_again(bench: Bench, error: Exception, code: str) -> None:
    bench.pipeline.ingest = raising(error)
    failed = await bench.perform((await bench.submit()).id)
    assert failed.state is JobState.FAILED
    assert failed.trouble is not None
    assert failed.trouble.code == code


async def test_a_job_that_kills_its_workers_is_given_up(bench: Bench) -> None:
    job = await bench.submit()
    for _ in range(MAX_FAILURES + 1):
        await bench.store.claim(job.id, 1)
    failed = await bench.perform(job.id)
    assert failed.state is JobState.FAILED
    assert failed.trouble is not None
    assert failed.trouble.code == "job_abandoned"


async def test_a_running_job_is_cancelled_and_leaves_nothing(bench: Bench) -> None:
    bench.pipeline.ingest = forever
    job = await bench.submit()
    attempt = asyncio.create_task(bench.perform(job.id))
    await reached(bench, job.id, "parse")
    await leave_traces(bench, job.id)
    await bench.board.cancel(job.id)
    assert (await attempt).state is JobState.CANCELLED
    assert bench.files() == []
    await assert_no_traces(bench)


async def test_a_job_being_stored_is_not_cancelled_any_more(bench: Bench) -> None:
    release = asyncio.Event()

    async def storing(path: Any, collection: str, progress: Any) -> Verdict:
        verdict = await ingested(path, collection, progress)
        progress("embed", 7, 7)
        await release.wait()
        return verdict

    bench.pipeline.ingest = storing
    job = await bench.submit()
    attempt = asyncio.create_task(bench.perform(job.id))
    await reached(bench, job.id, "embed")
    await bench.board.cancel(job.id)
    await asyncio.sleep(0.05)
    release.set()
    assert (await attempt).state is JobState.DONE


async def test_a_wish_to_cancel_found_at_the_beginning(bench: Bench) -> None:
    job = await bench.submit()
    await bench.store.claim(job.id, 1)
    await bench.board.cancel(job.id)
    await leave_traces(bench, job.id)
    assert (await bench.perform(job.id)).state is JobState.CANCELLED
    assert bench.files() == []
    await assert_no_traces(bench)


async def test_a_wish_to_cancel_wins_over_another_try(bench: Bench) -> None:
    job = await bench.submit()

    async def gone(*_: object) -> Verdict:
        await bench.store.cancel(job.id)
        raise StorageError("gone")

    bench.pipeline.ingest = gone
    assert (await bench.perform(job.id)).state is JobState.CANCELLED


async def test_a_worker_told_to_stop_gives_the_job_back(bench: Bench) -> None:
    bench.pipeline.ingest = forever
    job = await bench.submit()
    attempt = asyncio.create_task(bench.perform(job.id))
    await reached(bench, job.id, "parse")
    bench.stores.readings.put(job.sha256, "page 1", b"read")
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    back = await bench.board.get(job.id)
    assert (back.state, back.failures) == (JobState.QUEUED, 0)
    assert bench.stores.readings.get(job.sha256, "page 1") == b"read"
    bench.pipeline.ingest = ingested
    assert (await bench.perform(job.id)).state is JobState.DONE


async def test_a_worker_that_was_overtaken_stops_and_touches_nothing(bench: Bench) -> None:
    bench.pipeline.ingest = forever
    job = await bench.submit()
    attempt = asyncio.create_task(bench.perform(job.id))
    await reached(bench, job.id, "parse")
    heir = await bench.store.claim(job.id, 1)
    await leave_traces(bench, job.id)
    assert (await attempt) == heir
    assert len(list(bench.stores.files.hashes())) == 1
    assert bench.files() == [job.id, f"{job.id}/a.md"]


async def test_who_was_overtaken_while_failing_clears_nothing_up(bench: Bench) -> None:
    job = await bench.submit()

    async def overtaken(path: Any, *_: object) -> Verdict:
        await bench.store.claim(job.id, 1)
        await leave_traces(bench, job.id)
        return Verdict(str(path), "failed", error="damaged_pdf", message="Broken.")

    bench.pipeline.ingest = overtaken
    assert (await bench.perform(job.id)).state is JobState.RUNNING
    assert len(list(bench.stores.files.hashes())) == 1


async def test_a_file_that_another_collection_has_under_way_is_kept(bench: Bench) -> None:
    job = await bench.submit()
    await bench.board.submit(_one(b"# Autoclave\n\nOpen the lid."), "b.md", "lab", "user-2")
    await bench.store.claim(job.id, 1)
    await bench.board.cancel(job.id)
    await leave_traces(bench, job.id)
    await bench.perform(job.id)
    assert list(bench.stores.files.hashes()) == [job.sha256]


async def _one(content: bytes) -> Any:
    yield content


async def test_an_upload_that_changed_or_went_is_said(bench: Bench) -> None:
    job = await bench.submit()
    bench.uploads.path(job.id).write_text("other")
    changed = await bench.perform(job.id)
    assert changed.trouble is not None
    assert changed.trouble.code == "upload_lost"
    gone = await bench.submit(b"# Other")
    bench.uploads.remove(gone.id)
    lost = await bench.perform(gone.id)
    assert lost.trouble is not None
    assert lost.trouble.code == "upload_lost"


async def test_progress_that_cannot_be_written_does_not_stop_the_work(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0
    release = asyncio.Event()

    async def gone(*_: object) -> Any:
        nonlocal calls
        calls += 1
        release.set()
        raise StorageError("gone")

    async def slow(path: Any, collection: str, progress: Any) -> Verdict:
        await release.wait()
        return await ingested(path, collection, progress)

    bench.pipeline.ingest = slow
    monkeypatch.setattr(bench.store, "report", gone)
    assert (await bench.perform((await bench.submit()).id)).state is JobState.DONE
    assert calls >= 1

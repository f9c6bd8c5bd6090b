"""`paillasse ingest` stopped in every way there is: each document is absent or complete, and the next run goes on."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from home_commands import SAMPLES, children, end, paillasse, servers, started
from paillasse.adapters.embedded_postgres import EmbeddedPostgres
from paillasse.adapters.embedding.opening import open_embedder
from paillasse.adapters.file_store import DiskFileStore
from paillasse.adapters.qdrant_edge import EdgeChunkIndex
from paillasse.ingestion.reconciliation import reconcile
from paillasse.pipeline_config import PipelineConfig
from paillasse.settings import Settings
from paillasse.storage.chunks import PostgresChunkStore
from paillasse.storage.documents import PostgresDocumentStore
from paillasse.storage.session import Database
from processes import alive, kill

COMPLETE = {path.name for path in SAMPLES.glob("*.pdf")}


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)  # looking takes from who is looked at


def parser_of(process: subprocess.Popen[str]) -> list[int]:
    """The parser process, once it runs."""
    found = []
    for pid in children(process.pid):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
        if b"pdfium" in command:
            found.append(pid)
    return found


async def consistent(home: Path) -> set[str]:
    """Files of the documents there; what an interruption left behind is removed, and nothing else is amiss."""
    settings = Settings(home=home)
    server = await EmbeddedPostgres.start(settings.postgres_dir)
    database = await Database.open(server.url)
    embedder = open_embedder(PipelineConfig().embedder, settings)
    generation = PipelineConfig().generation(embedder.name)
    index = await EdgeChunkIndex.open(settings.index_dir / generation, embedder.dimension)
    documents, chunks, files = (
        PostgresDocumentStore(database, generation),
        PostgresChunkStore(database, generation),
        DiskFileStore(settings.files_dir),
    )
    try:
        found = await reconcile(documents, chunks, index, files, generation)
        assert (found.missing_points, found.missing_files) == ({}, ())
        assert (await reconcile(documents, chunks, index, files, generation, repair=never)).differences == 0
        present = await documents.list()
        stored = await chunks.ids_by_document()
        assert {d.id: d.chunk_count for d in present} == {key: len(ids) for key, ids in stored.items()}
        for document in present:
            assert (await documents.page(document.id, document.page_count)).number == document.page_count
        return {d.filename for d in present}
    finally:
        await index.close()
        await database.close()
        await server.stop()


async def never(document_id: str) -> None:
    raise AssertionError(f"{document_id} lacks points")


async def test_killed_again_and_again(home: Path) -> None:
    """Moments spread over the run, counted from when the first page is read; each run goes on from the last."""
    moments = Random(7)  # noqa: S311 - the same moments every time
    there: set[str] = set()
    for longest in (2, 6):
        process = started(home, "ingest", SAMPLES)
        until(lambda: parser_of(process) or process.poll() is not None)  # noqa: B023 - called at once
        await asyncio.sleep(moments.uniform(0, longest))
        if process.poll() is None:
            kill(process.pid)
        process.communicate()
        before, there = there, await consistent(home)
        assert before <= there <= COMPLETE
    again = paillasse(home, "ingest", SAMPLES)
    assert again.returncode == 0, again.stderr
    assert f"{len(COMPLETE - there)} ingested, {len(there)} already there, 0 failed" in again.stdout
    assert await consistent(home) == COMPLETE
    assert "interrupted" not in paillasse(home, "documents", "list").stdout
    assert servers(home) == []
    assert paillasse(home, "reconcile").stdout.strip() == "0 differences, 0 repaired"


async def test_removal_killed(home: Path) -> None:
    name = "quivane_96_thermocycler_en.pdf"
    assert paillasse(home, "ingest", SAMPLES / name).returncode == 0
    process = started(home, "documents", "remove", "--yes", name)
    until(lambda: servers(home) or process.poll() is not None)
    await asyncio.sleep(0.4)
    if process.poll() is None:
        kill(process.pid)
    process.communicate()
    assert await consistent(home) in ({name}, set())
    gone = paillasse(home, "documents", "remove", "--yes", name)
    assert gone.returncode == 0 or "document_not_found" in gone.stderr
    assert await consistent(home) == set()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_in_order(home: Path, number: signal.Signals) -> None:
    process = started(home, "ingest", SAMPLES)
    until(lambda: parser_of(process))
    family = children(process.pid)
    code, out, err = end(process, number)
    assert code == 128 + number
    assert "Stopped. What was finished is kept" in err
    assert "Traceback" not in out + err
    assert not [pid for pid in family if alive(pid)]
    assert servers(home) == []
    assert await consistent(home) <= COMPLETE


def test_ctrl_c_while_the_database_starts_stops_it_too(empty_home: Path) -> None:
    process = started(empty_home, "documents", "list")
    until(lambda: (empty_home / "postgres.log").exists() or list(empty_home.glob("postgres.new-*")))
    code, _, err = end(process, signal.SIGINT)
    assert (code, "Traceback" in err) == (130, False)
    assert servers(empty_home) == []


def test_two_processes_on_one_home(home: Path) -> None:
    process = started(home, "ingest", SAMPLES / "quivane_96_thermocycler_en.pdf")
    until(lambda: parser_of(process))
    refused = paillasse(home, "documents", "list")
    assert refused.returncode == 1
    assert f"is in use by another paillasse (process {process.pid})" in refused.stderr.replace("\n", " ")
    assert "Wait for the other paillasse command" in refused.stderr
    assert refused.stdout == ""
    process.communicate(timeout=60)
    assert process.returncode == 0

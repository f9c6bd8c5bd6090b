"""What commands do while a server holds the home, with the server in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from asking_bench import CENTRIFUGE, SECRET
from memory_services import add
from paillasse.access.types import COMMAND_LINE
from paillasse.cli.there.ask import ask_server
from paillasse.cli.there.documents import corrected, found, listed
from paillasse.cli.there.ingest import ServerIngestion
from paillasse.client.client import Client
from paillasse.client.connection import Connection
from paillasse.composition.worker import limits, work
from paillasse.errors.manuals import DocumentNotFound
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.types.answers import Outcome
from paillasse.types.documents import DocumentKind
from paillasse.types.questions import Scope
from service_bench import ServiceBench

SEAL = "How do I change the lid seal of the Rotorix 400?"


@pytest.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    bench = ServiceBench(tmp_path)
    await add(bench.services, [CENTRIFUGE.content(), SECRET.content()])
    live: Any = bench.service.live
    live.services = replace(bench.services, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    await bench.access.membership.create(COMMAND_LINE, "service")
    return bench


@pytest.fixture
async def client(bench: ServiceBench) -> AsyncIterator[Client]:
    async with bench.client() as http:
        yield Client(Connection(http, bench.access.local_key.text))


@pytest.fixture
async def worker(bench: ServiceBench) -> AsyncIterator[None]:
    task = asyncio.create_task(work(bench.jobs, limits(bench.services.settings), alone=True))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_an_answer_from_one_collection_with_its_trace_where_it_is_wanted(client: Client) -> None:
    plain = await ask_server(client, SEAL, "", "default", traced=False)
    assert {citation.document_id for citation in plain.citations} == {CENTRIFUGE.id}
    assert plain.trace == {}
    traced = await ask_server(client, SEAL, "", "service", traced=True)
    assert {citation.document_id for citation in traced.citations} == {SECRET.id}
    assert traced.trace["generation"]
    refused = await ask_server(client, "Who won the war of the roses?", "", "default", traced=False)
    assert refused.outcome is Outcome.REFUSED


async def test_documents_as_the_home_has_them(bench: ServiceBench, client: Client) -> None:
    own = await bench.services.documents.list(Scope(("default", "service")))
    assert [replace(d, config_hash="") for d in own] == await listed(client)
    assert (await found(client, CENTRIFUGE.id[:8])).id == CENTRIFUGE.id
    with pytest.raises(DocumentNotFound):
        await found(client, "nothing")
    changed = await corrected(client, CENTRIFUGE.id, {"kind": DocumentKind.SOP, "equipment": ("R400",)})
    assert (changed.metadata.kind, changed.metadata.equipment) == (DocumentKind.SOP, ("R400",))


async def test_files_become_documents_or_verdicts(client: Client, worker: None, tmp_path: Path) -> None:
    manual, picture = tmp_path / "pompe.md", tmp_path / "picture.pdf"
    manual.write_text("# Pompe\n\n## Lampe\n\nRemplacez la lampe après 2000 heures.\n", encoding="utf-8")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 100)
    stages: set[str] = set()

    def progress(stage: str, _done: int, _total: int) -> None:
        stages.add(stage)

    ingestion = await ServerIngestion.begin(client, "default")
    verdict = await ingestion.ingest(manual, "default", progress)
    assert (verdict.state, verdict.pages, verdict.status, verdict.error) == ("ingested", 1, "ready", "")
    assert verdict.seconds > 0
    assert (await client.documents.get(verdict.document_id)).sha256 == verdict.sha256
    assert "send" in stages
    again = await (await ServerIngestion.begin(client, "default")).ingest(manual, "default", progress)
    assert (again.state, again.document_id) == ("unchanged", verdict.document_id)
    refused = await ingestion.ingest(picture, "default", progress)
    assert (refused.state, refused.error) == ("failed", "unsupported_format")
    missing = await ingestion.ingest(tmp_path / "none.pdf", "default", progress)
    assert (missing.state, missing.error) == ("failed", "unreadable_file")


async def test_a_file_that_fails_later_and_one_that_is_cancelled(
    bench: ServiceBench, client: Client, tmp_path: Path
) -> None:
    broken, manual = tmp_path / "broken.pdf", tmp_path / "pompe.md"
    broken.write_bytes(b"%PDF-1.7\n" + b"x" * 500)
    manual.write_text("# Pompe\n\nRemplacez la lampe.\n", encoding="utf-8")
    ingestion = await ServerIngestion.begin(client, "default")
    waiting = asyncio.create_task(ingestion.ingest(manual, "default", lambda *_: None))
    while not (jobs := await client.jobs.list()):  # noqa: ASYNC110 - the server tells nobody
        await asyncio.sleep(0.01)
    await client.jobs.cancel(jobs[0].id)
    cancelled = await waiting
    assert (cancelled.state, cancelled.message) == ("failed", "pompe.md was cancelled.")
    task = asyncio.create_task(work(bench.jobs, limits(bench.services.settings), alone=True))
    failed = await ingestion.ingest(broken, "default", lambda *_: None)
    assert (failed.state, failed.error) == ("failed", "damaged_pdf")
    assert failed.hint
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task

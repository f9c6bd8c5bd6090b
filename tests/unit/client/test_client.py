from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from access_stores import PASSWORD
from asking_bench import CENTRIFUGE, SECRET
from memory_services import add
from paillasse.access.errors import CollectionNotFound, Forbidden, NotSignedIn
from paillasse.access.types import Role
from paillasse.api.routes.jobs import streams
from paillasse.client import jobs as client_jobs
from paillasse.client.client import Client, Question, connect
from paillasse.client.connection import Connection
from paillasse.client.errors import ServerUnreachable
from paillasse.client.values import Asked
from paillasse.errors.jobs import JobNotFound, JobNotRetriable
from paillasse.errors.manuals import DocumentNotFound, UnreadableFile, UnsupportedFormat
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import EmptyIndex
from paillasse.history.errors import HistoryNotFound
from paillasse.history.types import Reader
from paillasse.library.errors import RevisionConflict, UnsuitableMetadata
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.types.answers import ClaimAccepted, Outcome
from paillasse.types.jobs import JobState
from sample_content import content
from service_bench import ServiceBench

SEAL = Question("How do I change the lid seal of the Rotorix 400?", "Rotorix 400")


@pytest.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    bench = ServiceBench(tmp_path)
    await bench.user("ann", Role.EXPERT)
    await bench.user("tom")
    await bench.user("eve", collections=("service",))
    await add(bench.services, [CENTRIFUGE.content(), SECRET.content()])
    live: Any = bench.service.live
    live.services = replace(bench.services, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    return bench


@pytest.fixture
async def ann(bench: ServiceBench) -> AsyncIterator[Client]:
    async with bench.client() as http:
        yield Client(Connection(http, bench.tokens["ann"]))


@pytest.fixture
async def tom(bench: ServiceBench) -> AsyncIterator[Client]:
    async with bench.client() as http:
        yield Client(Connection(http, bench.tokens["tom"]))


async def test_an_answer_is_the_one_that_the_answerer_gave(bench: ServiceBench, ann: Client) -> None:
    asked = await ann.ask(SEAL)
    exchange: Any = await bench.service.history._store.exchange(asked.exchange_id, await reader(bench, "ann"))
    assert asked.answer == replace(exchange.response, trace={})
    assert asked.answer.citations[0].rectangles
    assert await ann.trace(asked.exchange_id) == exchange.response.trace
    again = await ann.ask(replace(SEAL, conversation_id=asked.conversation_id))
    assert again.conversation_id == asked.conversation_id


async def reader(bench: ServiceBench, name: str) -> Any:
    identity = await bench.access.identify(bench.tokens[name])
    return Reader.of(identity, await bench.access.membership.scope_of(identity))


async def test_claims_come_before_the_answer(ann: Client) -> None:
    *claims, last = [event async for event in ann.follow(SEAL)]
    assert isinstance(last, Asked)
    assert all(isinstance(event, ClaimAccepted) for event in claims)
    assert [event.claim for event in claims if isinstance(event, ClaimAccepted)] == list(last.answer.claims)
    first = claims[0]
    assert isinstance(first, ClaimAccepted)
    assert first.citations[0] in last.answer.citations
    assert first.warnings[0].text == last.answer.warnings[0].text


async def test_a_refusal_and_errors_while_asking(ann: Client) -> None:
    refused = await ann.ask(Question("Who won the war of the roses?"))
    assert refused.answer.outcome is Outcome.REFUSED
    with pytest.raises(EmptyIndex):
        await ann.ask(replace(SEAL, collections=["service"]))
    with pytest.raises(EmptyIndex):
        await anext(ann.follow(replace(SEAL, collections=[])))
    with pytest.raises(HistoryNotFound):
        await ann.trace("00000000-0000-0000-0000-000000000000")


async def test_searching(ann: Client) -> None:
    found = await ann.search(SEAL, 2)
    assert [each.passage.document_id for each in found] == [CENTRIFUGE.id] * 2
    assert found[0].score >= found[1].score
    assert found[0].lanes
    with pytest.raises(EmptyIndex):
        await ann.search(replace(SEAL, collections=["service"]))


async def test_codes(ann: Client) -> None:
    unknown = await ann.look_up("XY/9999?#..")
    assert (unknown.definitions, unknown.near) == ((), ())


async def test_documents(bench: ServiceBench, ann: Client, tom: Client) -> None:
    [entry] = await ann.documents.list()
    assert (entry.id, entry.collection, entry.metadata.title) == (
        CENTRIFUGE.id,
        "default",
        CENTRIFUGE.content().document.metadata.title,
    )
    assert await ann.documents.get(entry.id) == entry
    assert await ann.documents.list("service") == []
    assert len((await ann.documents.coverage(entry.id)).pages) == entry.page_count
    page = await ann.documents.page(entry.id, 1)
    assert page.number == 1
    assert page.text
    changed = await ann.documents.correct(entry.id, {"title": "Rotorix", "equipment": ["R400"]})
    assert (changed.metadata.title, changed.metadata.equipment) == ("Rotorix", ("R400",))
    with pytest.raises(UnsuitableMetadata):
        await ann.documents.correct(entry.id, {"language": "french"})
    with pytest.raises(Forbidden):
        await tom.documents.remove(entry.id)
    await ann.documents.remove(entry.id)
    assert await ann.documents.list() == []


async def test_what_is_foreign_and_what_there_is_not_are_the_same(ann: Client) -> None:
    for document_id in (SECRET.id, "nothing"):
        with pytest.raises(DocumentNotFound):
            await ann.documents.get(document_id)
        with pytest.raises(DocumentNotFound):
            await ann.documents.page(document_id, 1)


@pytest.mark.parametrize("odd", ["", "..", "../me", "a/coverage", "a?b", "a%2Fb", "a#b", "é", "x" * 65, "a\r\nb"])
async def test_what_cannot_be_an_id_reaches_no_other_path(bench: ServiceBench, ann: Client, odd: str) -> None:
    asked = bench.app.router
    bench.app.router = None  # type: ignore[assignment]  # nothing is sent
    try:
        with pytest.raises(DocumentNotFound):
            await ann.documents.get(odd)
        with pytest.raises(JobNotFound):
            await ann.jobs.get(odd)
    finally:
        bench.app.router = asked


async def test_a_file_is_sent_and_its_job_watched(bench: ServiceBench, ann: Client, tmp_path: Path) -> None:
    manual = tmp_path / "Manuel d'été.md"
    manual.write_text("# Lampe\n\nRemplacez la lampe.\n" * 20_000, encoding="utf-8")
    steps: list[tuple[int, int]] = []
    job = await ann.documents.upload(manual, "default", lambda done, total: steps.append((done, total)))
    assert (job.filename, job.size) == ("Manuel d'été.md", manual.stat().st_size)
    assert steps[-1] == (job.size, job.size)
    assert len(steps) > 1
    assert await ann.jobs.get(job.id) == job
    assert await ann.jobs.list() == [job]
    watching = asyncio.create_task(seen(ann, job.id))
    await asyncio.sleep(0.1)
    cancelled = await ann.jobs.cancel(job.id)
    assert cancelled.state is JobState.CANCELLED
    assert [progress.state for progress in await watching] == [JobState.QUEUED, JobState.CANCELLED]
    with pytest.raises(JobNotRetriable):
        await ann.jobs.retry(job.id)


async def test_a_stream_that_ends_early_is_opened_again(
    ann: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_LIFE_SECONDS", 0.05)
    monkeypatch.setattr(client_jobs, "_AGAIN_SECONDS", 0.01)
    manual = tmp_path / "lamp.md"
    manual.write_text("# Lamp\n")
    job = await ann.documents.upload(manual, "default")
    watching = asyncio.create_task(seen(ann, job.id))
    await asyncio.sleep(1.5)
    await ann.jobs.cancel(job.id)
    assert [progress.state for progress in await watching] == [JobState.QUEUED, JobState.CANCELLED]


async def seen(client: Client, job_id: str) -> list[Any]:
    return [progress async for progress in client.jobs.watch(job_id)]


async def test_files_that_are_not_taken(ann: Client, tom: Client, tmp_path: Path) -> None:
    picture = tmp_path / "picture.pdf"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 1000)
    with pytest.raises(UnsupportedFormat):
        await ann.documents.upload(picture, "default")
    with pytest.raises(CollectionNotFound):
        await ann.documents.upload(picture, "service")
    with pytest.raises(Forbidden):
        await tom.documents.upload(picture, "default")
    with pytest.raises(UnreadableFile, match="No such file"):
        await ann.documents.upload(tmp_path / "none.pdf", "default")


async def test_signing_in(bench: ServiceBench) -> None:
    async with bench.client() as http:
        client = Client(Connection(http, ""))
        await client.sign_in("tom", PASSWORD)
        assert len(await client.documents.list()) == 1
        await client.sign_out()
        with pytest.raises(NotSignedIn):
            await client.documents.list()


@pytest.mark.parametrize("url", ["", "manuals.example.org", "ftp://manuals.example.org", "http://", "https://a\x00b"])
async def test_what_is_no_address(url: str) -> None:
    with pytest.raises(InvalidConfiguration):
        async with connect(url):
            pass


async def test_a_key_for_this_machine_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.invalid:3128")
    monkeypatch.setenv("ALL_PROXY", "http://proxy.invalid:3128")
    async with connect("http://127.0.0.1:1", "key") as client:
        assert client._connection._http._mounts == {}
        with pytest.raises(ServerUnreachable):
            await client.documents.list()
    async with connect("http://manuals.invalid", "key") as client:
        assert client._connection._http._mounts


async def test_revisions_are_put_in_order_compared_and_reinstated(bench: ServiceBench, ann: Client) -> None:
    await add(bench.services, [content("a"), content("b")])
    compared = await ann.documents.compare("document-a", "document-b")
    assert (compared.changes, compared.unchanged) == ((), 2)
    [centrifuge] = [each for each in await ann.documents.list() if not each.id.startswith("document-")]
    changed = await ann.documents.compare("document-a", centrifuge.id)
    assert {change.kind for change in changed.changes} == {"added", "removed"}
    assert (await ann.documents.supersede("document-a", "document-b")).supersedes == "document-a"
    assert [each.id for each in await ann.documents.list(standing="superseded")] == ["document-a"]
    with pytest.raises(RevisionConflict):
        await ann.documents.supersede("document-a", "document-b")
    assert (await ann.documents.reinstate("document-a")).current

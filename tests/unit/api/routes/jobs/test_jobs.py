"""Jobs over HTTP: one's own collections, and nothing of others."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from jobs_bench import blocks
from paillasse.access.types import COMMAND_LINE, Action, Role
from paillasse.api.routes.jobs import streams
from paillasse.errors.storage import StorageError
from paillasse.types.jobs import Job, JobState, Trouble
from service_bench import ServiceBench

URL = "/api/v1/jobs"


@pytest.fixture
async def expert(bench: ServiceBench) -> AsyncIterator[httpx.AsyncClient]:
    await bench.user("ada", Role.EXPERT)
    await bench.user("bob", Role.EXPERT, ("lab",))
    async with bench.client("ada") as client:
        yield client


async def submitted(bench: ServiceBench, text: str, collection: str = "default") -> Job:
    return await bench.jobs.board.submit(blocks(text.encode()), f"{text}.md", collection, "user-1")


async def failed(bench: ServiceBench, job: Job) -> Job:
    store: Any = bench.jobs.board._store
    held = await store.claim(job.id, store._tickets[job.id])
    trouble = Trouble("encrypted_pdf", "It asks for a password.", "Save a copy without it.")
    await store.settle(replace(held, state=JobState.FAILED, trouble=trouble))
    return await store.get(job.id)


async def test_jobs_come_in_pages_the_latest_first(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    ids = [(await submitted(bench, f"{n}")).id for n in range(5)]
    await submitted(bench, "of others", "lab")
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await expert.get(URL, params={"limit": 2, **cursor})).json()
        found += [job["id"] for job in page["jobs"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert found == ids[::-1]
    assert (await expert.get(URL, params={"cursor": "none of ours"})).status_code == 422
    assert (await expert.get(URL, params={"state": "asleep"})).status_code == 422


async def test_jobs_in_a_state(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    broken = await failed(bench, await submitted(bench, "a"))
    await submitted(bench, "b")
    (job,) = (await expert.get(URL, params={"state": "failed"})).json()["jobs"]
    assert job["id"] == broken.id
    assert job["trouble"] == {
        "code": "encrypted_pdf",
        "message": "It asks for a password.",
        "hint": "Save a copy without it.",
    }


async def test_a_job_of_others_is_not_there(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    theirs = await submitted(bench, "of others", "lab")
    answers: list[tuple[int, str]] = []
    for job_id in (theirs.id, "00000000-0000-0000-0000-000000000000"):
        for method, path in (("GET", ""), ("GET", "/events"), ("POST", "/cancel"), ("POST", "/retry")):
            response = await expert.request(method, f"{URL}/{job_id}{path}")
            answers.append((response.status_code, response.json()["code"]))
    assert set(answers) == {(404, "job_not_found")}
    assert (await bench.jobs.board.get(theirs.id)) == theirs


async def test_technicians_look_and_no_more(bench: ServiceBench) -> None:
    await bench.user("tom")
    job = await submitted(bench, "a")
    async with bench.client("tom") as client:
        assert (await client.get(f"{URL}/{job.id}")).json()["state"] == "queued"
        assert (await client.post(f"{URL}/{job.id}/cancel")).status_code == 403
        assert (await client.post(f"{URL}/{job.id}/retry")).status_code == 403


async def test_a_job_is_cancelled_and_another_tried_again(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    waiting = await submitted(bench, "a")
    assert (await expert.post(f"{URL}/{waiting.id}/cancel")).json()["state"] == "cancelled"
    refused = await expert.post(f"{URL}/{waiting.id}/retry")
    assert (refused.status_code, refused.json()["code"]) == (409, "job_not_retriable")
    broken = await failed(bench, await submitted(bench, "b"))
    assert (await expert.post(f"{URL}/{broken.id}/retry")).json()["state"] == "queued"
    again = await failed(bench, broken)
    bench.jobs.board._uploads.remove(again.id)
    lost = await expert.post(f"{URL}/{again.id}/retry")
    assert (lost.status_code, lost.json()["code"]) == (410, "upload_lost")
    noted = [(entry.action, entry.target) for entry in await bench.access.audit.list(2)]
    assert noted == [(Action.JOB_RETRY, broken.id), (Action.JOB_CANCEL, waiting.id)]


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Names and data of server-sent events."""
    found = [dict(line.split(": ", 1) for line in block.splitlines()) for block in text.strip().split("\n\n")]
    return [(event["event"], json.loads(event["data"])) for event in found]


async def test_progress_is_told_until_the_end(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    job = await submitted(bench, "a")
    watching = asyncio.create_task(expert.get(f"{URL}/{job.id}/events"))
    await asyncio.sleep(0.1)
    broken = await failed(bench, job)
    response = await watching
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response.text)
    assert [(name, data["state"]) for name, data in told] == [("progress", "queued"), ("progress", "failed")]
    assert told[-1][1]["trouble"]["code"] == "encrypted_pdf"
    assert events((await expert.get(f"{URL}/{broken.id}/events")).text) == told[-1:]


async def test_what_ends_the_telling_is_told_and_logged(
    bench: ServiceBench,
    expert: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    job = await submitted(bench, "a")
    store: Any = bench.jobs.board._store
    found = await store.get(job.id)
    answers = [found, found]

    async def get(*_: object) -> Job:
        if answers:
            return answers.pop()
        raise StorageError("The database refused: connection to 10.1.2.3 failed")

    monkeypatch.setattr(store, "get", get)
    told = events((await expert.get(f"{URL}/{job.id}/events")).text)
    assert [name for name, _ in told] == ["progress", "error"]
    assert told[-1][1]["code"] == "storage_error"
    assert "10.1.2.3" not in str(told)
    assert "10.1.2.3" in caplog.text


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rights and jobs are looked at all the time."""
    monkeypatch.setattr(streams, "_RIGHTS_SECONDS", 0.0)
    monkeypatch.setattr(streams, "_LOOK_SECONDS", 0.01)


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize(("suspended", "code"), [(True, "not_signed_in"), (False, "job_not_found")])
async def test_whoever_loses_a_right_is_told_nothing_more(
    bench: ServiceBench, expert: httpx.AsyncClient, suspended: bool, code: str
) -> None:
    job, ada = await submitted(bench, "a"), (await bench.access.accounts.find("ada")).id
    watching = asyncio.create_task(expert.get(f"{URL}/{job.id}/events"))
    await asyncio.sleep(0.1)
    if suspended:
        await bench.access.accounts.suspend(COMMAND_LINE, ada)
    else:
        await bench.access.membership.remove_member(COMMAND_LINE, "default", ada)
    await asyncio.sleep(0.1)
    await failed(bench, job)
    told = events((await asyncio.wait_for(watching, 3)).text)
    assert [(name, data.get("code", "")) for name, data in told] == [("progress", ""), ("error", code)]


@pytest.mark.usefixtures("often")
async def test_a_stream_ends_by_itself(
    bench: ServiceBench, expert: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await submitted(bench, "a")
    watching = asyncio.create_task(expert.get(f"{URL}/{job.id}/events"))
    await asyncio.sleep(0.1)
    monkeypatch.setattr(bench.app.state.streams, "_stopping", lambda: True)
    assert len(events((await asyncio.wait_for(watching, 3)).text)) == 1
    monkeypatch.undo()
    monkeypatch.setattr(streams, "_LIFE_SECONDS", 0.05)
    assert len(events((await asyncio.wait_for(expert.get(f"{URL}/{job.id}/events"), 3)).text)) == 1


@pytest.mark.usefixtures("often")
async def test_nobody_watches_more_than_so_many(
    bench: ServiceBench, expert: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "_PER_USER", 2)
    job, theirs = await submitted(bench, "a"), await submitted(bench, "b", "lab")
    watching = [asyncio.create_task(expert.get(f"{URL}/{job.id}/events")) for _ in range(2)]
    await asyncio.sleep(0.1)
    refused = await expert.get(f"{URL}/{job.id}/events")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_streams")
    async with bench.client("bob") as other:
        await bench.jobs.board.cancel(theirs.id)
        assert (await other.get(f"{URL}/{theirs.id}/events")).status_code == 200
    await bench.jobs.board.cancel(job.id)
    assert {response.status_code for response in await asyncio.gather(*watching)} == {200}
    assert (await expert.get(f"{URL}/{job.id}/events")).status_code == 200
    assert not bench.app.state.streams._open


async def test_whoever_leaves_gives_his_place_back(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    path = f"{URL}/{(await submitted(bench, 'a')).id}/events"
    coming: list[dict[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]
    told = asyncio.Event()
    open_at_once: list[int] = []

    async def receive() -> dict[str, Any]:
        if coming:
            return coming.pop()
        await told.wait()
        open_at_once.append(bench.app.state.streams._open.total())
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            told.set()

    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {bench.tokens['ada']}".encode())],
        "client": ("192.0.2.1", 1),
        "server": ("service.test", 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
        "state": {},
    }
    await asyncio.wait_for(bench.app(scope, receive, send), 3)
    assert open_at_once == [1]
    assert not bench.app.state.streams._open

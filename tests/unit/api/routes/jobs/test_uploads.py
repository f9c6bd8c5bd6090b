"""Sending a manual: who may, what is refused, and that nothing of what is refused stays."""

from __future__ import annotations

import asyncio
import errno
import os
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from paillasse.access.credentials import access_tokens
from paillasse.access.errors import NotSignedIn
from paillasse.access.types import COMMAND_LINE, Action, Role
from paillasse.api import deps
from paillasse.api.routes.jobs import uploads
from service_bench import ServiceBench

PDF = b"%PDF-1.7\n" + bytes(1000)
BYTES = {"Content-Type": "application/octet-stream"}
URL = "/api/v1/documents"


@pytest.fixture
async def expert(bench: ServiceBench) -> AsyncIterator[httpx.AsyncClient]:
    await bench.user("ada", Role.EXPERT)
    await bench.user("bob", Role.EXPERT, ("lab",))
    async with bench.client("ada") as client:
        yield client


def left(bench: ServiceBench) -> list[str]:
    """Names of what lies in the folder of uploads."""
    folder = bench.service.settings.uploads_dir
    return sorted(path.name for path in folder.rglob("*")) if folder.exists() else []


def form(content: bytes = PDF, name: str = "a.pdf", **fields: str) -> dict[str, Any]:
    return {"data": fields, "files": {"file": (name, content)}}


async def test_a_form_becomes_a_job(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    response = await expert.post(URL, **form(collection="default", name="notice étuve.pdf"))
    assert response.status_code == 202, response.text
    job = response.json()
    assert response.headers["location"] == f"/api/v1/jobs/{job['id']}"
    assert (job["filename"], job["collection"], job["state"], job["size"]) == (
        "notice étuve.pdf",
        "default",
        "queued",
        len(PDF),
    )
    path = bench.service.settings.uploads_dir / job["id"] / "notice étuve.pdf"
    assert path.read_bytes() == PDF
    assert (await expert.get(response.headers["location"])).json() == job
    noted = (await bench.access.audit.list(1))[0]
    assert (noted.action, noted.target, noted.actor) == (Action.UPLOAD, job["id"], job["owner"])


async def test_bytes_alone_and_what_the_query_says(expert: httpx.AsyncClient) -> None:
    where = {"collection": "default", "filename": "b.md"}
    response = await expert.post(URL, params=where, content=b"# Autoclave", headers=BYTES)
    assert (response.status_code, response.json()["filename"]) == (202, "b.md")
    text = {"Content-Type": "text/markdown; charset=utf-8"}
    assert (await expert.post(URL, params=where, content=b"# Incubator", headers=text)).status_code == 202
    pdf = {"Content-Type": "application/pdf"}
    assert (await expert.post(URL, params={"collection": "default"}, content=PDF, headers=pdf)).status_code == 202
    response = await expert.post(URL, params=where, **form(collection="lab", content=b"other"))
    assert (response.status_code, response.json()["collection"]) == (202, "default")


async def test_the_same_file_ten_times_at_once_is_one_job(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    sent = [expert.post(URL, **form(collection="default", name=f"{n}.pdf")) for n in range(10)]
    responses = await asyncio.gather(*sent)
    assert {r.status_code for r in responses} == {202}
    assert len({r.json()["id"] for r in responses}) == 1
    assert len(left(bench)) == 2


async def test_a_collection_of_others_is_not_there(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    asked = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal asked
        asked += 1
        yield PDF

    for collection in ("lab", "nowhere", "../default", "default\0"):
        params = {"collection": collection, "filename": "a.pdf"}
        response = await expert.post(URL, params=params, content=body(), headers=BYTES)
        assert (response.status_code, response.json()["code"]) == (404, "collection_not_found")
        assert (await expert.post(URL, **form(collection=collection))).status_code == 404
    assert asked <= 4  # the client of the tests reads a body whether anybody wants it or not
    assert left(bench) == []


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "a.pdf", 422, "empty_document"),
        (b"PK\x03\x04" + bytes(100), "a.pdf", 415, "unsupported_format"),
        (b"\x7fELF" + bytes(100), "a.md", 415, "unsupported_format"),
        (b"no pdf", "a.pdf", 415, "unsupported_format"),
        (b"%PDF-" + bytes(1 << 20), "a.pdf", 413, "file_too_large"),
    ],
)
async def test_files_that_are_refused(
    bench: ServiceBench, expert: httpx.AsyncClient, content: bytes, name: str, status: int, code: str
) -> None:
    bench.jobs.board._uploads._max_bytes = 1 << 20
    where = {"collection": "default", "filename": name}
    for response in (
        await expert.post(URL, params=where, content=content, headers=BYTES),
        await expert.post(URL, **form(content, name, collection="default")),
    ):
        assert (response.status_code, response.json()["code"]) == (status, code)
        assert response.json()["hint"]
    assert left(bench) == []
    assert (await expert.get("/api/v1/jobs")).json()["jobs"] == []


async def test_a_size_that_is_announced_is_refused_at_once(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    headers = BYTES | {"Content-Length": str(1 << 40)}
    response = await expert.post(URL, params={"collection": "default"}, content=b"%PDF-", headers=headers)
    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")
    assert left(bench) == []


async def test_how_large_a_file_may_be_is_told_before(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    told = (await expert.get(f"{URL}/limits")).json()
    assert told == {"max_bytes": bench.service.settings.max_file_mb * 1024**2}


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\ada\\a.pdf", "a.pdf"),
        ("a\0b.pdf", "a_b.pdf"),
        ("..", "upload"),
        ("x" * 900 + ".pdf", "x" * 196 + ".pdf"),
    ],
)
async def test_names_never_lead_out_of_the_folder(
    bench: ServiceBench, expert: httpx.AsyncClient, name: str, kept: str
) -> None:
    where = {"collection": "default", "filename": name}
    response = await expert.post(URL, params=where, content=PDF, headers=BYTES)
    assert (response.status_code, response.json()["filename"]) == (202, kept)
    assert left(bench) == sorted([response.json()["id"], kept])


@pytest.mark.parametrize("kind", ["", "application/json", "application/x-www-form-urlencoded", "image/png"])
async def test_types_that_are_no_upload(bench: ServiceBench, expert: httpx.AsyncClient, kind: str) -> None:
    response = await expert.post(
        URL, params={"collection": "default"}, content=PDF, headers={"Content-Type": kind} if kind else None
    )
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_format")
    assert left(bench) == []


async def test_requests_that_do_not_say_enough(bench: ServiceBench, expert: httpx.AsyncClient) -> None:
    for response in (
        await expert.post(URL, content=PDF, headers=BYTES),
        await expert.post(URL, **form()),
        await expert.post(URL, files={"document": ("a.pdf", PDF)}, data={"collection": "default"}),
        await expert.post(URL, content=b"x", headers={"Content-Type": "multipart/form-data"}),
    ):
        assert (response.status_code, response.json()["code"]) == (422, "upload_malformed")
    assert left(bench) == []


async def test_a_technician_may_not(bench: ServiceBench) -> None:
    await bench.user("tom")
    async with bench.client("tom") as client:
        assert (await client.post(URL, **form(collection="default"))).status_code == 403
    assert left(bench) == []


async def test_a_full_disk(bench: ServiceBench, expert: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    response = await expert.post(URL, **form(collection="default"))
    assert (response.status_code, response.json()["code"]) == (507, "disk_full")
    assert left(bench) == []


async def test_a_sender_who_leaves_or_falls_silent(
    bench: ServiceBench, expert: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "_SILENT_SECONDS", 0.05)
    for leaves in (True, False):
        messages: list[dict[str, Any]] = [{"type": "http.request", "body": PDF, "more_body": True}]
        if leaves:
            messages.append({"type": "http.disconnect"})
        status = await raw_request(bench, messages)
        assert status == 408
        assert left(bench) == []


@pytest.mark.parametrize(("what", "status", "code"), [(0, 401, "not_signed_in"), (1, 404, "collection_not_found")])
async def test_whoever_loses_a_right_while_he_sends_has_sent_nothing(
    bench: ServiceBench, expert: httpx.AsyncClient, what: int, status: int, code: str
) -> None:
    ada = (await bench.access.accounts.find("ada")).id
    begun: list[str] = []

    async def body() -> AsyncIterator[bytes]:
        yield PDF
        begun.extend(left(bench))
        if what == 0:
            await bench.access.accounts.suspend(COMMAND_LINE, ada)
        else:
            await bench.access.membership.remove_member(COMMAND_LINE, "default", ada)
        yield PDF

    response = await expert.post(URL, params={"collection": "default"}, content=body(), headers=BYTES)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert begun
    assert left(bench) == []
    assert await bench.jobs.board.list() == []


async def test_a_token_that_expires_while_a_file_comes_was_good_when_it_began(
    bench: ServiceBench, expert: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield PDF
        later = time.monotonic() + 1000
        monkeypatch.setattr(deps, "time", SimpleNamespace(monotonic=lambda: later))
        monkeypatch.setattr(access_tokens, "_LEEWAY", timedelta(seconds=-1000))
        with pytest.raises(NotSignedIn):
            await bench.access.identify(bench.tokens["ada"])
        yield PDF

    response = await expert.post(URL, params={"collection": "default"}, content=body(), headers=BYTES)
    assert response.status_code == 202, response.text


async def test_a_sender_does_not_take_for_ever(
    bench: ServiceBench, expert: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = bench.service.settings.model_copy(update={"upload_seconds": 0.3})
    monkeypatch.setattr(bench.app.state, "service", replace(bench.service, settings=limited))

    async def body() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield PDF
            await asyncio.sleep(0.05)

    began = time.perf_counter()
    response = await expert.post(URL, params={"collection": "default"}, content=body(), headers=BYTES)
    assert (response.status_code, response.json()["code"]) == (408, "upload_interrupted")
    assert time.perf_counter() - began < 3
    assert left(bench) == []


async def test_the_same_file_is_one_job_without_a_key_and_is_not_read_for_one(
    bench: ServiceBench, expert: httpx.AsyncClient
) -> None:
    params, headers = {"collection": "default", "filename": "a.pdf"}, BYTES | {"Idempotency-Key": "mine-1"}
    first, second = [await expert.post(URL, params=params, content=PDF, headers=headers) for _ in range(2)]
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    assert second.headers["location"] == first.headers["location"]
    unread = [{"type": "http.request", "body": PDF, "more_body": True}]
    assert await raw_request(bench, unread, "lab", key="mine-2") == 404
    assert unread


async def raw_request(
    bench: ServiceBench, messages: list[dict[str, Any]], collection: str = "default", key: str = ""
) -> int:
    """Send these messages and then nothing more; the status of the response."""
    answered: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        answered.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": URL,
        "raw_path": URL.encode(),
        "query_string": f"collection={collection}&filename=a.pdf".encode(),
        "headers": [
            *([(b"idempotency-key", key.encode())] if key else []),
            (b"authorization", f"Bearer {bench.tokens['ada']}".encode()),
            (b"content-type", b"application/pdf"),
        ],
        "client": ("192.0.2.1", 1),
        "server": ("service.test", 80),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
        "state": {},
    }
    await bench.app(scope, receive, send)
    return int(answered[0]["status"])

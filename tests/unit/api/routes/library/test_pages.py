from __future__ import annotations

import asyncio
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from memory_services import SAMPLES
from service_bench import ServiceBench


async def test_the_words_of_a_page(shelf: ServiceBench, manual: str) -> None:
    async with shelf.client("tech") as client:
        page = (await client.get(f"{manual}/pages/1")).json()
        missing = await client.get(f"{manual}/pages/999")
    assert page["number"] == 1
    assert page["text"].split()[0] == page["words"][0]["text"]
    assert page["words"][0]["box"]["x1"] <= page["width"]
    assert missing.status_code == 404


async def test_a_picture_with_a_rectangle_is_kept_by_its_reader_alone(shelf: ServiceBench, manual: str) -> None:
    image = f"{manual}/pages/1/image"
    async with shelf.client("tech") as client:
        words = (await client.get(f"{manual}/pages/1")).json()["words"]
        box = ",".join(str(words[0]["box"][side]) for side in ("x0", "y0", "x1", "y1"))
        plain = await client.get(image, params={"width": 300})
        marked = await client.get(image, params={"width": 300, "highlight": box})
        again = await client.get(image, params={"width": 300}, headers={"If-None-Match": plain.headers["etag"]})
    assert (plain.status_code, plain.headers["content-type"]) == (200, "image/webp")
    assert plain.headers["cache-control"].startswith("private")
    assert (again.status_code, again.content) == (304, b"")
    assert marked.headers["etag"] != plain.headers["etag"]
    pictures = [Image.open(BytesIO(response.content)).convert("RGB") for response in (plain, marked)]
    assert pictures[0].size[0] == 400
    assert pictures[0].tobytes() != pictures[1].tobytes()


async def test_drawing_stops_when_the_client_leaves(
    shelf: ServiceBench, manual: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, ended = asyncio.Event(), list[str]()

    async def draw(_: object) -> bytes:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("ended")
        return b""

    monkeypatch.setattr(shelf.service.library.pages, "draw", draw)
    path, token = f"{manual}/pages/1/image", shelf.tokens["tech"]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {token}".encode())],
        "client": ("192.0.2.1", 1),
        "server": ("service.test", 80),
        "scheme": "http",
        "root_path": "",
    }
    came, sent = asyncio.Queue[dict[str, Any]](), list[dict[str, Any]]()
    came.put_nowait({"type": "http.request", "body": b"", "more_body": False})

    async def send(message: Any) -> None:
        sent.append(message)

    async with asyncio.timeout(5):
        answering = asyncio.create_task(shelf.app(scope, came.get, send))
        await began.wait()
        assert not ended
        came.put_nowait({"type": "http.disconnect"})
        await answering
    assert ended == ["ended"]
    assert sent[0]["status"] == 499


@pytest.mark.parametrize(
    "query",
    [
        {"width": 2001},
        {"width": 0},
        {"width": "wide"},
        {"highlight": "1,2,3"},
        {"highlight": "1,2,3,x"},
        {"highlight": "nan,1,2,3"},
        {"highlight": "1,1,99999,3"},
        {"highlight": ["1,1,2,2"] * 201},
    ],
)
async def test_a_picture_that_cannot_be(shelf: ServiceBench, manual: str, query: dict[str, Any]) -> None:
    async with shelf.client("tech") as client:
        response = await client.get(f"{manual}/pages/1/image", params=query)
    assert response.status_code == 422
    assert response.json()["code"] in {"invalid_request", "unsuitable_rectangle"}


async def test_the_file_comes_in_parts(shelf: ServiceBench, manual: str) -> None:
    content = SAMPLES[0].read_bytes()
    async with shelf.client("tech") as client:
        whole = await client.get(f"{manual}/file")
        part = await client.get(f"{manual}/file", headers={"Range": "bytes=10-19"})
        beyond = await client.get(f"{manual}/file", headers={"Range": "bytes=999999999-"})
    assert (whole.status_code, whole.content) == (200, content)
    assert whole.headers["content-type"] == "application/pdf"
    assert whole.headers["content-disposition"].startswith("inline")
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert whole.headers["cache-control"].startswith("private")
    assert (part.status_code, part.content) == (206, content[10:20])
    assert beyond.status_code == 416


async def test_a_file_that_is_at_hand_is_not_sent_again(shelf: ServiceBench, manual: str) -> None:
    async with shelf.client("tech") as client:
        tag = (await client.get(f"{manual}/file")).headers["etag"]
        again = await client.get(f"{manual}/file", headers={"If-None-Match": tag, "Range": "bytes=0-9"})
        other = await client.get(f"{manual}/file", headers={"If-None-Match": '"another"'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert other.status_code == 200


@pytest.mark.parametrize(
    ("part", "status", "code"),
    [
        ("bytes=999999999-", 416, "requested_range_not_satisfiable"),
        ("bytes=9-2", 400, "bad_request"),
        ("pages=1-2", 400, "bad_request"),
        ("nonsense", 400, "bad_request"),
    ],
)
async def test_a_part_that_cannot_be_had_is_a_problem(
    shelf: ServiceBench, manual: str, part: str, status: int, code: str
) -> None:
    async with shelf.client("tech") as client:
        refused = await client.get(f"{manual}/file", headers={"Range": part})
    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")
    assert refused.json()["code"] == code
    assert ("content-range" in refused.headers) == (status == 416)


async def test_a_file_that_vanishes_at_the_last_moment(
    shelf: ServiceBench, manual: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shelf.service.library.pages.file

    async def vanishing(*asked: Any) -> Any:
        original = await found(*asked)
        original.path.unlink()
        return original

    monkeypatch.setattr(type(shelf.service.library.pages), "file", lambda _, *asked: vanishing(*asked))
    async with shelf.client("tech") as client:
        gone = await client.get(f"{manual}/file")
    assert (gone.status_code, gone.json()["code"]) == (410, "unreadable_file")


async def test_what_is_no_pdf_is_a_download(shelf: ServiceBench, manual: str) -> None:
    [document] = await shelf.services.documents.list()
    shelf.services.stores.files.path(document.sha256).write_text("<script>alert(1)</script>")
    async with shelf.client("tech") as client:
        response = await client.get(f"{manual}/file")
        shelf.services.stores.files.delete(document.sha256)
        gone = await client.get(f"{manual}/file")
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"].startswith("attachment")
    assert (gone.status_code, gone.json()["code"]) == (410, "unreadable_file")


async def test_what_is_no_pdf_has_a_copy_that_is_one(
    shelf: ServiceBench, manual: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def copy(*_: object) -> bytes:
        return b"%PDF- copy"

    monkeypatch.setattr(shelf.service.library.pages, "copy", copy)
    [document] = await shelf.services.documents.list()
    async with shelf.client("tech") as client:
        of_a_pdf = await client.get(f"{manual}/reading-copy")
        shelf.services.stores.files.path(document.sha256).write_text("# Rinsing")
        made = await client.get(f"{manual}/reading-copy")
        again = await client.get(f"{manual}/reading-copy", headers={"If-None-Match": made.headers["etag"]})
    assert (of_a_pdf.status_code, of_a_pdf.content) == (200, SAMPLES[0].read_bytes())
    assert (made.status_code, made.content) == (200, b"%PDF- copy")
    assert (made.headers["content-type"], made.headers["cache-control"]) == ("application/pdf", "private, no-cache")
    assert (again.status_code, again.content) == (304, b"")

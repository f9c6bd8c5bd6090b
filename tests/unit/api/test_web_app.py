"""The built app over HTTP: what is sent of it, how it is kept, and that nothing else leaves."""

from __future__ import annotations

import os
from pathlib import Path

import httpx
import pytest

from paillasse.api.app import create_app
from service_bench import BASE, ServiceBench

NAVIGATES = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
PAGE = "<!doctype html><title>Paillasse</title>"
FOR_EVER = "public, max-age=31536000, immutable"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "site" / "web"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "app.webmanifest").write_text("{}")
    for name in ("index-4f2a.js", "pdf.worker-77aa.mjs", "decoder-9b.wasm", "inter-1c.woff2", "index-0d.css"):
        (folder / "assets" / name).write_text(name)
    for suffix in (".br", ".gz"):
        (folder / "assets" / f"index-4f2a.js{suffix}").write_text(f"packed {suffix}")
    (tmp_path / "site" / "secret.txt").write_text("secret")
    (folder / "assets" / "outside.txt").symlink_to(tmp_path / "site" / "secret.txt")
    return folder


@pytest.fixture
def client(bench: ServiceBench, built: Path) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app(bench.service, web=built)),
        base_url=BASE,
        headers={"Accept-Encoding": "identity"},
    )


@pytest.mark.parametrize("path", ["/", "/ask/5e2d1c70", "/documents/b9f3?page=3", "/index.html", "/assets-of-the-lab"])
async def test_every_address_that_a_person_opens_is_the_page(client: httpx.AsyncClient, path: str) -> None:
    shown = await client.get(path, headers=NAVIGATES)
    assert (shown.status_code, shown.text) == (200, PAGE)
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert shown.headers["cache-control"] == "no-cache"
    again = await client.get(path, headers=NAVIGATES | {"If-None-Match": shown.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_page_of_the_same_size_and_time_is_another_one(client: httpx.AsyncClient, built: Path) -> None:
    former = await client.get("/")
    page = built / "index.html"
    at = page.stat().st_mtime_ns
    page.write_text(PAGE.replace("Paillasse", "Paillassf"))
    assert page.stat().st_size == len(former.content)
    os.utime(page, ns=(at, at))
    assert (await client.get("/", headers={"If-None-Match": former.headers["etag"]})).status_code == 200


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("index-4f2a.js", "text/javascript; charset=utf-8"),
        ("pdf.worker-77aa.mjs", "text/javascript; charset=utf-8"),
        ("decoder-9b.wasm", "application/wasm"),
        ("inter-1c.woff2", "font/woff2"),
        ("index-0d.css", "text/css; charset=utf-8"),
    ],
)
async def test_files_named_by_their_content_are_kept_for_ever(
    client: httpx.AsyncClient, name: str, media_type: str
) -> None:
    sent = await client.get(f"/assets/{name}")
    assert (sent.status_code, sent.text) == (200, name)
    assert sent.headers["content-type"] == media_type
    assert sent.headers["cache-control"] == FOR_EVER
    assert sent.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in sent.headers
    again = await client.get(f"/assets/{name}", headers={"If-None-Match": sent.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, FOR_EVER)
    head = await client.head(f"/assets/{name}")
    assert (head.headers["content-length"], head.content) == (str(len(name)), b"")


async def test_other_files_are_asked_for_again(client: httpx.AsyncClient) -> None:
    sent = await client.get("/app.webmanifest", headers=NAVIGATES)
    assert (sent.text, sent.headers["content-type"]) == ("{}", "application/manifest+json")
    assert sent.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.000, gzip;q=0", None),
        ("identity", None),
    ],
)
async def test_what_is_compressed_is_sent_to_who_takes_it(
    client: httpx.AsyncClient, accepted: str, encoding: str | None
) -> None:
    async with client.stream("GET", "/assets/index-4f2a.js", headers={"Accept-Encoding": accepted}) as sent:
        content = b"".join([piece async for piece in sent.aiter_raw()]).decode()
    assert sent.headers.get("content-encoding") == encoding
    assert content == {"br": "packed .br", "gzip": "packed .gz", None: "index-4f2a.js"}[encoding]
    assert sent.headers["content-type"] == "text/javascript; charset=utf-8"
    assert sent.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("path", ["/", "/assets/pdf.worker-77aa.mjs", "/app.webmanifest"])
async def test_nothing_foreign_runs_in_the_app(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["x-request-id"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/unknown",
        "/api",
        "/v1/unknown",
        "/mcp/unknown",
        "/assets/gone-1.js",
        "/assets/",
        "/assets/outside.txt",
        "/assets/%00.js",
        f"/assets/{'a' * 300}.js",
    ],
)
async def test_what_is_missing_is_a_problem_even_for_browsers(client: httpx.AsyncClient, path: str) -> None:
    missing = await client.get(path, headers=NAVIGATES)
    assert missing.status_code == 404
    assert missing.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/assets/../../secret.txt",
        "//etc/passwd",
        "/%00",
        "/ask/%00",
        "/%5c..",
    ],
)
async def test_no_path_leads_out_of_the_folder(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404
    assert (await client.get(path, headers=NAVIGATES)).text == PAGE


async def test_only_who_goes_somewhere_gets_a_page(client: httpx.AsyncClient) -> None:
    assert (await client.get("/ask/5e2d1c70", headers={"Accept": "application/json"})).status_code == 404
    assert (await client.post("/ask/5e2d1c70", headers=NAVIGATES)).status_code == 404
    assert (await client.get("/api/v1/ask", headers=NAVIGATES)).status_code == 405


async def test_without_a_build_the_page_says_what_to_do(bench: ServiceBench, tmp_path: Path) -> None:
    app = create_app(bench.service, web=tmp_path / "nowhere")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=BASE) as client:
        shown = await client.get("/", headers=NAVIGATES)
        assert shown.status_code == 404
        assert "make ui" in shown.text
        assert "/api/docs" in shown.text
        assert (await client.get("/assets/index.js")).status_code == 404
        assert (await client.get("/livez")).status_code == 200

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent

from asking_bench import CENTRIFUGE, SECRET
from memory_services import add
from paillasse.access.types import COMMAND_LINE, Role
from paillasse.errors.storage import IndexUnreachable
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from service_bench import BASE, ServiceBench

SEAL = "How do I change the lid seal of the Rotorix 400?"
MODES = ["legacy", "auto"]
"""With the handshake of 2025, and the protocol without one of 2026."""


@pytest.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    bench = ServiceBench(tmp_path)
    await bench.user("ann", Role.EXPERT)
    await bench.user("eve", collections=("service",))
    await add(bench.services, [CENTRIFUGE.content(), SECRET.content()])
    live: Any = bench.service.live
    live.services = replace(bench.services, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    return bench


@asynccontextmanager
async def connected(bench: ServiceBench, bearer: str, mode: str = "auto") -> AsyncIterator[Client]:
    transport = httpx2.ASGITransport(bench.app)
    headers = {"Authorization": f"Bearer {bearer}"}
    http = httpx2.AsyncClient(transport=transport, base_url=BASE, headers=headers)
    async with http, Client(streamable_http_client(f"{BASE}/mcp", http_client=http), mode=mode) as client:
        yield client


async def call(bench: ServiceBench, user: str, tool: str, mode: str = "auto", **arguments: Any) -> CallToolResult:
    async with connected(bench, bench.tokens[user], mode) as client:
        result = await client.call_tool(tool, arguments)
    assert isinstance(result, CallToolResult)
    return result


def text_of(result: CallToolResult) -> str:
    [content] = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.mark.parametrize("mode", MODES)
async def test_the_tools_of_who_was_let_in(bench: ServiceBench, mode: str) -> None:
    async with connected(bench, bench.tokens["ann"], mode) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
    assert names == ["ask_manuals", "search_manuals", "lookup_code", "get_page"]
    answer = await call(bench, "ann", "ask_manuals", mode, question=SEAL)
    assert answer.structured_content is not None
    assert answer.structured_content["outcome"] == "answered"
    assert {source["document_id"] for source in answer.structured_content["sources"]} == {CENTRIFUGE.id}
    assert "pull the mains plug first" in text_of(answer)
    found = await call(bench, "ann", "search_manuals", mode, question=SEAL, limit=3)
    assert found.structured_content is not None
    assert {passage["document_id"] for passage in found.structured_content["passages"]} == {CENTRIFUGE.id}
    page = await call(bench, "ann", "get_page", mode, document_id=CENTRIFUGE.id, page=1)
    assert page.structured_content is not None
    assert "old lid seal" in page.structured_content["text"]
    code = await call(bench, "ann", "lookup_code", mode, code="E-999")
    assert code.structured_content == {"definitions": [], "near": []}


async def test_what_was_asked_is_kept_like_any_question(bench: ServiceBench) -> None:
    await call(bench, "ann", "ask_manuals", question=SEAL)
    async with bench.client("ann") as client:
        [conversation] = (await client.get("/api/v1/conversations")).json()["conversations"]
    assert conversation["title"] == SEAL


async def test_documents_of_others_are_not_there(bench: ServiceBench) -> None:
    for user, own, foreign in (("ann", CENTRIFUGE.id, SECRET.id), ("eve", SECRET.id, CENTRIFUGE.id)):
        for tool in ("ask_manuals", "search_manuals"):
            result = await call(bench, user, tool, question=f"{SEAL} {foreign}")
            assert own in str(result.structured_content)
            assert foreign not in str(result.structured_content)
        other = await call(bench, user, "get_page", document_id=foreign, page=1)
        unknown = await call(bench, user, "get_page", document_id="unknown", page=1)
        assert (other.is_error, unknown.is_error) == (True, True)
        assert text_of(other).replace(foreign, "unknown") == text_of(unknown)
        assert "document_not_found" in text_of(other)


async def test_a_key_reads_what_it_was_made_for(bench: ServiceBench) -> None:
    identity = await bench.access.identify(bench.tokens["ann"])
    _, key = await bench.access.keys.create(identity, "", "assistant", Role.TECHNICIAN, ["default"], timedelta(days=1))
    async with connected(bench, key) as client:
        assert not (await client.call_tool("get_page", {"document_id": CENTRIFUGE.id, "page": 1})).is_error
        await bench.access.membership.remove_member(COMMAND_LINE, "default", identity.user_id)
        assert (await client.call_tool("get_page", {"document_id": CENTRIFUGE.id, "page": 1})).is_error


@pytest.mark.parametrize("bearer", ["", "x", "plk_1_2", "pll_x"])
async def test_strangers_are_turned_away(bench: ServiceBench, bearer: str) -> None:
    headers = {"Authorization": f"Bearer {bearer}", "Accept": "application/json, text/event-stream"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    async with bench.client() as client:
        response = await client.post("/mcp", json=body, headers=headers)
    assert (response.status_code, response.headers["www-authenticate"]) == (401, "Bearer")


async def test_questions_are_counted_like_any_other(bench: ServiceBench) -> None:
    for _ in range(10):
        assert not (await call(bench, "ann", "ask_manuals", question=SEAL)).is_error
    refused = await call(bench, "ann", "ask_manuals", question=SEAL)
    assert refused.is_error
    assert "too_many_questions" in text_of(refused)


async def test_a_failure_of_ours_names_no_host(
    bench: ServiceBench, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_: str) -> None:
        raise IndexUnreachable("no route to 10.1.2.3")

    monkeypatch.setattr(bench.service.live.services.embedder, "embed_query", broken)  # type: ignore[attr-defined]
    result = await call(bench, "ann", "ask_manuals", question=SEAL)
    assert result.is_error
    assert "index_unreachable" in text_of(result)
    assert "10.1.2.3" not in text_of(result)
    assert "10.1.2.3" in caplog.text


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"jsonrpc": "2.0"}', b"\xff", b"[" * 5000, b"{}" * 9])
async def test_what_is_no_message(bench: ServiceBench, content: bytes) -> None:
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    async with bench.client("ann", **headers) as client:
        assert 400 <= (await client.post("/mcp", content=content)).status_code < 500
        assert (await client.post("/mcp", content=content, headers={"Content-Type": "text/plain"})).status_code < 500
        assert (await client.get("/mcp")).status_code == 405
        assert (await client.delete("/mcp")).status_code == 405
        assert (await client.post("/mcp", content=b" " * (2 << 20))).status_code == 413


async def test_nobody_asks_twice_for_one_connection(bench: ServiceBench) -> None:
    async with connected(bench, bench.tokens["ann"]) as ann, connected(bench, bench.tokens["eve"]) as eve:
        for client, own in ((ann, CENTRIFUGE.id), (eve, SECRET.id), (ann, CENTRIFUGE.id)):
            found = await client.call_tool("search_manuals", {"question": SEAL})
            assert own in str(found)

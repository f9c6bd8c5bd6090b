"""Clients that hang up on a running server: nobody goes on working for them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx
import pytest

from asking_bench import CENTRIFUGE, Answering, Live, scripted
from memory_services import add
from paillasse.asking.protocols import Event
from paillasse.types.answers import Claim, ClaimAccepted
from paillasse.types.questions import Query
from served import served
from service_bench import ServiceBench

ASK = ("/api/v1/ask", {"question": "How do I open the lid?"})
CHAT = ("/v1/chat/completions", {"model": "paillasse", "messages": [{"role": "user", "content": "How?"}]})


@pytest.mark.parametrize(
    ("path", "body", "accept"),
    [(*ASK, "application/json"), (*ASK, "text/event-stream"), (*CHAT, "application/json")],
)
async def test_the_work_ends_with_the_connection(tmp_path: Path, path: str, body: dict[str, Any], accept: str) -> None:
    bench = ServiceBench(tmp_path)
    await bench.user("ann")
    await add(bench.services, [CENTRIFUGE.content()])
    ended = asyncio.Event()

    async def script(_: Query) -> AsyncGenerator[Event]:
        try:
            yield ClaimAccepted(Claim("Open the lid.", ()), ())
            await asyncio.Event().wait()
        finally:
            ended.set()

    live: Any = bench.service.live
    live.services = Answering(live.services)
    await scripted(Live(live.services), script)
    headers = {"Authorization": f"Bearer {bench.tokens['ann']}", "Accept": accept}
    async with served(bench.app) as url, httpx.AsyncClient(base_url=url, headers=headers) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post(path, json=body, timeout=0.5)
        async with asyncio.timeout(5):
            await ended.wait()
    async with bench.client("ann") as other:
        assert (await other.get("/api/v1/conversations")).json()["conversations"] == []

from __future__ import annotations

import asyncio
import io
import json
import os
import sys
from typing import Any

import pytest

from paillasse.mcp_server.transports import TransportServer

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}


class Output(io.BytesIO):
    """Keeps what was written when it is closed."""


async def talk(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> list[Any]:
    """What a server answers to this, on standard input and output."""
    reading, writing = os.pipe()
    output = Output()
    with os.fdopen(reading, "rb") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(output, encoding="utf-8"))
        talking = asyncio.create_task(TransportServer("test", log_level="WARNING").talk())
        await asyncio.to_thread(os.write, writing, sent)
        os.close(writing)
        await talking
    return [json.loads(line) for line in output.getvalue().splitlines()]


async def test_messages_are_lines_and_it_ends_with_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    [answer] = await talk(monkeypatch, json.dumps(HELLO).encode() + b"\n")
    assert (answer["id"], answer["result"]["serverInfo"]["name"]) == (1, "test")


async def test_garbage_does_not_end_it(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = await talk(monkeypatch, b"garbage\n\xff\xfe\n{}\n" + json.dumps(HELLO).encode() + b"\n")
    assert [answer["id"] for answer in answers if "result" in answer] == [1]

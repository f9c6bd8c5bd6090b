"""`paillasse mcp` as the program of a language model starts it."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult, TextContent

from home_commands import COMMAND, SAMPLES, environment, paillasse, servers
from serving import serving

MANUAL = SAMPLES / "cyclane_r416_centrifugeuse_fr.pdf"


@pytest.fixture(scope="module")
def shelf(settle: Callable[[Path], Path]) -> Iterator[Path]:
    """A home with one manual."""
    with TemporaryDirectory(prefix="paillasse-test-") as directory:
        home = settle(Path(directory) / "home")
        assert paillasse(home, "ingest", MANUAL).returncode == 0
        yield home


@asynccontextmanager
async def connected(home: Path, mode: str = "auto", **settings: str) -> AsyncIterator[Client]:
    command, *arguments = COMMAND
    started = [*arguments, "--home", str(home), "mcp"]
    parameters = StdioServerParameters(command=command, args=started, env=environment(**settings))
    async with Client(stdio_client(parameters), mode=mode) as client:
        yield client


async def told(client: Client, tool: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    result = await client.call_tool(tool, arguments)
    assert isinstance(result, CallToolResult)
    [content] = result.content
    assert isinstance(content, TextContent)
    assert not result.is_error, content.text
    assert result.structured_content is not None
    return content.text, result.structured_content


async def try_every_tool(client: Client) -> None:
    text, answer = await told(client, "ask_manuals", question="What does error E-203 mean?", equipment="R416")
    assert answer["outcome"] == "answered"
    assert "=== quoted from manuals" in text
    source = answer["sources"][0]
    _, page = await told(client, "get_page", document_id=source["document_id"], page=source["page"])
    assert source["quote"].split()[0] in page["text"]
    _, codes = await told(client, "lookup_code", code="e203")
    assert codes["definitions"][0]["document_id"] == source["document_id"]
    _, found = await told(client, "search_manuals", question="remplacer le rotor", limit=2)
    assert 1 <= len(found["passages"]) <= 2


@pytest.mark.parametrize("mode", ["legacy", "auto"])
async def test_it_opens_the_home_itself(shelf: Path, mode: str) -> None:
    async with connected(shelf, mode) as client:
        await try_every_tool(client)
        in_use = paillasse(shelf, "documents", "list")
        assert (in_use.returncode, "home_in_use" in in_use.stderr) == (1, True)
    assert paillasse(shelf, "documents", "list").returncode == 0


async def test_it_asks_the_server_of_the_home_or_any_other(shelf: Path, tmp_path: Path) -> None:
    with serving(shelf) as server:
        async with connected(shelf) as client:
            await try_every_tool(client)
        with server.client() as http:
            key = http.headers["Authorization"].removeprefix("Bearer ")
        url = f"http://127.0.0.1:{server.port}"
        async with connected(tmp_path, PAILLASSE_SERVER_URL=url, PAILLASSE_API_KEY=key) as client:
            await try_every_tool(client)
        async with connected(tmp_path, PAILLASSE_SERVER_URL=url, PAILLASSE_API_KEY="plk_wrong") as client:
            refused = await client.call_tool("lookup_code", {"code": "E-203"})
            assert "not_signed_in" in str(refused)
    assert not (tmp_path / "postgres").exists()


def test_garbage_is_answered_and_a_signal_ends_it_in_order(shelf: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "--home", str(shelf), "mcp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        meta = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": meta}
        process.stdin.write(b"garbage\n\xff\xfe\n[]\n{}\n" + json.dumps(hello).encode() + b"\n")
        process.stdin.flush()
        for line in process.stdout:
            answer = json.loads(line)
            if answer.get("id") == 1:
                break
        assert answer["result"]["serverInfo"]["name"] == "paillasse"
        assert servers(shelf)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 128 + signal.SIGTERM
    assert not servers(shelf)

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from answers import ANSWERED
from paillasse.cli import mcp as mcp_command
from paillasse.client import announcement
from paillasse.client import client as client_module
from paillasse.client.announcement import Announcement
from paillasse.composition import startup
from paillasse.errors.manuals import DocumentNotFound
from paillasse.errors.storage import HomeInUse
from paillasse.mcp_server import server as mcp_server

FOUND = Announcement("http://127.0.0.1:1", 1, "pll_key")


class Server:
    """Stands for `client.Client`; remembers who connected how."""

    def __init__(self) -> None:
        self.connected: list[tuple[str, ...]] = []
        self.asked: list[Any] = []
        self.jobs = SimpleNamespace(list=self._jobs)

    async def ask(self, question: Any) -> Any:
        self.asked.append(question)
        return SimpleNamespace(answer=ANSWERED, exchange_id="1")

    async def trace(self, _: str) -> dict[str, object]:
        return {}

    async def look_up(self, _: str) -> Any:
        raise DocumentNotFound("none")

    async def _jobs(self, collections: Any, limit: int) -> list[Any]:
        self.asked.append((collections, limit))
        return []


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    """The home is held, by a server that announced itself."""
    made = Server()

    @asynccontextmanager
    async def held(*_: object) -> AsyncIterator[object]:
        raise HomeInUse("The home is in use.")
        yield

    @asynccontextmanager
    async def connect(url: str, key: str) -> AsyncIterator[Server]:
        made.connected.append((url, key))
        yield made

    for name in ("open_services", "open_board"):
        monkeypatch.setattr(startup, name, held)
    monkeypatch.setattr(mcp_command, "_home", held)
    monkeypatch.setattr(announcement, "find_server", lambda _: FOUND)
    monkeypatch.setattr(client_module, "connect", connect)
    return made


def test_the_server_is_asked_by_the_key_that_it_left(run: Any, server: Server) -> None:
    done = run("ask", "how?", "-e", "centrifuge", "--collection", "lab")
    assert done.code == 0
    assert ANSWERED.claims[0].text in done.out
    assert server.connected == [(FOUND.url, FOUND.key)]
    [question] = server.asked
    assert (question.text, question.equipment, question.collections) == ("how?", "centrifuge", ["lab"])


def test_jobs_of_the_server(run: Any, server: Server) -> None:
    assert "No jobs." in run("jobs", "list", "--collection", "lab", "--limit", "5").out
    assert server.asked == [(["lab"], 5)]


def test_a_configuration_is_not_the_servers(run: Any, server: Server, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    done = run("ask", "how?", "--config", tmp_path / "config.json")
    assert (done.code, "home_in_use" in done.err, server.connected) == (1, True, [])


def test_who_holds_the_home_is_no_server(run: Any, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcement, "find_server", lambda _: None)
    for command in (("ask", "how?"), ("jobs", "list"), ("mcp",)):
        done = run(*command)
        assert (done.code, "home_in_use" in done.err, server.connected) == (1, True, [])


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a model is told when it looks up a code."""
    heard: list[str] = []

    def manuals_server(manuals_of: Any, explain: Any) -> Any:
        async def talk() -> None:
            try:
                await (await manuals_of(None)).look_up("E-1")
            except DocumentNotFound as error:
                heard.append(explain(error))

        return SimpleNamespace(talk=talk)

    monkeypatch.setattr(mcp_server, "manuals_server", manuals_server)
    return heard


def test_tools_ask_the_server_of_the_home(run: Any, server: Server, told: list[str]) -> None:
    assert run("mcp").code == 0
    assert server.connected == [(FOUND.url, FOUND.key)]
    assert told == [f"none {DocumentNotFound.hint} (document_not_found)"]


def test_tools_ask_the_server_that_is_set(
    run: Any, server: Server, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAILLASSE_SERVER_URL", "https://manuals.example.org")
    monkeypatch.setenv("PAILLASSE_API_KEY", "plk_key")
    assert run("mcp").code == 0
    assert server.connected == [("https://manuals.example.org", "plk_key")]
    assert len(told) == 1


def test_tools_open_the_home(run: Any, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    async def look_up(scope: Any, code: str) -> Any:
        seen.append((scope, code))
        raise DocumentNotFound("none")

    async def scope_of(identity: Any) -> Any:
        return identity.user_id

    @asynccontextmanager
    async def opened(settings: Any) -> AsyncIterator[object]:
        access = SimpleNamespace(membership=SimpleNamespace(scope_of=scope_of))
        await asyncio.sleep(0)
        yield SimpleNamespace(access=access, library=SimpleNamespace(codes=SimpleNamespace(look_up=look_up)))

    monkeypatch.setattr(mcp_command, "_home", opened)
    assert run("mcp").code == 0
    assert seen == [("command-line", "E-1")]
    assert len(told) == 1

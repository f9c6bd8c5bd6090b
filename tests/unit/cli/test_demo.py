from __future__ import annotations

import asyncio
import re
import socket
import sys
import webbrowser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console
from rich.panel import Panel

from answers import ANSWERED
from paillasse.cli import demo
from paillasse.composition.bootstrap import Services
from paillasse.types.answers import Answer
from paillasse.types.questions import Query, Scope
from service_bench import ServiceBench

PASSWORD = re.compile(r"(?:[0-9a-f]{4}-){4}[0-9a-f]{4}")


class Oracle:
    """Services that answer everything alike."""

    def __init__(self, services: Services) -> None:
        self.pipeline, self.index = services.pipeline, services.index
        self.asked: list[Query] = []

    async def answerer(self, _: Scope) -> SimpleNamespace:
        async def answer(query: Query) -> Answer:
            self.asked.append(query)
            return ANSWERED

        return SimpleNamespace(answer=answer)


@pytest.fixture
def bench(tmp_path: Path) -> ServiceBench:
    return ServiceBench(tmp_path / "served")


@pytest.fixture
def oracle(services: Services, serve: Any) -> Oracle:
    """What the command finds; in the working folder is a manual, broken."""
    found = Oracle(services)
    serve(found)
    Path("folder").mkdir()
    Path("folder", "broken.pdf").write_text("x")
    return found


def told(panel: Panel) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(panel)
    return captured.get()


def test_three_questions(run: Any, oracle: Oracle) -> None:
    Path("empty").mkdir()
    assert run("demo", "empty").code == 1
    done = run("demo", "folder")
    assert len(oracle.asked) == 3
    assert done.out.count("The lamp lasts 2000 h.") >= 3
    assert "0 ingested, 0 already there, 1 failed" in done.out
    assert done.out.rstrip().endswith("paillasse --help")


def test_a_port_that_is_taken_is_known_before_anything_is_read(run: Any, oracle: Oracle) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = run("demo", "folder", "--serve", "--port", taken.getsockname()[1])
    assert (done.code, done.out) == (1, "")
    assert "--port" in done.err
    assert not oracle.asked


async def test_an_account_is_made_once_and_its_password_shown_once(bench: ServiceBench) -> None:
    first = told(await demo.welcome(bench.service, "http://localhost:8000"))
    [password] = PASSWORD.findall(first)
    assert "http://localhost:8000" in first
    async with bench.client() as client:
        signed_in = await client.post("/api/v1/auth/sign-in", json={"name": "demo", "password": password})
        bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
        me = (await client.get("/api/v1/me", headers=bearer)).json()
    assert (me["username"], me["role"], me["collections"]) == ("demo", "admin", ["default"])
    again = told(await demo.welcome(bench.service, "http://localhost:8000"))
    assert not PASSWORD.findall(again)
    assert "users reset-password demo" in again
    assert len(await bench.access.accounts.list()) == 1


@pytest.mark.parametrize(
    ("options", "terminal", "screen", "opened"),
    [
        ((), True, ":0", ["http://localhost:8000"]),
        (("--no-browser",), True, ":0", []),
        ((), False, ":0", []),
        ((), True, "", []),
    ],
)
def test_the_browser_is_opened_where_somebody_sits(  # noqa: PLR0917 - fixtures and what varies
    run: Any,
    oracle: Oracle,
    bench: ServiceBench,
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    terminal: bool,
    screen: str,
    opened: list[str],
) -> None:
    shown: list[str] = []
    for name in demo._SCREENS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setattr(webbrowser, "open", shown.append)

    def answer(_: object, listening: socket.socket, greet: Any, level: str) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
        asyncio.run(greet(bench.service, "http://localhost:8000"))
        assert (listening.getsockname()[0], level) == ("127.0.0.1", "WARNING")

    monkeypatch.setattr(demo, "answer_requests", answer)
    done = run("demo", "folder", "--serve", "--port", 0, *options)
    assert done.code == 0, done.err
    assert len(oracle.asked) == 3
    assert PASSWORD.search(done.err)
    assert shown == opened
    assert "Your turn" not in done.out

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from memory_services import memory_services
from paillasse.cli.main import main
from paillasse.composition import startup


@dataclass
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command as the shell would, in this process, with its home in `tmp_path`."""
    monkeypatch.delenv("PAILLASSE_HOME", raising=False)
    monkeypatch.delenv("PAILLASSE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Done:
        monkeypatch.setattr(sys, "argv", ["paillasse", "--home", str(tmp_path / "home"), *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        code = ended.value.code
        return Done(code if isinstance(code, int) else int(code is not None), out, err)

    return call


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], None]:
    """Have commands find these services instead of opening the home."""

    def replace(services: object) -> None:
        @asynccontextmanager
        async def opened(*_: object) -> AsyncIterator[object]:
            yield services

        monkeypatch.setattr(startup, "open_services", opened)

    return replace


@pytest.fixture
def services(tmp_path: Path, serve: Callable[[object], None]) -> Any:
    """Empty services in memory, which the commands find."""
    found = memory_services(tmp_path / "home")
    serve(found)
    return found

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from paillasse.cli.main import main, shared_first

COMMANDS = [
    (),
    ("ask",),
    ("ingest",),
    ("eval",),
    ("reconcile",),
    ("demo",),
    ("documents",),
    ("documents", "list"),
    ("documents", "show"),
    ("documents", "edit"),
    ("documents", "remove"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "paillasse")
def test_every_command_explains_itself(run: Any, command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert "Usage" in done.out
    assert max(map(len, done.out.splitlines())) <= 80
    assert "\x1b" not in done.out


def test_commands_are_listed(run: Any) -> None:
    done = run("--help")
    assert all(f"│ {name} " in done.out for name in ("ask", "ingest", "eval", "documents", "reconcile", "demo"))


@pytest.mark.parametrize("arguments", [(), ("ask",), ("ask", "a", "b"), ("fly",), ("ingest",), ("documents", "show")])
def test_usage_errors(run: Any, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.out == ""
    assert "Usage" in done.err


def test_a_setting_that_cannot_work(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAILLASSE_MAX_PAGES", "many")
    done = run("ask", "x")
    assert (done.code, done.out) == (1, "")
    assert "PAILLASSE_MAX_PAGES" in done.err
    assert "invalid_configuration" in done.err


def test_a_configuration_that_cannot_work(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "[" / "red]config.json"
    path.parent.mkdir()
    path.write_text("{")
    done = run("--config", path, "ask", "x")
    assert done.code == 1
    assert "is not a valid pipeline" in done.err


def test_a_home_that_cannot_be(run: Any, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    done = run("ask", "x")
    assert (done.code, done.out) == (1, "")
    assert "storage_error" in done.err


def test_a_terminal_without_accents(services: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`services` is empty: the error is printed to a stream that knows ASCII only."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "argv", ["paillasse", "--home", str(tmp_path), "documents", "show", "été\udcff"])
    with pytest.raises(SystemExit):
        main()
    err.flush()
    assert b"No document ?" in err.buffer.getvalue()  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["ask", "why?", "--home", "h"], ["--home", "h", "ask", "why?"]),
        (["ingest", "a.pdf", "--home=h", "--json", "o"], ["--home=h", "ingest", "a.pdf", "--json", "o"]),
        (["--home", "h", "eval", "--config", "c", "g"], ["--home", "h", "--config", "c", "eval", "g"]),
        (["ask", "why?", "--home"], ["ask", "why?", "--home"]),
        (["ask", "--", "--home", "h"], ["ask", "--", "--home", "h"]),
    ],
)
def test_shared_options_may_follow_the_command(given: list[str], read: list[str]) -> None:
    assert shared_first(given) == read

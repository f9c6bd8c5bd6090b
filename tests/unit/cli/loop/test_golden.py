"""`paillasse golden` over versions in memory."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.experiments.datasets.writing import pointer
from paillasse.loop import experimenting
from paillasse.types.golden_case import GoldenCase

CASE = {
    "id": "a", "language": "en", "question": "What?", "documents": [], "must_contain": [],
    "kind": "unanswerable", "answerable": False, "cross_lingual": False,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _tracker(monkeypatch: pytest.MonkeyPatch) -> None:
    made = MemoryTracker()

    @asynccontextmanager
    async def opened(_: object) -> AsyncIterator[MemoryTracker]:
        yield made

    async def reviewed(_: object) -> list[GoldenCase]:
        return [GoldenCase.model_validate(CASE)]

    monkeypatch.setattr(experimenting, "open_tracking", opened)
    monkeypatch.setattr(experimenting, "reviewed_now", reviewed)


def test_from_a_file_to_versions_and_back(run: Any) -> None:
    Path("own.jsonl").write_text(json.dumps(CASE) + "\n")
    assert run("golden", "version", "own.jsonl").out.startswith("own.jsonl, version 1: 1 cases, ")
    Path("own.jsonl").write_text("".join(json.dumps({**CASE, "id": name}) + "\n" for name in "bc"))
    assert "version 2: 2 cases" in run("golden", "version", "own.jsonl", "--note", "better ones").out
    told = json.loads(run("golden", "list", "own.jsonl", "--json").out)
    assert [(each["number"], each["added"], each["removed"]) for each in told] == [
        (2, ["b", "c"], ["a"]),
        (1, ["a"], []),
    ]
    assert "better ones" in run("golden", "show", "own.jsonl").out
    assert run("golden", "export", "own.jsonl", "out", "--version", "1").code == 0
    text = Path("out/own.jsonl").read_text()
    assert json.loads(text)["id"] == "a"
    assert Path("out/own.jsonl.dvc").read_text() == pointer(text, "own.jsonl")
    assert "better ones" not in Path("out/own.changes.md").read_text()


def test_what_came_of_feedback_is_a_golden_set(run: Any) -> None:
    assert run("golden", "version").out.startswith("reviewed, version 1: 1 cases")
    assert len(run("golden", "list").out.splitlines()) == 2
    assert run("golden", "export", "reviewed", "out").code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == [
        "reviewed.changes.md", "reviewed.jsonl", "reviewed.jsonl.dvc",
    ]  # fmt: skip


def test_what_is_not_there_and_what_cannot_be_written(run: Any) -> None:
    assert run("golden", "list").out.startswith("No version is kept yet")
    done = run("golden", "show", "nobody")
    assert (done.code, "golden list" in done.err) == (1, True)
    run("golden", "version")
    Path("file").write_text("")
    assert "Cannot write into file" in run("golden", "export", "reviewed", "file").err

"""`paillasse release` over runs in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from experiment_runs import OTHER, Desk, row, run_of
from paillasse.cli.loop import release as module
from paillasse.errors.storage import HomeInUse
from paillasse.loop import releasing
from paillasse.pipeline_config import PipelineConfig
from paillasse.releases.gate_policy import GatePolicy, Regression
from paillasse.releases.types import Alias

GOOD = [row(str(number), "fr", hit_at_5=1.0) for number in range(9)]
BAD = [row(str(number), "fr", hit_at_5=0.0) for number in range(9)]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A good run of the shipped configuration and a bad one of another."""
    made = Desk(GatePolicy(regression=Regression(figures=("hit@5",))))

    @asynccontextmanager
    async def shelf(_: object) -> AsyncIterator[object]:
        yield made.shelf

    @asynccontextmanager
    async def opened(_settings: object, progress: Any, gates: Path | None) -> AsyncIterator[Desk]:
        del gates
        progress("documents", 0, 0)
        yield made

    monkeypatch.setattr(releasing, "open_shelf", shelf)
    monkeypatch.setattr(releasing, "open_releases", opened)

    async def fill() -> None:
        await run_of(made.tracker, GOOD)
        await run_of(made.tracker, BAD, OTHER)

    asyncio.run(fill())
    return made


def test_the_better_is_promoted_the_worse_refused_and_the_way_back_is_open(
    run: Any, desk: Desk, tmp_path: Path
) -> None:
    (tmp_path / "other.json").write_text(OTHER.model_dump_json())
    assert "Release 1:" in run("--config", "other.json", "release", "create", "--name", "fixed").out
    assert run("release", "promote", "fixed").code == 0
    assert "Release 2:" in run("release", "create").out
    assert "passes its gates" in run("release", "gate", "2").out
    promoted = run("release", "promote", "2", "--reason", "better")
    assert (promoted.code, "Release 2 is in production now." in promoted.out) == (0, True)
    gate = run("release", "gate", "fixed")
    assert (gate.code, "hit@5 on all questions fell" in " ".join(gate.err.split())) == (1, True)
    refused = run("release", "promote", "1", "--to", "production")
    assert (refused.code, "release_refused" in refused.err) == (1, True)
    assert run("release", "promote", "1", "--override", "an outage").code == 0
    assert "Release 1 is in production now." not in run("release", "rollback").out
    assert [released.release for released in desk.switched] == ["1", "2", "1", "2"]


def test_releases_are_listed_shown_and_compared(run: Any, desk: Desk, tmp_path: Path) -> None:
    assert run("release", "create", "--run", PipelineConfig().hash, "--name", "first").code == 0
    assert run("release", "create", "--run", OTHER.hash).code == 0
    assert run("release", "promote", "1", "--to", "staging", "--reason", "to try").code == 0
    listed = json.loads(run("release", "list", "--json").out)
    assert [(each["version"], each["name"], each["aliases"]) for each in listed] == [
        (2, "", []),
        (1, "first", ["staging"]),
    ]
    assert "staging" in run("release", "list").out
    shown = run("release", "show", "staging").out
    assert "to try" in shown
    assert "all/hit_at_5" in shown
    assert "claims.en@1, " in shown
    assert "worse" in run("release", "diff", "1", "2").out
    found = {
        (each["place"], each["figure"]): each for each in json.loads(run("release", "diff", "1", "2", "--json").out)
    }["fr", "hit@5"]
    assert (found["first"], found["second"]) == (1.0, 0.0)
    assert "release_not_found" in run("release", "show", "9").err
    assert "run_not_found" in run("release", "create", "--run", "none").err
    (tmp_path / "new.json").write_text('{"chunking": {"max_tokens": 99}}')
    untried = run("--config", "new.json", "release", "create")
    assert "was not tried yet" in " ".join(untried.err.split())


def test_without_a_release_it_is_said_how_to_begin(run: Any, desk: Desk) -> None:
    assert "No release was made yet" in run("release", "list").out
    assert "No release is in production." in run("release", "rollback").err


def test_beside_a_server_the_server_promotes(run: Any, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    @asynccontextmanager
    async def locked(*_: object, **__: object) -> AsyncIterator[Desk]:
        raise HomeInUse("A server holds it.")
        yield desk

    class Releases:
        async def promote(self, *wanted: object) -> object:
            asked.append(wanted)
            return await desk.shelf.find("1")

        async def rollback(self, reason: str) -> object:
            asked.append((reason,))
            return await desk.shelf.find("1")

    class Client:
        releases = Releases()

    def with_server(_context: object, _error: HomeInUse, work: Any) -> object:
        return asyncio.run(work(Client()))

    monkeypatch.setattr(releasing, "open_releases", locked)
    monkeypatch.setattr(module, "with_server", with_server)
    run("release", "create", "--run", OTHER.hash)
    assert "Release 1 is in production now." in run("release", "promote", "1", "--override", "x").out
    assert run("release", "rollback", "--reason", "y").code == 0
    assert asked == [("1", Alias.PRODUCTION, "", "x"), ("y",)]
    assert "home_in_use" in run("release", "promote", "1", "--gates", "gates.yaml").err

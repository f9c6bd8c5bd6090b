"""`paillasse release rollout` over a desk in memory, and by way of a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest

from access_stores import memory_stores
from experiment_runs import OTHER, Desk, row, run_of
from paillasse.access.auditing import Auditor
from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.adapters.memory.rollouts import MemoryRolloutStore
from paillasse.api.schemas.rollout import RolloutOut
from paillasse.cli.loop import rollout as module
from paillasse.errors.storage import HomeInUse
from paillasse.loop import releasing
from paillasse.loop.releasing import Rollouts
from paillasse.pipeline_config import Released
from paillasse.rollouts.desk import RolloutDesk
from paillasse.rollouts.types import Arm, MadeOf, Tally, UserTally

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MANY = [
    *(UserTally(Arm.CONTROL, f"c{number}", Tally(10, 0, 1, 10, 57.0 + number % 3)) for number in range(40)),
    *(UserTally(Arm.CANDIDATE, f"d{number}", Tally(10, 0, 9, 10, 67.0 + number % 3)) for number in range(40)),
]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryRolloutStore:
    """Release 1, of another configuration than what answers."""
    kept, releases = MemoryRolloutStore(MemoryHistoryStore()), Desk()

    async def prepared(released: Released) -> tuple[MadeOf, MadeOf]:
        return MadeOf("", "c", "g"), MadeOf(released.release, released.config.hash, "h")

    async def look() -> None:
        """Nobody is answered here."""

    async def desk() -> Desk:
        return releases

    @asynccontextmanager
    async def opened(_settings: object, progress: Any) -> AsyncIterator[Rollouts]:
        progress("documents", 0, 0)
        auditor = Auditor(memory_stores().audit, lambda: NOW)
        yield Rollouts(RolloutDesk(kept, auditor, prepared, look, lambda: NOW), desk)

    monkeypatch.setattr(releasing, "open_rollouts", opened)

    async def fill() -> None:
        await releases.shelf.create(await run_of(releases.tracker, [row("a", hit_at_5=1.0)], OTHER), "", "ada")

    asyncio.run(fill())
    return kept


def test_it_is_started_looked_at_and_stopped(run: Any, store: MemoryRolloutStore) -> None:
    assert "No release was ever tried" in run("release", "rollout", "status").out
    assert run("release", "rollout", "status", "--json").out.strip() == "null"
    assert "rollout_not_found" in run("release", "rollout", "stop").err
    began = run("release", "rollout", "start", "1", "--mode", "canary", "--share", "0.2", "--reason", "why not")
    assert began.out == "Release 1 is tried now: canary, 20% of users.\n"
    assert "rollout_running" in run("release", "rollout", "start", "1", "--mode", "ab").err

    async def count() -> None:
        rollout = await store.running()
        assert rollout is not None
        await store.add(rollout.id, {(each.arm, each.user): each.tally for each in MANY})

    asyncio.run(count())
    shown = run("release", "rollout", "status").out
    said = " ".join(shown.split())
    assert "Release 1 beside configuration c, no release: canary, 20% of users, since 2026-01-01 00:00 UTC" in said
    assert "why not" in said
    lines = {line.split()[0]: line.split() for line in shown.splitlines() if line.strip()}
    assert lines["production"] == ["production", "40", "400", "0", "40", "330", "0"]
    assert lines["candidate"] == ["candidate", "40", "400", "0", "360", "896", "0"]
    assert lines["refusals"][1:3] == ["0.100", "0.900"]
    assert lines["refusals"][-1] == "worse"
    assert lines["log"][-1] == "worse"
    assert "not enough data" in shown
    assert run("release", "rollout", "stop", "--reason", "enough").out == "Release 1 is not tried any more.\n"
    assert "Ended 2026-01-01 00:00 UTC, stopped: enough" in run("release", "rollout", "status").out
    told = json.loads(run("release", "rollout", "status", "--json").out)
    assert (told["end"]["how"], told["candidate"]["refusals"]) == ("stopped", 360)


def test_in_the_shadow_it_tells_how_alike_both_answer(run: Any, store: MemoryRolloutStore) -> None:
    assert run("release", "rollout", "start", "1", "--mode", "shadow").code == 0

    async def count() -> None:
        rollout = await store.running()
        assert rollout is not None
        counted = Tally(questions=4, compared=4, same_outcome=3, same_pages=2.0)
        await store.add(rollout.id, {(Arm.CANDIDATE, "u"): counted})

    asyncio.run(count())
    shown = " ".join(run("release", "rollout", "status").out.split())
    assert "4 questions asked of both: the same outcome in 75%, 50% of the cited pages in common." in shown


def test_a_server_that_holds_the_home_does_it(
    run: Any, store: MemoryRolloutStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("release", "rollout", "start", "1", "--mode", "shadow").code == 0
    told = json.loads(run("release", "rollout", "status", "--json").out)

    @asynccontextmanager
    async def held(_settings: object, progress: Any) -> AsyncIterator[Rollouts]:
        del progress
        raise HomeInUse("a server has it")
        yield

    asked: list[tuple[object, ...]] = []

    class Calls:
        """`client.rollout.RolloutCalls`."""

        async def status(self) -> object:
            return None

        async def start(self, wanted: dict[str, object]) -> object:
            asked.append(("start", wanted))
            return told

        async def stop(self, reason: str) -> object:
            asked.append(("stop", reason))
            return told

    class Client:
        rollout = Calls()

    def with_server(_context: object, _error: HomeInUse, work: Any) -> object:
        return asyncio.run(work(Client()))

    monkeypatch.setattr(releasing, "open_rollouts", held)
    monkeypatch.setattr(module, "with_server", with_server)
    assert "No release was ever tried" in run("release", "rollout", "status").out
    assert run("release", "rollout", "start", "1", "--mode", "shadow").code == 0
    assert run("release", "rollout", "stop", "--reason", "enough").code == 0
    assert asked == [
        ("start", {"release": "1", "mode": "shadow", "share": None, "reason": "", "override": ""}),
        ("stop", "enough"),
    ]
    assert RolloutOut.model_validate(told).mode == "shadow"

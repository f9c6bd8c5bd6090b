"""`paillasse experiment` over runs in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from experiment_runs import row, run_of
from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.loop import experimenting
from paillasse.loop.experimenting import Plan, Tried
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig

OTHER = PipelineConfig(chunking=ChunkingConfig(strategy="fixed"))
CASE = {
    "id": "a", "language": "en", "question": "What?", "documents": [], "must_contain": [],
    "kind": "unanswerable", "answerable": False, "cross_lingual": False,
}  # fmt: skip


@pytest.fixture
def tracker(monkeypatch: pytest.MonkeyPatch) -> MemoryTracker:
    made = MemoryTracker()

    @asynccontextmanager
    async def opened(_: object) -> AsyncIterator[MemoryTracker]:
        yield made

    monkeypatch.setattr(experimenting, "open_tracking", opened)
    return made


@pytest.fixture
def two(tracker: MemoryTracker) -> tuple[str, str]:
    """Ids of a run and of a worse one."""

    async def made() -> tuple[str, str]:
        good = [row(str(n), "fr", hit_at_5=1.0) for n in range(9)]
        bad = [row(str(n), "fr", hit_at_5=0.0) for n in range(9)]
        await run_of(tracker, good, finished=False, key="begun")
        return (await run_of(tracker, good)).id, (await run_of(tracker, bad, OTHER, documents="others")).id

    return asyncio.run(made())


def test_runs_are_listed_the_latest_first(run: Any, two: tuple[str, str]) -> None:
    listed = json.loads(run("experiment", "list", "--json").out)
    assert [each["id"] for each in listed[:2]] == [two[1], two[0]]
    assert listed[1]["metrics"]["all/hit_at_5"] == 1.0
    lines = run("experiment", "list").out.splitlines()
    assert "begun" in lines[3]
    assert OTHER.hash in lines[1]
    assert "Nothing was tried yet" in run("experiment", "list", "--experiment", "none").out


def test_two_runs_are_compared(run: Any, two: tuple[str, str]) -> None:
    done = run("experiment", "compare", PipelineConfig().hash, two[1])
    told = " ".join(done.out.split())
    assert "all hit@5 9 1.00 0.00 -1.00 -1.00…-1.00 worse" in told
    assert "fr hit@5 9 1.00 0.00 -1.00" in told
    assert "different manuals" in done.err
    found = json.loads(run("experiment", "compare", *two, "--confidence", "0.9", "--json").out)
    assert {each["confidence"] for each in found[two[1]]} == {0.9}


@pytest.mark.parametrize(
    ("which", "code"), [("none", "run_not_found"), ("run-", "run_not_found"), ("run-1", "run_incomplete")]
)
def test_a_run_that_cannot_be_compared_is_named(run: Any, two: tuple[str, str], which: str, code: str) -> None:
    done = run("experiment", "compare", two[0], which)
    assert (done.code, code in done.err) == (1, True)


def test_every_configuration_of_the_grid_is_tried(
    run: Any, tracker: MemoryTracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plans: list[Plan] = []

    async def run_experiments(_settings: object, plan: Plan, _tracker: object, progress: Any) -> list[Tried]:
        plans.append(plan)
        progress("evaluate", 1, 1)
        return [Tried(await run_of(tracker, [row("a", hit_at_5=1.0)], config), True) for config in plan.configs]

    monkeypatch.setattr(experimenting, "run_experiments", run_experiments)
    (tmp_path / "golden.jsonl").write_text(json.dumps(CASE))
    (tmp_path / "other.json").write_text(OTHER.model_dump_json(exclude_unset=True))
    grid = "retrieval.pool=20,40"
    done = run("experiment", "run", "other.json", "--golden", "golden.jsonl", "--grid", grid, "--experiment", "x")
    assert done.code == 0, done.err
    [plan] = plans
    assert [(c.chunking.strategy, c.retrieval.pool) for c in plan.configs] == [("fixed", 20), ("fixed", 40)]
    assert (plan.golden, plan.experiment, plan.again, len(plan.cases)) == ("golden.jsonl", "x", False, 1)
    assert done.out.count("had been tried before") == 2
    told = json.loads(run("experiment", "run", "--golden", "golden.jsonl", "--again", "--json").out)
    assert (plans[1].configs, plans[1].again, len(told)) == ([PipelineConfig()], True, 1)


def test_a_judge_that_failed_is_told(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = row("a", hit_at_5=1.0).model_copy(update={"unjudged": ("judged_faithfulness",)})

    async def run_experiments(*_: object) -> list[Tried]:
        return [Tried(await run_of(MemoryTracker(), [failed]), False)]

    monkeypatch.setattr(experimenting, "run_experiments", run_experiments)
    (tmp_path / "golden.jsonl").write_text(json.dumps(CASE))
    done = run("experiment", "run", "--golden", "golden.jsonl")
    assert (done.code, "failed to give 1 figures" in " ".join(done.err.split())) == (0, True)

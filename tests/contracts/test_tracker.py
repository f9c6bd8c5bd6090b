"""What remembers runs and models does, whatever stands behind it."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.errors.releases import ReleaseNotFound, RunNotFound, TrackerRejected, TrackerUnreachable

if TYPE_CHECKING:
    from paillasse.adapters.tracking.mlflow_tracker import MlflowTracker

    Tracking = MemoryTracker | MlflowTracker


@pytest.fixture(params=["memory", "mlflow"])
def tracker(request: pytest.FixtureRequest) -> Tracking:
    return MemoryTracker() if request.param == "memory" else request.getfixturevalue("mlflow_store")


@pytest.fixture
def name() -> str:
    """Of an experiment, a model or a prompt that is not there yet: the store is shared."""
    return uuid.uuid4().hex


async def test_a_run_has_what_was_said_of_it(tracker: Tracking, name: str, tmp_path: Path) -> None:
    assert await tracker.runs(name) == []
    parameters = {f"retrieval.parameter_{number}": str(number) for number in range(120)}
    run_id = await tracker.begin(name, "first", parameters, {"key": "a"})
    await tracker.log(run_id, {"all/hit_at_5": 0.5, "cross_lingual/hit_at_5": 0.25})
    await tracker.log(run_id, {"all/hit_at_5": 0.75})
    await tracker.tag(run_id, {"key": "b", "gate": "passed"})
    at_work = await tracker.run(run_id)
    await tracker.finish(run_id)
    run = await tracker.run(run_id)
    assert (at_work.finished, run.finished, run.name) == (False, True, "first")
    assert dict(run.parameters) == parameters
    assert dict(run.metrics) == {"all/hit_at_5": 0.75, "cross_lingual/hit_at_5": 0.25}
    assert dict(run.tags) == {"key": "b", "gate": "passed"}
    assert abs((datetime.now(UTC) - run.started_at).total_seconds()) < 600
    second = await tracker.begin(name, "second", {}, {})
    assert [each.id for each in await tracker.runs(name)] == [second, run_id]


async def test_files_come_back_as_they_were(tracker: Tracking, name: str, tmp_path: Path) -> None:
    run_id = await tracker.begin(name, "r", {}, {})
    report = tmp_path / "report.json"
    report.write_bytes(b"\x00\xff")
    model = tmp_path / "made" / "code"
    model.mkdir(parents=True)
    (model / "été.py").write_text("pass")
    await tracker.keep(run_id, report)
    await tracker.keep(run_id, tmp_path / "made", "model")
    assert await tracker.fetch(run_id, "report.json") == b"\x00\xff"
    assert await tracker.fetch(run_id, "model/code/été.py") == b"pass"
    with pytest.raises(RunNotFound, match=r"no other\.json"):
        await tracker.fetch(run_id, "other.json")


async def test_a_table_stands_instead_of_the_one_before(tracker: Tracking, name: str) -> None:
    run_id = await tracker.begin(name, "r", {}, {})
    await tracker.keep_table(run_id, "questions.json", {"id": ["a", "b"], "rank": [1, None]})
    await tracker.keep_table(run_id, "questions.json", {"id": ["é"], "passed": [True]})
    kept = json.loads(await tracker.fetch(run_id, "questions.json"))
    assert kept == {"columns": ["id", "passed"], "data": [["é", True]]}
    with pytest.raises(RunNotFound):
        await tracker.keep_table(uuid.uuid4().hex, "questions.json", {"id": []})


async def test_what_is_not_there_is_said_so(tracker: Tracking, name: str) -> None:
    missing = uuid.uuid4().hex
    with pytest.raises(RunNotFound, match=missing):
        await tracker.run(missing)
    with pytest.raises(RunNotFound, match=missing):
        await tracker.log(missing, {"a": 1.0})
    with pytest.raises(RunNotFound, match=missing):
        await tracker.finish(missing)
    with pytest.raises(ReleaseNotFound):
        await tracker.point(name, "production", 1)


async def test_versions_of_a_model_and_the_aliases_that_point_to_them(tracker: Tracking, name: str) -> None:
    assert await tracker.versions(name) == []
    run_id = await tracker.begin(name, "r", {}, {})
    first = await tracker.register(name, run_id, "model", {"config": "{}" * 2000})
    second = await tracker.register(name, run_id, "model", {})
    assert (first.number, second.number, first.run_id, first.aliases) == (1, 2, run_id, ())
    await tracker.point(name, "production", 1)
    await tracker.point(name, "staging", 2)
    await tracker.point(name, "production", 2)
    await tracker.describe(name, 2, {"why": "better", "who": "ada"})
    await tracker.describe(name, 2, {"why": "much better"})
    newest, oldest = await tracker.versions(name)
    assert (newest.number, newest.aliases, dict(newest.tags)) == (
        2,
        ("production", "staging"),
        {"why": "much better", "who": "ada"},
    )
    assert (oldest.number, oldest.aliases, dict(oldest.tags)) == (1, (), {"config": "{}" * 2000})
    with pytest.raises(ReleaseNotFound):
        await tracker.point(name, "production", 3)
    with pytest.raises(ReleaseNotFound):
        await tracker.describe(name, 3, {"a": "b"})


async def test_a_text_is_a_new_version_when_it_is_another(tracker: Tracking, name: str) -> None:
    assert await tracker.keep_prompt(name, "Ask {{what}}.", {"language": "en"}) == 1
    assert await tracker.keep_prompt(name, "Ask {{what}}.", {"language": "en"}) == 1
    assert await tracker.keep_prompt(name, "Ask for {{what}}.", {"language": "en"}) == 2


async def test_a_server_that_is_away_is_said_so(mlflow_store: MlflowTracker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    with pytest.raises(TrackerUnreachable, match="MLflow does not do its work"):
        await type(mlflow_store)("http://127.0.0.1:9").runs("x")


async def test_what_the_store_does_not_accept_is_said_so(mlflow_store: MlflowTracker, name: str) -> None:
    run_id = await mlflow_store.begin(name, "r", {}, {})
    with pytest.raises(TrackerRejected, match="hit@5"):
        await mlflow_store.log(run_id, {"hit@5": 1.0})

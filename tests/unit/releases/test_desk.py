"""Releases made, promoted and rolled back, over runs in memory."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from experiment_runs import OTHER, Desk, row, run_of
from paillasse.access.types import COMMAND_LINE, Action
from paillasse.errors.releases import ReleaseNotFound, ReleaseRefused
from paillasse.errors.storage import StorageError
from paillasse.experiments.rows import QuestionRow
from paillasse.pipeline_config import PipelineConfig, Released
from paillasse.releases.gate_policy import GatePolicy, Regression
from paillasse.releases.shelf import in_double_braces
from paillasse.releases.types import Alias, Promotion, Release

POLICY = GatePolicy(regression=Regression(figures=("hit@5",)))
GOOD = [row(str(number), hit_at_5=1.0) for number in range(9)]
BAD = [row(str(number), hit_at_5=0.0) for number in range(9)]
PRODUCTION = Promotion(Alias.PRODUCTION, "ada", "it is better")


@pytest.fixture
def desk() -> Desk:
    return Desk(POLICY)


async def make(desk: Desk, rows: Sequence[QuestionRow], config: PipelineConfig, name: str = "", **tags: str) -> Release:
    return await desk.shelf.create(await run_of(desk.tracker, rows, config, **tags), name, "ada")


async def audited(desk: Desk) -> list[tuple[Action, str, str]]:
    return [(entry.action, entry.target, entry.outcome) for entry in await desk.log.list(9)]


async def test_a_release_says_what_it_is_made_of(desk: Desk) -> None:
    release = await make(desk, GOOD, OTHER, "fixed chunks")
    assert (release.version, release.name, release.aliases) == (1, "fixed chunks", ())
    assert release.config == OTHER.hash
    assert release.tags["created.by"] == "ada"
    assert "paillasse.claims.en@1" in release.tags["prompts"].split()
    assert PipelineConfig.model_validate_json(await desk.tracker.fetch(release.run_id, "model/config.json")) == OTHER
    for which in ("1", "fixed chunks"):
        assert await desk.shelf.find(which) == release
    for which in ("2", "", "production"):
        with pytest.raises(ReleaseNotFound):
            await desk.shelf.find(which)


async def test_the_better_one_is_promoted_and_answers(desk: Desk) -> None:
    await desk.promote(await make(desk, BAD, OTHER), PRODUCTION, COMMAND_LINE)
    better = await desk.promote(await make(desk, GOOD, PipelineConfig()), PRODUCTION, COMMAND_LINE)
    assert desk.switched == [
        Released(release="1", config=OTHER),
        Released(release="2", config=PipelineConfig()),
    ]
    assert better.aliases == ("production",)
    said = better.tags
    assert (said["gate"], said["production.by"], said["production.because"]) == ("passed", "ada", "it is better")
    assert said["production.before"] == "1"
    assert await audited(desk) == [
        (Action.RELEASE_PROMOTE, "paillasse/2", "done"),
        (Action.RELEASE_PROMOTE, "paillasse/1", "done"),
    ]
    assert json.loads(await desk.tracker.fetch(better.run_id, "release-2/gate.json")) == {"failures": []}


async def test_the_worse_one_is_refused_unless_somebody_takes_the_blame(desk: Desk) -> None:
    await desk.promote(await make(desk, GOOD, PipelineConfig()), PRODUCTION, COMMAND_LINE)
    worse = await make(desk, BAD, OTHER)
    with pytest.raises(ReleaseRefused, match=r"hit@5 on all questions fell from 1\.000 to 0\.000"):
        await desk.promote(worse, PRODUCTION, COMMAND_LINE)
    assert len(desk.switched) == 1
    refused = await desk.shelf.find("2")
    assert (refused.aliases, refused.tags["gate"]) == ((), "failed")
    assert "fell" in json.loads(await desk.tracker.fetch(worse.run_id, "release-2/gate.json"))["failures"][0]
    forced = Promotion(Alias.PRODUCTION, "eve", override="an outage")
    promoted = await desk.promote(worse, forced, COMMAND_LINE)
    assert (promoted.aliases, promoted.tags["gate.overridden"]) == (("production",), "an outage")
    assert [outcome for *_, outcome in await audited(desk)] == ["overridden", "release_refused", "done"]


async def test_staging_passes_the_same_gates_and_changes_nothing_that_answers(desk: Desk) -> None:
    await desk.promote(await make(desk, GOOD, PipelineConfig()), PRODUCTION, COMMAND_LINE)
    staged = await make(desk, GOOD, OTHER)
    staged = await desk.promote(staged, Promotion(Alias.STAGING, "ada"), COMMAND_LINE)
    assert (staged.aliases, len(desk.switched)) == (("staging",), 1)
    with pytest.raises(ReleaseRefused):
        await desk.promote(await make(desk, BAD, OTHER), Promotion(Alias.STAGING, "ada"), COMMAND_LINE)


async def test_production_is_measured_on_the_questions_of_the_candidate(desk: Desk) -> None:
    await desk.promote(await make(desk, GOOD, PipelineConfig()), PRODUCTION, COMMAND_LINE)
    candidate = await make(desk, GOOD, OTHER, documents="more manuals")
    assert "was not measured on the same" in (await desk.judge(candidate)).failures[0]
    await run_of(desk.tracker, GOOD, PipelineConfig(), documents="more manuals")  # tried again since
    assert (await desk.judge(candidate)).passed


async def test_the_former_one_answers_again_without_asking_the_gates(desk: Desk) -> None:
    await desk.promote(await make(desk, GOOD, PipelineConfig()), PRODUCTION, COMMAND_LINE)
    with pytest.raises(ReleaseNotFound, match="Before release 1"):
        await desk.rollback("ada", "", COMMAND_LINE)
    forced = Promotion(Alias.PRODUCTION, "eve", override="an outage")
    await desk.promote(await make(desk, BAD, OTHER), forced, COMMAND_LINE)
    back = await desk.rollback("ada", "it was worse", COMMAND_LINE)
    assert (back.version, back.aliases, back.tags["production.because"]) == (1, ("production",), "it was worse")
    assert [released.release for released in desk.switched] == ["1", "2", "1"]
    assert (await audited(desk))[0] == (Action.RELEASE_ROLLBACK, "paillasse/1", "done")


async def test_where_the_switch_fails_nothing_is_promoted(desk: Desk) -> None:
    release = await make(desk, GOOD, PipelineConfig())
    desk.failing = StorageError("Out of power.")
    with pytest.raises(StorageError):
        await desk.promote(release, PRODUCTION, COMMAND_LINE)
    assert (await desk.shelf.find("1")).aliases == ()
    assert await audited(desk) == []


@pytest.mark.parametrize(
    ("template", "text"),
    [("Ask {what}.", "Ask {{what}}."), ('{{"none": true}} {x}', '{"none": true} {{x}}'), ("plain", "plain")],
)
def test_fields_stand_in_double_braces(template: str, text: str) -> None:
    assert in_double_braces(template) == text

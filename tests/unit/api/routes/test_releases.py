"""Releases over the API: who sees them, who promotes them, and what answers then."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiment_runs import OTHER, Desk, row, run_of
from paillasse.access.types import Action, Role
from paillasse.errors.releases import ReleaseNotFound
from paillasse.pipeline_config import PipelineConfig
from paillasse.releases.desk import ReleaseDesk
from paillasse.releases.gate_policy import GatePolicy, Safety
from service_bench import ServiceBench

PATH = "/api/v1/releases"


@pytest.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    made = ServiceBench(tmp_path)
    await made.user("eve", Role.EXPERT)
    await made.user("root", Role.ADMIN)
    return made


async def test_releases_are_listed_for_experts(bench: ServiceBench) -> None:
    async with bench.client("eve") as client:
        listed = (await client.get(PATH)).json()
    assert [(each["version"], each["aliases"]) for each in listed] == [(2, ["production"]), (1, [])]
    assert listed[0]["config"] == OTHER.hash
    assert listed[0]["said"]["production.before"] == "1"
    assert "prompts" not in listed[0]["said"]


async def test_one_is_told_with_its_figures_and_what_the_gates_said(bench: ServiceBench) -> None:
    desk = await bench.desk()
    version = await desk.shelf.create(await run_of(desk.shelf.tracker, [row("a", hit_at_5=0.5)]), "", "ada")  # pyright: ignore[reportArgumentType]
    async with bench.client("eve") as client:
        told = (await client.get(f"{PATH}/production")).json()
        fresh = (await client.get(f"{PATH}/{version.version}")).json()
        assert (await client.get(f"{PATH}/9")).status_code == 404
    assert fresh["parameters"]["config"] == fresh["config"]
    assert (told["version"], told["failures"], told["figures"]["all/hit_at_5"]) == (2, [], 1.0)
    assert (fresh["failures"], fresh["figures"]["all/hit_at_5"]) == (None, 0.5)


async def test_two_are_compared_question_by_question(bench: ServiceBench) -> None:
    desk = await bench.desk()
    rows = [row("a", "fr", passed=False, hit_at_5=0.0), row("b", passed=True, hit_at_5=1.0)]
    await desk.shelf.create(await run_of(desk.shelf.tracker, rows), "", "ada")  # pyright: ignore[reportArgumentType]
    async with bench.client("eve") as client:
        told = (await client.get(f"{PATH}/3/comparison")).json()
        itself = (await client.get(f"{PATH}/2/comparison", params={"against": "2"})).json()
        assert (await client.get(f"{PATH}/3/comparison", params={"against": "9"})).status_code == 404
    assert (told["first"]["version"], told["second"]["version"], told["asked"]) == (2, 3, 1)
    assert told["choices"] == [{"name": "config", "first": OTHER.hash, "second": PipelineConfig().hash}]
    [hit] = [each for each in told["differences"] if (each["place"], each["figure"]) == ("all", "hit@5")]
    assert (hit["first"], hit["second"], hit["n"], hit["verdict"]) == (1.0, 0.0, 1, "")
    [change] = told["questions"]
    assert (change["question"], change["second"]) == ("a?", {"passed": False, "outcome": "answered", "rank": 1})
    assert "Rinse" not in str(told)
    assert itself["questions"] == itself["choices"] == []


async def test_one_is_promoted_and_rolled_back_by_administrators(bench: ServiceBench) -> None:
    desk = await bench.desk()
    assert isinstance(desk, Desk)
    async with bench.client("root") as client:
        promoted = await client.post(f"{PATH}/promotions", json={"release": "1", "reason": "as before"})
        assert promoted.json()["aliases"] == ["production"]
        assert promoted.json()["said"]["production.by"] == "root"
        back = await client.post(f"{PATH}/rollbacks", json={"reason": "no"})
        assert back.json()["version"] == 2
        assert (await client.post(f"{PATH}/promotions", json={"release": "9"})).status_code == 404
    assert [released.release for released in desk.switched[2:]] == ["1", "2"]
    entries = await bench.access.audit.list(2)
    assert [entry.action for entry in entries] == [Action.RELEASE_ROLLBACK, Action.RELEASE_PROMOTE]


async def test_one_that_does_not_pass_is_a_conflict_that_says_why(bench: ServiceBench) -> None:
    desk = Desk(GatePolicy(safety=Safety(kinds=("injection",))), bench.access.auditor)
    await desk.shelf.create(await run_of(desk.tracker, [row("a", "injection", passed=False)]), "", "ada")
    bench.releases = desk
    async with bench.client("root") as client:
        refused = await client.post(f"{PATH}/promotions", json={"release": "1"})
        assert refused.status_code == 409
        assert refused.json()["code"] == "release_refused"
        assert "a (injection) does not pass" in refused.json()["detail"]
        forced = await client.post(f"{PATH}/promotions", json={"release": "1", "override": "an outage"})
        assert forced.json()["said"]["gate.overridden"] == "an outage"


async def test_a_home_without_releases_has_none(bench: ServiceBench, monkeypatch: pytest.MonkeyPatch) -> None:
    async def none(_: ServiceBench) -> ReleaseDesk:
        raise ReleaseNotFound("No release was made yet.")

    monkeypatch.setattr(ServiceBench, "desk", none)
    bare = ServiceBench(bench.home / "bare")
    await bare.user("root", Role.ADMIN)
    async with bare.client("root") as client:
        assert (await client.get(PATH)).json() == []
        assert (await client.post(f"{PATH}/rollbacks", json={})).status_code == 404


async def test_the_metrics_tell_what_answers(bench: ServiceBench) -> None:
    async with bench.client() as client:
        text = (await client.get("/metrics")).text
    config, generation = bench.services.config.hash, bench.services.generation
    assert f'paillasse_release_info{{config="{config}",generation="{generation}",release="none"}} 1.0' in text
    bench.service.metrics.answers_by("7", "c", "g")
    told = bench.service.metrics.exposition().decode()
    assert 'release="7"' in told
    assert 'release="none"' not in told

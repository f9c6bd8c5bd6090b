"""A release tried beside the one in production, over the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from experiment_runs import Desk, row, run_of
from paillasse.access.types import Action, Role
from paillasse.releases.gate_policy import GatePolicy, Safety
from paillasse.rollouts.types import Arm, Tally
from service_bench import ServiceBench

PATH = "/api/v1/rollout"


@pytest.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    made = ServiceBench(tmp_path)
    await made.user("root", Role.ADMIN)
    return made


async def test_it_is_started_shown_and_stopped(bench: ServiceBench) -> None:
    async with bench.client("root") as client:
        assert (await client.get(PATH)).json() is None
        nothing = await client.delete(PATH)
        assert (nothing.status_code, nothing.json()["code"]) == (404, "rollout_not_found")
        began = await client.post(PATH, json={"release": "1", "mode": "canary", "share": 0.25, "reason": "new chunks"})
        assert (began.status_code, began.json()["share"], began.json()["end"]) == (201, 0.25, None)
        assert bench.looks == 1
        again = await client.post(PATH, json={"release": "1", "mode": "shadow"})
        assert (again.status_code, again.json()["code"]) == (409, "rollout_running")
        await bench.rollouts.add(began.json()["id"], {(Arm.CANDIDATE, "u"): Tally(4, 1, 2, 1, 5.0, 25.0, 0.5)})
        shown = (await client.get(PATH)).json()
        candidate = shown["candidate"]
        assert candidate.pop("made_of")["release"] == "1"
        assert candidate == {"users": 1, "questions": 4, "errors": 1, "refusals": 2, "latency_ms": 148.4, "cost": 0.5}
        assert shown["control"]["latency_ms"] is None
        assert {each["verdict"] for each in shown["figures"]} == {"not enough data"}
        assert shown["likeness"] is None
        stopped = (await client.delete(PATH, params={"reason": "enough"})).json()
        assert (stopped["end"]["how"], stopped["end"]["reason"]) == ("stopped", "enough")
    entries = await bench.access.audit.list(2)
    assert [entry.action for entry in entries] == [Action.ROLLOUT_END, Action.ROLLOUT_START]


async def test_in_the_shadow_it_tells_how_alike_both_answer(bench: ServiceBench) -> None:
    async with bench.client("root") as client:
        began = (await client.post(PATH, json={"release": "1", "mode": "shadow"})).json()
        assert began["likeness"] == {"questions": 0, "same_outcome": None, "same_pages": None}
        counted = Tally(questions=4, compared=4, same_outcome=3, same_pages=2.0)
        await bench.rollouts.add(began["id"], {(Arm.CANDIDATE, "u"): counted})
        shown = (await client.get(PATH)).json()
        assert shown["likeness"] == {"questions": 4, "same_outcome": 0.75, "same_pages": 0.5}


async def test_users_are_shown_only_what_passed_its_gates(bench: ServiceBench) -> None:
    desk = Desk(GatePolicy(safety=Safety(kinds=("injection",))), bench.access.auditor)
    await desk.shelf.create(await run_of(desk.tracker, [row("a", "injection", passed=False)]), "", "ada")
    bench.releases = desk
    async with bench.client("root") as client:
        for mode in ("canary", "ab"):
            refused = await client.post(PATH, json={"release": "1", "mode": mode})
            assert (refused.status_code, refused.json()["code"]) == (409, "release_refused")
            assert "a (injection) does not pass" in refused.json()["detail"]
        forced = await client.post(PATH, json={"release": "1", "mode": "canary", "override": "an outage"})
        assert forced.status_code == 201
        assert (await desk.shelf.find("1")).tags["gate.overridden"] == "an outage"
        await client.delete(PATH)
        assert (await client.post(PATH, json={"release": "1", "mode": "shadow"})).status_code == 201
        for wrong in ({"share": 0}, {"share": 1.1}, {"mode": "half"}):
            assert (await client.post(PATH, json={"release": "1", "mode": "ab"} | wrong)).status_code == 422
        assert (await client.post(PATH, json={"release": "9", "mode": "ab"})).status_code == 404

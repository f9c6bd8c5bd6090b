from __future__ import annotations

from pathlib import Path

import pytest

from observations import REPORT
from paillasse.access.types import Role
from service_bench import ServiceBench


@pytest.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    made = ServiceBench(tmp_path)
    await made.user("ada")
    await made.user("eve", Role.EXPERT)
    await made.user("root", Role.ADMIN)
    return made


async def test_experts_read_reports_the_latest_first(bench: ServiceBench) -> None:
    await bench.service.drift.reports.put(REPORT)
    async with bench.client("eve") as client:
        [told] = (await client.get("/api/v1/drift")).json()
    assert (told["id"], told["state"], told["share"]) == (REPORT.id, "drifted", 0.5)
    language, refused = told["features"]
    assert language == {
        "name": "language",
        "kind": "category",
        "reference": None,
        "current": None,
        "distance": 0.4,
        "least_distance": 0.05,
        "p_value": 0.001,
        "level": 0.01,
        "drifted": True,
        "severity": pytest.approx(8),
        "parts": [{"label": "fr", "reference": 0.6, "current": 0.3}],
    }
    assert not refused["drifted"]
    assert told["reference"]["questions"] == 300
    assert told["evaluation"] == {"state": "none", "said": "", "run_id": ""}


async def test_a_check_says_that_there_is_nothing_to_compare_with(bench: ServiceBench) -> None:
    async with bench.client("root") as client:
        told = (await client.post("/api/v1/drift/checks")).json()
        assert told["state"] == "no_reference"
        assert told["reference"] is told["current"] is None
        assert told["features"] == []
        assert "200 are a reference" in told["said"]
        assert [each["id"] for each in (await client.get("/api/v1/drift", params={"limit": 1})).json()] == [told["id"]]


async def test_technicians_read_none_and_experts_start_none(bench: ServiceBench) -> None:
    async with bench.client("ada") as ada, bench.client("eve") as eve:
        assert (await ada.get("/api/v1/drift")).status_code == 403
        assert (await eve.post("/api/v1/drift/checks")).status_code == 403


async def test_the_figures_tell_the_latest_report(bench: ServiceBench) -> None:
    await bench.service.drift.reports.put(REPORT)
    async with bench.client() as client:
        told = (await client.get("/metrics")).text
    assert "paillasse_drift_share 0.5" in told
    assert 'paillasse_drift_feature{feature="language"} 8.0' in told

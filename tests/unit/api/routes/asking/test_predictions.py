from __future__ import annotations

from pathlib import Path

import pytest

from manuals import Manual
from memory_services import add
from paillasse.access.types import Role
from service_bench import ServiceBench

KNOWN = "How often is the dust filter of the Rotorix 400 cleaned?"
UNKNOWN = "Price of a helium leak detector subscription?"
PATH = "/api/v1/predictions/escalation"


@pytest.fixture
async def bench(tmp_path: Path) -> ServiceBench:
    bench = ServiceBench(tmp_path)
    manual = Manual("Rotorix 400 Centrifuge", ("Rotorix 400", "centrifuge"), "Ardec", collection="lab")
    await add(bench.services, [manual.prose("Clean the dust filter every month with water.").content()])
    await bench.user("tech", Role.TECHNICIAN, ("lab",))
    await bench.user("stranger", Role.TECHNICIAN, ("elsewhere",))
    return bench


async def test_questions_are_predicted_in_order(bench: ServiceBench) -> None:
    async with bench.client("tech") as client:
        response = await client.post(PATH, json={"items": [{"question": KNOWN}, {"question": UNKNOWN}]})
        kept = (await client.get("/api/v1/conversations")).json()
        metrics = bench.service.metrics.exposition().decode()
    told = response.json()
    known, unknown = told["items"]
    assert known["probability"] < 0.5 < unknown["probability"]
    assert (known["outcome"], unknown["outcome"]) == ("answered", "refused")
    assert unknown["reasons"][0]["meaning"]
    assert told["model"] == bench.service.escalation.version
    assert kept["conversations"] == []
    assert "paillasse_prediction_seconds_count 2.0" in metrics
    assert response.headers["X-RateLimit-Remaining"] == "8"


async def test_only_what_one_may_read_is_asked(bench: ServiceBench) -> None:
    async with bench.client("stranger") as client:
        response = await client.post(PATH, json={"items": [{"question": KNOWN}]})
    assert (response.status_code, response.json()["code"]) == (409, "empty_index")


async def test_each_counts_as_a_question(bench: ServiceBench) -> None:
    async with bench.client("tech") as client:
        many = await client.post(PATH, json={"items": [{"question": KNOWN}] * 11})
        none = await client.post(PATH, json={"items": []})
    assert (many.status_code, none.status_code) == (429, 422)

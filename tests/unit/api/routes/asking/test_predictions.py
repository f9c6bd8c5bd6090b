from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from manuals import Manual
from memory_services import add
from paillasse.access.types import Role
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from service_bench import ServiceBench

KNOWN = "How often is the dust filter of the Rotorix 400 cleaned?"
UNKNOWN = "Price of a helium leak detector subscription?"
PATH, SHORT = "/api/v1/predictions/escalation", "/api/predictions/escalation"


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
        short = (await client.post(SHORT, json={"items": [{"question": KNOWN}]})).json()
    told = response.json()
    known, unknown = told["items"]
    assert short["items"] == [known]
    assert known["probability"] < 0.5 < unknown["probability"]
    assert (known["outcome"], unknown["outcome"]) == ("answered", "refused")
    assert unknown["reasons"][0]["meaning"]
    assert told["model"] == bench.services.escalation.version
    assert kept["conversations"] == []
    assert response.headers["X-RateLimit-Remaining"] == "8"


async def test_where_answers_are_not_predicted_it_is_done_when_asked(bench: ServiceBench) -> None:
    quiet = PipelineConfig(answering=AnsweringConfig(escalation="off"))
    live: Any = bench.service.live
    live.services = replace(bench.services, config=quiet)
    async with bench.client("tech") as client:
        told = (await client.post(PATH, json={"items": [{"question": UNKNOWN}]})).json()
        asked = (await client.post("/api/v1/ask", json={"question": KNOWN})).json()
    assert told["items"][0]["probability"] > 0.5
    assert asked["answer"]["escalation"] is None
    assert "paillasse_prediction_seconds_count 1.0" in bench.service.metrics.exposition().decode()


async def test_an_answer_says_whether_a_ticket_is_offered(bench: ServiceBench) -> None:
    async with bench.client("tech") as client:
        known, unknown = [
            (await client.post("/api/v1/ask", json={"question": question})).json()["answer"]["escalation"]
            for question in (KNOWN, UNKNOWN)
        ]
    assert (known["offered"], unknown["offered"]) == (False, True)
    assert known["probability"] < 0.5 < unknown["probability"]
    assert unknown["reasons"]
    assert unknown["model"] == bench.services.escalation.version


async def test_only_what_one_may_read_is_asked(bench: ServiceBench) -> None:
    async with bench.client("stranger") as client:
        response = await client.post(PATH, json={"items": [{"question": KNOWN}]})
    assert (response.status_code, response.json()["code"]) == (409, "empty_index")


async def test_each_counts_as_a_question(bench: ServiceBench) -> None:
    async with bench.client("tech") as client:
        many = await client.post(PATH, json={"items": [{"question": KNOWN}] * 11})
        none = await client.post(PATH, json={"items": []})
    assert (many.status_code, none.status_code) == (429, 422)

"""Trained models over the API."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from paillasse.access.types import Action, Role
from paillasse.protocols.trained_models import KeptModel
from service_bench import ServiceBench

PATH = "/api/v1/models"


async def test_experts_see_promotions_and_administrators_take_them_back(tmp_path: Path) -> None:
    bench = ServiceBench(tmp_path)
    await bench.user("eve", Role.EXPERT)
    await bench.user("root", Role.ADMIN)
    first = KeptModel("escalation", "v1", "{}", '{"mrr": 0.5}', bench.clock() - timedelta(days=1), "ada")
    await bench.services.trained.put(first)
    await bench.services.trained.put(replace(first, version="v2", promoted_at=bench.clock(), because="more rows"))
    async with bench.client("eve") as client:
        told = (await client.get(PATH)).json()
        assert [(each["version"], each["in_production"]) for each in told] == [("v2", True), ("v1", False)]
        assert (told[0]["promoted_by"], told[0]["reason"], told[0]["figures"]) == ("ada", "more rows", {"mrr": 0.5})
        assert (await client.post(f"{PATH}/escalation/rollbacks", json={})).status_code == 403
    async with bench.client("root") as client:
        taken = (await client.post(f"{PATH}/escalation/rollbacks", json={"reason": "worse"})).json()
        assert (taken["version"], taken["in_production"], taken["taken_back_by"]) == ("v2", False, "root")
        told = (await client.get(PATH)).json()
        assert [(each["version"], each["in_production"]) for each in told] == [("v2", False), ("v1", True)]
        missing = await client.post(f"{PATH}/reranker/rollbacks", json={})
        assert (missing.status_code, missing.json()["code"]) == (404, "trained_model_not_found")
    [entry] = await bench.access.audit.list(1)
    assert (entry.action, entry.target) == (Action.MODEL_ROLLBACK, "escalation/v2")

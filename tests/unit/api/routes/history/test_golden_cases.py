from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from exchanges import exchange
from golden_cases import kept
from memory_services import add
from paillasse.access.types import Action, Role
from paillasse.evaluation.dataset import load
from paillasse.experiments.datasets.versions import DatasetShelf
from paillasse.types.golden_case import GoldenCase
from sample_content import content
from service_bench import ServiceBench

CASES = "/api/v1/golden-cases"


@pytest.fixture
async def lab(bench: ServiceBench) -> ServiceBench:
    """Ada, who asked three questions and said that the answers were wrong; Eve, an expert; Zoe, one of elsewhere."""
    ada = await bench.user("ada", collections=("lab",))
    await bench.user("eve", Role.EXPERT, collections=("lab",))
    await bench.user("zoe", Role.EXPERT, collections=("afar",))
    await add(bench.services, [content("a", collection="lab")])
    async with bench.client("ada") as client:
        for name in ("e1", "e2", "e3"):
            await bench.service.history.record(exchange(name, owner=ada))
            await client.put(f"/api/v1/exchanges/{name}/feedback", json={"thumb": "down"})
    return bench


async def accept(bench: ServiceBench, name: str, **case: Any) -> Any:
    async with bench.client("eve") as eve:
        given = (await eve.get(f"/api/v1/exchanges/{name}/feedback")).json()["given_at"]
        body = {"given_at": given, "state": "accepted", **({"case": case} if case else {})}
        return await eve.patch(f"/api/v1/feedback/{name}", json=body)


PAGE = [{"document_id": "document-a", "pages": [1]}]
AFAR = [{"document_id": "document-b", "pages": [1]}]


async def test_an_expert_says_what_is_right_and_exports_it_as_a_golden_set(lab: ServiceBench, tmp_path: Path) -> None:
    said = {"question": "Où est le capot ?", "answer": "Devant.", "evidence": PAGE, "must_contain": [["devant"]]}
    accepted = await accept(lab, "e1", **said)
    assert accepted.status_code == 200
    case = accepted.json()["golden_case"]
    assert (case["question"], case["answer"]) == ("Où est le capot ?", "Devant.")
    assert case["documents"] == [{"file": "a.pdf", "pages": [1]}]
    assert (await accept(lab, "e2")).json()["golden_case"] is None  # what it cites is no document here
    assert (await accept(lab, "e3", answerable=False)).json()["golden_case"]["answerable"] is False
    async with lab.client("eve") as eve:
        first = (await eve.get(CASES, params={"limit": 1})).json()
        rest = (await eve.get(CASES, params={"cursor": first["next"]})).json()
        exported = await eve.get(f"{CASES}/export")
    assert [found["case"] for found in first["cases"]] == [case]
    assert [found["case"]["id"] for found in rest["cases"]] == ["e3"]
    assert exported.headers["content-type"] == "application/jsonl"
    (tmp_path / "golden.jsonl").write_bytes(exported.content)
    assert load([tmp_path / "golden.jsonl"])[0] == GoldenCase.model_validate_json(json.dumps(case))
    async with lab.client("zoe") as zoe:
        assert (await zoe.get(CASES)).json()["cases"] == []
        assert (await zoe.get(f"{CASES}/export")).text == ""
        assert (await zoe.delete(f"{CASES}/e1")).status_code == 404
    async with lab.client("eve") as eve:
        assert (await eve.delete(f"{CASES}/e1")).status_code == 204
        assert (await eve.delete(f"{CASES}/e1")).status_code == 404


async def test_an_expert_changes_what_is_right(lab: ServiceBench) -> None:
    accepted = (await accept(lab, "e1", evidence=PAGE, answer="Devant.", must_contain=[["devant"]])).json()
    body = {"question": "Où est la vis ?", "answer": "Derrière.", "evidence": PAGE}
    async with lab.client("eve") as eve:
        changed = await eve.put(f"{CASES}/e1", json=body)
        assert changed.status_code == 200
        case = changed.json()["case"]
        assert case == accepted["golden_case"] | {
            "question": "Où est la vis ?",
            "answer": "Derrière.",
            "must_contain": [],
        }
        assert (await eve.get(CASES)).json()["cases"][0]["case"] == case
        refused = (await eve.put(f"{CASES}/e1", json={"question": "Où ?", "answerable": False})).json()["case"]
        assert (refused["answerable"], refused["documents"], refused["answer"]) == (False, [], "")
        for wrong, status in (({"question": " "}, 422), ({"question": "Où ?"}, 422), ({**body, "evidence": AFAR}, 404)):
            assert (await eve.put(f"{CASES}/e1", json=wrong)).status_code == status
        assert (await eve.get(CASES)).json()["cases"][0]["case"] == refused
    async with lab.client("zoe") as zoe:
        assert (await zoe.put(f"{CASES}/e1", json=body)).status_code == 404
    entries = await lab.access.audit.list(9)
    assert [entry.target for entry in entries if entry.action is Action.CASE_EDIT] == ["e1", "e1"]


async def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(lab: ServiceBench) -> None:
    await accept(lab, "e1", evidence=PAGE, answer="Devant.")
    mine, hers = ({"question": question, "evidence": PAGE} for question in ("Où est la vis ?", "Où est le capot ?"))
    async with lab.client("eve") as eve:
        [seen] = (await eve.get(CASES)).json()["cases"]
        match = {"If-Match": f'"{seen["version"]}"'}
        changed = await eve.put(f"{CASES}/e1", json=hers, headers=match)
        assert (changed.status_code, changed.headers["etag"]) == (200, f'"{changed.json()["version"]}"')
        refused = await eve.put(f"{CASES}/e1", json=mine, headers=match)
        assert (refused.status_code, refused.json()["code"]) == (412, "case_changed")
        assert (await eve.get(CASES)).json()["cases"] == [changed.json()]
        again = await eve.put(f"{CASES}/e1", json=mine, headers={"If-Match": changed.headers["etag"]})
        assert again.json()["case"]["question"] == "Où est la vis ?"


async def test_versions_of_golden_sets_are_counted(lab: ServiceBench) -> None:
    shelf = DatasetShelf((await lab.desk()).shelf.tracker)
    a, b = kept("a").case, kept("b").case
    await shelf.keep("reviewed", [a], "eve")
    await shelf.keep("reviewed", [a.model_copy(update={"answer": "New."}), b], "eve", "two")
    async with lab.client("eve") as eve:
        latest, first = (await eve.get(f"{CASES}/versions")).json()
    assert (first["name"], first["number"], first["cases"], first["added"]) == ("reviewed", 1, 1, 1)
    counted = [latest[name] for name in ("number", "cases", "added", "changed", "removed", "note")]
    assert counted == [2, 2, 1, 1, 0, "two"]


@pytest.mark.parametrize(
    ("case", "status", "code"),
    [
        ({"answer": "Devant."}, 422, "unsuitable_case"),
        ({"evidence": [{"document_id": "document-a", "pages": [2]}]}, 422, "unsuitable_case"),
        ({"evidence": [{"document_id": "document-b", "pages": [1]}]}, 404, "document_not_found"),
        ({"evidence": [{"document_id": "document-a", "pages": []}]}, 422, "invalid_request"),
        ({"must_contain": [[]]}, 422, "invalid_request"),
    ],
)
async def test_what_cannot_be_right_leaves_everything_as_it_was(
    lab: ServiceBench, case: dict[str, Any], status: int, code: str
) -> None:
    refused = await accept(lab, "e1", **case)
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    async with lab.client("eve") as eve:
        assert (await eve.get("/api/v1/exchanges/e1/feedback")).json()["state"] == "open"
        assert (await eve.get(CASES)).json() == {"cases": [], "next": None}

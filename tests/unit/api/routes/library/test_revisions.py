from __future__ import annotations

from dataclasses import replace

import pytest

from memory_services import add
from paillasse.access.types import Action, Role
from paillasse.types.documents import Metadata
from sample_content import content
from service_bench import ServiceBench

OLD, NEW = "/api/v1/documents/document-a", "/api/v1/documents/document-b"


@pytest.fixture
async def editions(bench: ServiceBench) -> ServiceBench:
    """Two revisions of one manual, and one of another collection."""
    made = []
    for name, revision in (("a", "A"), ("b", "B")):
        each = content(name)
        about = Metadata("Étuve", equipment=("UF55",), language="fr", revision=revision)
        made.append(replace(each, document=replace(each.document, metadata=about)))
    line = made[1].chunks[1].lines[0]
    fixed = replace(made[1].chunks[1], lines=(replace(line, text="Retirez les 2 rotors."),))
    made[1] = replace(made[1], chunks=(made[1].chunks[0], fixed, *made[1].chunks[2:]))
    await add(bench.services, [*made, content("c", collection="elsewhere")])
    await bench.user("tech")
    await bench.user("expert", Role.EXPERT)
    return bench


async def test_an_expert_confirms_what_is_suggested_and_takes_it_back(editions: ServiceBench) -> None:
    async with editions.client("expert") as client:
        [suggestion] = (await client.get(f"{NEW}/revisions")).json()
        assert (suggestion["document"]["id"], suggestion["older"]) == ("document-a", None)
        done = await client.post(f"{OLD}/supersede", json={"by": "document-b"})
        assert (done.status_code, done.json()["supersedes"]) == (200, "document-a")
        again = await client.post(f"{OLD}/supersede", json={"by": "document-b"})
        assert (again.status_code, again.json()["code"]) == (409, "revision_conflict")
        listed = [d["id"] for d in (await client.get("/api/v1/documents")).json()["documents"]]
        superseded = (await client.get("/api/v1/documents", params={"standing": "superseded"})).json()["documents"]
        assert (listed, [d["id"] for d in superseded]) == (["document-b"], ["document-a"])
        assert (await client.get(f"{OLD}/pages/1")).status_code == 200  # it can be looked at
        [found] = (await client.get("/api/v1/codes/e203")).json()["definitions"]
        assert found["document_id"] == "document-b"
        back = await client.delete(f"{OLD}/supersede")
        assert (back.status_code, back.json()["current"]) == (200, True)
        assert (await client.delete(f"{OLD}/supersede")).status_code == 409
    noted = [(entry.action, entry.target) for entry in await editions.access.audit.list(10)]
    assert (Action.DOCUMENT_SUPERSEDE, "document-a/document-b") in noted
    assert (Action.DOCUMENT_REINSTATE, "document-a") in noted


async def test_a_foreign_document_can_neither_supersede_nor_be_compared(editions: ServiceBench) -> None:
    async with editions.client("expert") as client:
        for other in ("document-c", "unknown"):
            assert (await client.post(f"{OLD}/supersede", json={"by": other})).status_code == 404
            assert (await client.get(f"{OLD}/diff", params={"with": other})).status_code == 404


async def test_what_changed_part_by_part(editions: ServiceBench) -> None:
    async with editions.client("tech") as client:
        found = (await client.get(f"{OLD}/diff", params={"with": "document-b"})).json()
        rest = (await client.get(f"{OLD}/diff", params={"with": "document-b", "offset": 1})).json()
    assert (found["total"], found["unchanged"], found["affected_answers"]) == (1, 1, 0)
    [change] = found["changes"]
    assert (change["kind"], change["new_path"], change["new_pages"]) == ("changed", ["Entretien"], [1])
    assert change["lines"] == [
        {
            "old": {"text": "Retirez le rotor.", "page": 1},
            "new": {"text": "Retirez les 2 rotors.", "page": 1},
            "numbers": True,
        }
    ]
    assert (rest["total"], rest["changes"]) == (1, [])

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from memory_services import SAMPLES, add
from paillasse.access.types import Action
from sample_content import content
from service_bench import ServiceBench


async def got(bench: ServiceBench, path: str, user: str = "tech", **query: Any) -> Any:
    async with bench.client(user) as client:
        response = await client.get(path, params=query)
    assert response.status_code == 200, response.text
    return response.json()


async def audited(bench: ServiceBench) -> list[tuple[Action, str]]:
    return [(entry.action, entry.target) for entry in await bench.access.audit.list(100)]


async def test_the_list_is_filtered_and_part_of_it_given(shelf: ServiceBench, manual: str) -> None:
    found = await got(shelf, "/api/v1/documents", text="cyclane", limit=1)
    assert found["total"] == 1
    assert manual.endswith(found["documents"][0]["id"])
    assert "coverage" not in found["documents"][0]
    assert (await got(shelf, "/api/v1/documents", kind="sop"))["total"] == 0
    assert (await got(shelf, "/api/v1/documents", user="stranger"))["total"] == 0
    facets = await got(shelf, "/api/v1/documents/facets")
    assert {"value": "fr", "count": 1} in facets["languages"]
    assert (await got(shelf, "/api/v1/documents/facets", user="stranger"))["languages"] == []


@pytest.mark.parametrize("query", [{"sort": "colour"}, {"limit": 0}, {"limit": 201}, {"offset": -1}, {"kind": "x"}])
async def test_a_list_that_makes_no_sense(shelf: ServiceBench, query: dict[str, object]) -> None:
    async with shelf.client("tech") as client:
        response = await client.get("/api/v1/documents", params=query)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


async def test_one_document_and_what_was_read_of_it(shelf: ServiceBench, manual: str) -> None:
    document = await got(shelf, manual)
    coverage = await got(shelf, f"{manual}/coverage")
    assert len(coverage["pages"]) == document["page_count"]
    assert coverage["readable_share"] == 1
    outline = await got(shelf, f"{manual}/outline")
    assert outline[0]["level"] == 1
    assert all(1 <= heading["page"] <= document["page_count"] for heading in outline)


async def test_what_is_at_hand_is_not_sent_again(shelf: ServiceBench, manual: str) -> None:
    async with shelf.client("tech") as client:
        first = await client.get(manual)
        again = await client.get(manual, headers={"If-None-Match": first.headers["etag"]})
        other = await client.get(manual, headers={"If-None-Match": '"x"'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert other.json() == first.json()


async def test_a_correction_of_the_version_that_was_looked_at(shelf: ServiceBench, manual: str) -> None:
    async with shelf.client("expert") as client:
        seen = (await client.get(manual)).headers["etag"]
        body = {"equipment": [" R416 ", "centrifugeuse"], "effective_date": None}
        done = await client.patch(manual, json=body, headers={"If-Match": seen})
        assert done.status_code == 200, done.text
        late = await client.patch(manual, json={"title": "Autre"}, headers={"If-Match": seen})
        assert (late.status_code, late.json()["code"]) == (412, "document_changed")
        latest = await client.get(manual)
    assert latest.headers["etag"] == done.headers["etag"] != seen
    metadata = latest.json()["metadata"]
    assert (metadata["equipment"], metadata["effective_date"]) == (["R416", "centrifugeuse"], None)
    assert metadata["confidence"]["equipment"] == 1
    assert metadata["confidence"]["title"] < 1
    assert (await audited(shelf)).count((Action.DOCUMENT_CORRECT, manual.rpartition("/")[2])) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"title": " "}, "unsuitable_metadata"),
        ({"language": "french"}, "unsuitable_metadata"),
        ({"colour": "red"}, "invalid_request"),
        ({"kind": "poem"}, "invalid_request"),
        ({"title": None}, "invalid_request"),
    ],
)
async def test_a_correction_that_cannot_be(shelf: ServiceBench, manual: str, body: dict[str, Any], code: str) -> None:
    before = await got(shelf, manual)
    async with shelf.client("expert") as client:
        response = await client.patch(manual, json=body)
    assert (response.status_code, response.json()["code"]) == (422, code)
    assert await got(shelf, manual) == before


async def test_reading_it_again_is_a_job(shelf: ServiceBench, manual: str) -> None:
    async with shelf.client("expert") as client:
        response = await client.post(f"{manual}/reingest")
        assert response.status_code == 202, response.text
        job = (await client.get(response.headers["location"])).json()
    assert (job["filename"], job["state"], job["collection"]) == (SAMPLES[0].name, "queued", "default")
    assert (Action.DOCUMENT_REINGEST, manual.rpartition("/")[2]) in await audited(shelf)


async def test_what_was_removed_is_gone(shelf: ServiceBench, manual: str) -> None:
    async with shelf.client("expert") as client:
        assert (await client.delete(manual)).status_code == 204
        assert (await client.delete(manual)).status_code == 404
        assert (await client.get(f"{manual}/file")).status_code == 404
    assert (await got(shelf, "/api/v1/documents"))["total"] == 0
    assert list(shelf.services.stores.files.hashes()) == []
    assert (Action.DOCUMENT_REMOVE, manual.rpartition("/")[2]) in await audited(shelf)


async def test_a_name_whose_bytes_are_no_text_is_shown_all_the_same(shelf: ServiceBench) -> None:
    odd = content("b")
    about = replace(odd.document.metadata, title="Notice \udc80", manufacturer="\udc80", equipment=("\udc80 5",))
    await add(shelf.services, [replace(odd, document=replace(odd.document, filename="\udc80.pdf", metadata=about))])
    [found] = (await got(shelf, "/api/v1/documents", text="notice"))["documents"]
    assert (found["filename"], found["metadata"]["title"]) == ("\ufffd.pdf", "Notice \ufffd")
    for path in ("documents/facets", "equipment", "codes/E-203", "documents/document-b"):
        await got(shelf, f"/api/v1/{path}")
    async with shelf.client("expert") as client:
        assert (await client.post("/api/v1/search", json={"question": "balourd"})).status_code == 200
        refused = await client.delete("/api/v1/documents/document-b/supersede")
    assert (refused.status_code, "“Notice \ufffd”" in refused.json()["detail"]) == (409, True)


CALLS = [
    ("GET", "", None),
    ("PATCH", "", {"title": "Mine"}),
    ("DELETE", "", None),
    ("GET", "/coverage", None),
    ("GET", "/outline", None),
    ("POST", "/reingest", None),
    ("GET", "/pages/1", None),
    ("GET", "/pages/1/image", None),
    ("GET", "/file", None),
    ("GET", "/revisions", None),
    ("POST", "/supersede", {"by": "x"}),
    ("DELETE", "/supersede", None),
    ("GET", "/diff?with=x", None),
]


@pytest.mark.parametrize(("method", "path", "body"), CALLS)
async def test_foreign_and_unknown_are_the_same_404_and_nothing_happens(
    shelf: ServiceBench, manual: str, method: str, path: str, body: dict[str, Any] | None
) -> None:
    key, before = manual.rpartition("/")[2], await got(shelf, manual)
    said: list[str] = []
    async with shelf.client("stranger") as client:
        for document in (key, "unknown"):
            response = await client.request(method, f"/api/v1/documents/{document}{path}", json=body)
            assert (response.status_code, response.json()["code"]) == (404, "document_not_found")
            said.append(response.json()["detail"].replace(document, ""))
    assert said[0] == said[1]
    assert await got(shelf, manual) == before
    assert not {action for action, _ in await audited(shelf)} & {a for a in Action if a.value.startswith("document")}


async def test_the_codes_of_a_document(shelf: ServiceBench, manual: str) -> None:
    async with shelf.client("tech") as client:
        told = (await client.get(f"{manual}/codes", params={"limit": 3})).json()
        rest = (await client.get(f"{manual}/codes", params={"offset": 3})).json()
        first = told["codes"][0]
        words = (await client.get(f"{manual}/pages/{first['page']}")).json()["words"]
    assert len(told["codes"]) == 3
    assert rest["total"] == told["total"] == 3 + len(rest["codes"])
    [span] = first["spans"]
    assert first["code"] in " ".join(word["text"] for word in words[span["start"] : span["end"]])

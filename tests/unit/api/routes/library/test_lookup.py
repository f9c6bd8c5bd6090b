from __future__ import annotations

from paillasse.asking.admission.question_limits import _Limit
from paillasse.types.questions import Scope
from service_bench import ServiceBench


async def test_machines_that_one_may_read_about(shelf: ServiceBench, manual: str) -> None:
    async with shelf.client("tech") as client:
        found = (await client.get("/api/v1/equipment")).json()
    assert manual.rpartition("/")[2] in found[0]["document_ids"]
    async with shelf.client("stranger") as client:
        assert (await client.get("/api/v1/equipment")).json() == []


async def test_codes_that_one_may_read_about(shelf: ServiceBench) -> None:
    code = next(iter((await shelf.services.chunks.code_keys(Scope())).values()))
    async with shelf.client("tech") as client:
        [found, *_] = (await client.get(f"/api/v1/codes/{code}")).json()["definitions"]
        unknown = (await client.get(f"/api/v1/codes/{code}9")).json()
    assert found["code"] == code
    assert found["quote"]
    assert (unknown["definitions"], code in unknown["near"]) == ([], True)
    async with shelf.client("stranger") as client:
        assert (await client.get(f"/api/v1/codes/{code}")).json() == {"definitions": [], "near": []}


async def test_passages_that_one_may_read(shelf: ServiceBench, manual: str) -> None:
    body = {"question": "Que signifie un balourd de la centrifugeuse Cyclane R416 ?", "limit": 3}
    async with shelf.client("tech") as client:
        found = (await client.post("/api/v1/search", json=body)).json()["passages"]
        missing = await client.post("/api/v1/search", json=body | {"document_ids": ["unknown"]})
        wrong = await client.post("/api/v1/search", json=body | {"limit": 99})
    assert 1 <= len(found) <= 3
    assert found[0]["passage"]["document_id"] == manual.rpartition("/")[2]
    assert found[0]["lanes"]
    assert (missing.status_code, wrong.status_code) == (404, 422)
    async with shelf.client("stranger") as client:
        response = await client.post("/api/v1/search", json=body)
    assert (response.status_code, response.json()["code"]) == (409, "empty_index")


async def test_searches_are_counted(shelf: ServiceBench) -> None:
    shelf.service.questions.limits._searches = _Limit("searches", 2)
    body = {"question": "balourd"}
    async with shelf.client("tech") as client:
        given = [await client.post("/api/v1/search", json=body) for _ in range(3)]
    assert [response.status_code for response in given] == [200, 200, 429]
    assert [response.headers["x-ratelimit-remaining"] for response in given[:2]] == ["1", "0"]
    assert given[2].json()["code"] == "too_many_questions"
    assert 1 <= int(given[2].headers["retry-after"]) <= 60

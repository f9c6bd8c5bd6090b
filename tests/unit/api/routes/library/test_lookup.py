from __future__ import annotations

from paillasse.types import Scope
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

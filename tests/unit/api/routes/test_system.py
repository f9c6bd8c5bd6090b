from __future__ import annotations

from dataclasses import replace
from typing import Any

from jobs_bench import blocks
from memory_services import add
from paillasse.access.types import Role
from paillasse.types.documents import DocumentStatus
from sample_content import content
from service_bench import ServiceBench


async def told(bench: ServiceBench) -> Any:
    await bench.user("ada", Role.ADMIN)
    async with bench.client("ada") as client:
        return (await client.get("/api/v1/admin/system")).json()


async def test_what_there_is_and_what_waits(bench: ServiceBench) -> None:
    generation = bench.services.generation
    await add(bench.services, [content("a"), content("c", current=False), content("d", collection="private")])
    other = replace(content("b").document, status=DocumentStatus.NEEDS_REVIEW)
    await bench.services.documents.save(replace(content("b"), document=other))
    job = await bench.jobs.board.submit(blocks(b"# Lid"), "a.md", "default", "somebody")
    system = await told(bench)
    assert system["holdings"] == {
        "documents": 3,
        "superseded": 1,
        "needs_review": 1,
        "pages": 3,
        "passages": 12,
        "unsearched": 1,
    }
    assert (system["generation"]["name"], system["generation"]["release"]) == (generation, "")
    assert system["generation"]["language_models"] == []
    [waiting] = system["jobs"]
    assert (waiting["state"], waiting["count"]) == ("queued", 1)
    assert waiting["oldest"] == job.created_at.isoformat().replace("+00:00", "Z")
    assert 0 < system["disk"]["free"] < system["disk"]["total"]
    assert system["version"]


async def test_what_is_down_and_left_alone(bench: ServiceBench) -> None:
    assert (await told(bench))["suspended"] == {"database": 0.0, "index": 0.0}
    bench.database.down = True
    for _ in range(3):
        bench.service.questions.breakers["database"].failed()
    async with bench.client("ada") as client:
        system = (await client.get("/api/v1/admin/system")).json()
    assert system["parts"]["database"] is False
    assert 0 < system["suspended"]["database"] <= 5

"""Nobody reads a word beyond his collections, whatever he sends. `make attacks RETRIEVALS=… SEED=…` sends much more."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from memory_services import add
from paillasse.access.credentials import access_tokens
from paillasse.access.membership import Membership
from paillasse.access.types import Role
from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.history.types import Conversation
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.types.questions import Scope
from raid import Raid, World, populate
from raid_paths import SHOWS_OTHERS, SHOWS_OWN, WAYS, attack
from raid_sides import Side, two_sides
from service_bench import BASE, ServiceBench

RETRIEVALS = int(os.environ.get("RETRIEVALS", "300"))
SEED = int(os.environ.get("SEED", "1"))


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    for limit in ("QUESTIONS", "SEARCHES"):
        monkeypatch.setenv(f"PAILLASSE_{limit}_PER_MINUTE", "1000000")
    monkeypatch.setattr(access_tokens, "ACCESS_LIFE", timedelta(days=1))  # for runs of over 15 minutes
    bench = ServiceBench(tmp_path)
    live: Any = bench.service.live
    live.services = replace(bench.services, config=PipelineConfig(answering=AnsweringConfig(min_confidence=0)))
    await bench.user("root", Role.ADMIN, ())

    def connect(bearer: str) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return httpx.AsyncClient(transport=httpx.ASGITransport(bench.app), base_url=BASE, headers=headers)

    async def stock(side: Side, _: httpx.AsyncClient) -> None:
        await add(bench.services, list(side.manuals()))

    world = World(connect, bench.tokens["root"], two_sides())
    await populate(world, stock)
    yield world
    await world.close()


async def test_nobody_reads_a_word_beyond_his_collections(world: World) -> None:
    raid = Raid(world, Random(SEED))  # noqa: S311 - to be had again
    while sum(raid.sent.values()) < RETRIEVALS or len(raid.sent) < len(WAYS):
        for way in WAYS:
            attacker = raid.random.choice(world.attackers)
            await attack(raid.attempt(way, attacker))
    print(f"{sum(raid.sent.values())} responses looked at: {dict(raid.sent)}; with own: {dict(raid.own)}")
    assert not raid.leaks, f"{len(raid.leaks)} leaks:\n" + "\n\n".join(raid.leaks[:5])


async def test_what_is_ones_own_is_seen_and_a_hole_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The raid is no raid if it would not notice."""
    everything = Scope(tuple(side.collection for side in world.sides))

    async def scope_of(*_: object) -> Scope:
        return everything

    async def anybodys(history: MemoryHistoryStore, conversation_id: str, _: str) -> Conversation:
        return history._conversations[conversation_id]

    closed = Raid(world, Random(SEED))  # noqa: S311 - to be had again
    for way in sorted(SHOWS_OWN):
        for _ in range(60):
            if not closed.own[way]:
                await attack(closed.attempt(way, world.attackers[0]))
    assert closed.own.keys() == SHOWS_OWN
    monkeypatch.setattr(Membership, "scope_of", scope_of)
    monkeypatch.setattr(MemoryHistoryStore, "conversation", anybodys)
    for way in sorted(SHOWS_OTHERS, reverse=True):  # uploads before jobs, which are cancelled then
        opened = Raid(world, Random(SEED))  # noqa: S311 - to be had again
        for _ in range(60):
            if not opened.leaks:
                await attack(opened.attempt(way, world.attackers[0]))
        assert opened.leaks, way


async def test_words_of_others_put_nothing_right_and_are_not_known(world: World) -> None:
    one, two = world.sides
    owner = world.owners[one.collection]
    nearly = f"{two.secret[:-1]}akey"
    told = await owner.post("/api/v1/ask", json={"question": f"Where is the {nearly} of the lid?"})
    kept = await owner.get(f"/api/v1/exchanges/{told.json()['exchange_id']}")
    assert nearly in kept.text
    assert two.secret not in kept.text
    answers = []
    for machine in (f"{two.secret}lamp", f"{two.secret}zzzz"):  # the one stands in their manuals, the other nowhere
        asked = {"question": "How do I open the lid?", "equipment": machine}
        answer = (await owner.post("/api/v1/ask", json=asked)).json()["answer"]
        answers.append([str(answer[key]).replace(machine, "") for key in ("outcome", "reason", "notices", "claims")])
    assert answers[0] == answers[1]

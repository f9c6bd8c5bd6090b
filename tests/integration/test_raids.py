"""The raid of `tests/unit/api/test_raids.py` on a real server: PostgreSQL, Qdrant Edge, the shipped embedder, files."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from random import Random

import httpx

from paillasse.client.announcement import find_server
from raid import Raid, World, populate
from raid_paths import WAYS, attack
from raid_sides import Side, two_sides
from serving import serving

RETRIEVALS = int(os.environ.get("RETRIEVALS", "300")) // 10
SEED = int(os.environ.get("SEED", "1"))


async def stock(side: Side, owner: httpx.AsyncClient) -> None:
    """Upload the manuals, and wait until they can be asked."""
    for name, text in side.texts():
        params = {"collection": side.collection, "filename": name}
        headers = {"Content-Type": "application/octet-stream"}
        sent = await owner.post("/api/v1/documents", params=params, content=text.encode(), headers=headers)
        sent.raise_for_status()
        async with owner.stream("GET", f"{sent.headers['location']}/events") as events:
            told = "".join([line async for line in events.aiter_lines()])
        assert '"done"' in told, told


async def test_nobody_reads_a_word_beyond_his_collections(home: Path) -> None:
    unlimited = {f"PAILLASSE_{limit}_PER_MINUTE": "1000000" for limit in ("QUESTIONS", "SEARCHES")}
    with serving(home, **unlimited):
        found = find_server(home)
        assert found is not None
        url = found.url

        def connect(bearer: str) -> httpx.AsyncClient:
            headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
            return httpx.AsyncClient(base_url=url, headers=headers, timeout=60)

        world = World(connect, found.key, two_sides())
        await populate(world, stock)
        raid = Raid(world, Random(SEED))  # noqa: S311 - to be had again
        async with asyncio.timeout(3600):
            while sum(raid.sent.values()) < RETRIEVALS or len(raid.sent) < len(WAYS):
                for way in WAYS:
                    await attack(raid.attempt(way, raid.random.choice(world.attackers)))
        assert (await world.root.get("/livez")).status_code == 200
        await world.close()
    print(f"{sum(raid.sent.values())} responses looked at: {dict(raid.sent)}; with own: {dict(raid.own)}")
    assert not raid.leaks, f"{len(raid.leaks)} leaks:\n" + "\n\n".join(raid.leaks[:5])

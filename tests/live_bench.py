"""A home with parts in memory over a real database, in which services are opened beside others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from generation_services import generation_services
from paillasse.adapters.memory.index import MemoryGenerations
from paillasse.composition.bootstrap import Services
from paillasse.generations import live
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig, Released
from paillasse.settings import Settings
from paillasse.storage.session import Database
from paillasse.types.questions import Query

OTHER = PipelineConfig(chunking=ChunkingConfig(max_tokens=48))
NOTES = {
    "lamp.txt": "Replace the lamp after 2000 hours of use.\nLet the lamp cool for ten minutes first.\n",
    "rotor.txt": "Wipe the rotor with ethanol every week.\nNever run the rotor without its lid.\n",
}
QUESTION = Query("When is the lamp replaced?")


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


class Bench:
    """A home whose parts are in memory but for the database, and which services of it were closed."""

    def __init__(self, home: Path, database: Database) -> None:
        self.home, self.database = home, database
        self.generations = MemoryGenerations()
        self.closed: list[str] = []

    async def open_beside(self, stack: AsyncExitStack, _settings: Settings, config: PipelineConfig, _: str) -> Services:
        services = await generation_services(self.home, self.database, self.generations, config)
        stack.callback(self.closed.append, services.generation)
        return services

    async def fill(self) -> None:
        async with AsyncExitStack() as stack:
            services = await self.open_beside(stack, Settings(_env_file=None), PipelineConfig(), "")
            for name, text in NOTES.items():
                note = self.home / name
                await asyncio.to_thread(note.write_text, text)
                assert (await services.pipeline.ingest(note, "default", silent)).state == "ingested"
        self.closed.clear()


async def live_bench(home: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Two notes in the index of the shipped configuration; `live` opens everything here."""
    made = Bench(home, database)

    @asynccontextmanager
    async def open_home(_: Settings) -> AsyncIterator[str]:
        yield ""

    async def answering_now(_: Settings) -> Released:
        return Released(config=PipelineConfig())

    monkeypatch.setattr(live, "open_home", open_home)
    monkeypatch.setattr(live, "answering_now", answering_now)
    monkeypatch.setattr(live, "open_beside", made.open_beside)
    await made.fill()
    return made

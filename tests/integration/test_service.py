"""The service in this process, over a real home."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NoReturn

import pytest

from home_commands import SAMPLES
from paillasse import service as module
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig
from paillasse.service import Service, open_service
from paillasse.settings import Settings

MANUAL = SAMPLES / "quivane_96_thermocycler_en.pdf"


def at(home: Path, **more: object) -> Settings:
    return Settings.model_validate({"home": home, "threads": 1, "worker_grace_seconds": 0, **more})


async def sent(service: Service, content: bytes, name: str) -> str:
    """Send a file and wait until its job is done: the id of the document."""

    async def blocks() -> AsyncIterator[bytes]:
        yield content

    job = await service.board.submit(blocks(), name, "default", "user-1")
    async with asyncio.timeout(120):
        progress = [each async for each in service.board.watch(job.id)]
    assert progress[-1].state.value == "done", progress[-1]
    return progress[-1].document_id


async def test_files_that_are_sent_become_documents_also_after_the_index_was_exchanged(home: Path) -> None:
    async with open_service(at(home)) as service:
        assert await service.health() == {"database": True, "index": True, "worker": True}
        first = await sent(service, b"# Lamp\n\nReplace the lamp after 2000 hours.\n", "lamp.md")
        other = PipelineConfig(chunking=ChunkingConfig(max_tokens=48))
        rebuilt = await service.live.rebuild(other, lambda _stage, _done, _total: None)
        assert rebuilt.live
        second = await sent(service, b"# Rotor\n\nWipe the rotor every week.\n", "rotor.md")
        async with service.live.use() as services:
            assert services.generation == rebuilt.generation
            assert {d.id for d in await services.documents.list()} == {first, second}
            assert {d.config_hash for d in await services.documents.list()} == {rebuilt.generation}
        assert await service.health() == {"database": True, "index": True, "worker": True}


async def test_where_others_work_on_jobs_they_wait(home: Path) -> None:
    async with open_service(at(home, worker=False)) as service:
        assert await service.health() == {"database": True, "index": True}
        assert service.beside == {}


async def test_a_worker_that_ends_is_missed(
    home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def work(*_: object, **__: object) -> NoReturn:
        raise KeyError("a defect")

    monkeypatch.setattr(module, "work", work)
    with caplog.at_level(logging.CRITICAL):
        async with open_service(at(home)) as service:
            await asyncio.wait({service.beside["worker"]}, timeout=10)
            assert (await service.health())["worker"] is False
    assert "a defect" in caplog.text


async def test_an_index_that_does_not_answer_is_said_to_be_away(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_service(at(home, worker=False)) as service, service.live.use() as services:

        async def hang() -> None:
            await asyncio.Event().wait()

        monkeypatch.setattr(services.generations, "live", hang)
        assert await service.health() == {"database": True, "index": False}

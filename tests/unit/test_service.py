"""What a service does beside the requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from paillasse import service
from paillasse.monitoring.metrics import Metrics
from paillasse.monitoring.spans import NO_SPANS
from paillasse.settings import Settings


@dataclass
class Live:
    """Services that are replaced once."""

    rounds: int = 0

    @asynccontextmanager
    async def use(self) -> AsyncIterator[int]:
        self.rounds += 1
        yield self.rounds

    async def replaced(self) -> None:
        if self.rounds > 1:
            await asyncio.Event().wait()


async def test_what_does_not_answer_in_time_is_not_there(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(service, "_HEALTH_SECONDS", 0.01)
    assert await service._answers(asyncio.Event().wait()) is False
    assert "Not ready: no answer in time" in caplog.text


async def test_files_that_come_in_while_services_are_replaced_are_not_taken_for_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[tuple[int, bool]] = []
    both = asyncio.Event()

    async def work(jobs: int, _: Any, *, alone: bool) -> None:
        begun.append((jobs, alone))
        if len(begun) == 2:
            both.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(service, "join_jobs", lambda services, *_: services)
    monkeypatch.setattr(service, "work", work)
    live: Any = Live()
    working = asyncio.create_task(service._work(live, Settings(home=tmp_path, _env_file=None), Metrics(), NO_SPANS))  # type: ignore[call-arg]
    await asyncio.wait_for(both.wait(), 5)
    working.cancel()
    with pytest.raises(asyncio.CancelledError):
        await working
    assert begun == [(1, True), (2, False)]

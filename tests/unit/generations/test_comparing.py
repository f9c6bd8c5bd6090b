from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from jobs_bench import blocks
from paillasse.errors.storage import StorageError
from paillasse.generations import comparing
from paillasse.generations.comparing import difference, keep_comparing
from paillasse.ingestion.pipeline import file_sha256
from service_bench import ServiceBench


@pytest.fixture
def bench(tmp_path: Path) -> ServiceBench:
    return ServiceBench(tmp_path)


async def test_what_the_stores_do_not_agree_on_is_told(bench: ServiceBench) -> None:
    live: Any = bench.service.live
    assert await difference(live, bench.service.board) == 0
    orphan = bench.home / "orphan.txt"
    orphan.write_text("of no document")
    bench.services.stores.files.put(orphan, file_sha256(orphan))
    assert await difference(live, bench.service.board) == 1


async def test_nothing_is_told_while_a_file_is_under_way(bench: ServiceBench) -> None:
    live: Any = bench.service.live
    await bench.service.board.submit(blocks(b"# Pump\n\nOpen it.\n"), "pump.md", "default", "user-1")
    assert await difference(live, bench.service.board) is None


async def test_it_is_compared_again_and_a_failure_is_no_end(
    bench: ServiceBench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    found = iter([StorageError("gone"), None, 3])
    told: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def scripted(*_: object) -> int | None:
        ended = next(found, 0)
        if isinstance(ended, Exception):
            raise ended
        return ended

    for name in ("_FIRST_SECONDS", "_BUSY_SECONDS"):
        monkeypatch.setattr(comparing, name, 0)
    monkeypatch.setattr(comparing, "difference", scripted)
    standing = bench.service.metrics.standing
    monkeypatch.setattr(standing, "compared", told.set_result)
    live: Any = bench.service.live
    task = asyncio.create_task(keep_comparing(live, bench.service.board, standing))
    assert await asyncio.wait_for(told, 5) == 3
    task.cancel()
    assert "The stores could not be compared: gone" in caplog.text

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

import pytest

from access_stores import Clock
from exchanges import ADA, NOW, exchange
from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.adapters.memory.idempotency import MemoryIdempotencyStore
from paillasse.errors.storage import StorageError
from paillasse.history import retention
from paillasse.history.conversations import History
from paillasse.history.errors import HistoryNotFound


class Faltering(MemoryHistoryStore):
    """A store that is away at first."""

    def __init__(self) -> None:
        super().__init__()
        self.purged = 0
        self.done = asyncio.Event()

    async def purge(self, before: datetime) -> int:
        self.purged += 1
        if self.purged == 1:
            raise StorageError("The database refused.")
        removed = await super().purge(before)
        if self.purged > 2:
            self.done.set()
        return removed


async def test_old_exchanges_go_while_a_server_runs(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(retention, "_AGAIN_SECONDS", 0)
    caplog.set_level(logging.INFO, logger="paillasse.history.retention")
    store = Faltering()
    kept = History(store, 30, Clock(NOW))
    await kept.record(exchange("old", minutes=-31 * 24 * 60, query="a secret"))
    purging = asyncio.create_task(retention.keep_purging(kept, MemoryIdempotencyStore()))
    async with asyncio.timeout(10):
        await store.done.wait()
    purging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await purging
    with pytest.raises(HistoryNotFound):
        await kept.exchange("old", ADA)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "secret" not in caplog.text

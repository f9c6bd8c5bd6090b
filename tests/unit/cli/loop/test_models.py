"""`paillasse models` over a store in memory, and by way of a server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from access_stores import memory_stores
from paillasse.access.auditing import Auditor
from paillasse.adapters.memory.trained_models import MemoryModelStore
from paillasse.api.schemas.models import TrainedModelOut
from paillasse.cli.loop import models as module
from paillasse.errors.storage import HomeInUse
from paillasse.loop import promoting
from paillasse.prediction.desk import ModelDesk
from paillasse.protocols.trained_models import KeptModel

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MODEL = KeptModel("escalation", "v1", "{}", '{"all": {"auroc": 0.9}}', NOON, "ada")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryModelStore:
    kept = MemoryModelStore()

    @asynccontextmanager
    async def opened(_settings: object) -> AsyncIterator[ModelDesk]:
        yield ModelDesk(kept, Auditor(memory_stores().audit, lambda: NOON), lambda: NOON)

    monkeypatch.setattr(promoting, "open_models", opened)
    return kept


def test_promotions_are_shown_and_taken_back(run: Any, store: MemoryModelStore) -> None:
    assert "No model was promoted here" in run("models", "list").out
    assert "trained_model_not_found" in run("models", "rollback", "escalation").err
    asyncio.run(store.put(MODEL))
    assert run("models", "list").out.splitlines()[1].split()[:2] == ["escalation", "v1"]
    assert "in production" in run("models", "list").out
    assert run("models", "rollback", "escalation", "--reason", "worse").out == (
        "escalation v1 is not in production any more.\n"
    )
    [told] = json.loads(run("models", "list", "--json").out)
    assert (told["in_production"], told["taken_back_reason"], told["figures"]) == (False, "worse", {"all/auroc": 0.9})
    assert "taken back 2026-11-21" in run("models", "list").out


def test_a_server_that_holds_the_home_does_it(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    told = TrainedModelOut.of(MODEL, in_production=True).model_dump()
    asked: list[tuple[str, str]] = []

    class Calls:
        """`client.models.TrainedModelCalls`."""

        async def list(self) -> list[dict[str, Any]]:
            return [told]

        async def take_back(self, name: str, reason: str) -> dict[str, Any]:
            asked.append((name, reason))
            return told

    def held(*_: object) -> None:
        raise HomeInUse("A server has it.")

    def with_server(_context: object, _error: HomeInUse, work: Any) -> object:
        return asyncio.run(work(SimpleNamespace(models=Calls())))

    monkeypatch.setattr(module, "with_opened", held)
    monkeypatch.setattr(module, "with_server", with_server)
    assert "in production" in run("models", "list").out
    assert "not in production any more" in run("models", "rollback", "escalation", "--reason", "worse").out
    assert asked == [("escalation", "worse")]

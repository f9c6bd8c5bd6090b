"""Trained models put into production and taken back by people and by schedules; every time it is audited."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from paillasse.access.auditing import Auditor
from paillasse.access.types import Action, Actor
from paillasse.errors.releases import TrainedModelNotFound
from paillasse.language.text import printable
from paillasse.protocols.trained_models import KeptModel, ModelStore, TakenBack


class ModelDesk:
    """Decides which trained models are in production."""

    def __init__(
        self, store: ModelStore, auditor: Auditor, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.store = store
        self._auditor = auditor
        self._clock = clock

    async def promote(self, model: KeptModel, rows: str, actor: Actor) -> None:
        """Have a model in production, with what it learnt from; servers use it within seconds.

        Raises:
            StorageError: it cannot be kept.
        """
        await self.store.put(model, rows)
        await self._auditor.note(actor, Action.MODEL_PROMOTE, f"{model.name}/{model.version}")

    async def take_back(self, name: str, by: str, because: str, actor: Actor) -> KeptModel:
        """Have the model in production that was there before, or the one that ships; the one that was taken back.

        Raises:
            StorageError: the database failed.
            TrainedModelNotFound: none that was trained here is in production.
        """
        model = await self.store.production(name)
        taken = TakenBack(self._clock(), by, because)
        if model is None or not await self.store.take_back(model, taken):
            raise TrainedModelNotFound(f"No model {printable(name)} that was trained here is in production.")
        await self._auditor.note(actor, Action.MODEL_ROLLBACK, f"{name}/{model.version}")
        return replace(model, taken_back=taken)

    async def promotions(self) -> Sequence[KeptModel]:
        """Every promotion of every model, the latest first."""
        return await self.store.promotions()


def figures_of(model: KeptModel) -> dict[str, float]:
    """What was measured of a model before it was promoted, by name; of an interval also `.low` and `.high`."""
    return dict(_figures("", json.loads(model.report or "{}")))


def _figures(place: str, told: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    for name, value in told.items():
        path = f"{place}{name}"
        match value:
            case bool():
                continue
            case int() | float():
                yield path, float(value)
            case {"value": float(figure), "low": float(low), "high": float(high)}:
                yield from ((path, figure), (f"{path}.low", low), (f"{path}.high", high))
            case dict():
                yield from _figures(f"{path}/", cast("Mapping[str, Any]", value))
            case _:
                continue

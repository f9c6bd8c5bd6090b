"""Models in production, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paillasse.protocols.trained_models import KeptModel, TakenBack


class MemoryModelStore:
    """`protocols.trained_models.ModelStore`."""

    def __init__(self) -> None:
        self._kept: list[tuple[KeptModel, str]] = []

    async def put(self, model: KeptModel, rows: str = "") -> None:
        """Have it in production from now on."""
        self._kept.append((model, rows))

    async def production(self, name: str) -> KeptModel | None:
        """The one that is in production; None where none was ever promoted."""
        found = self._latest(name)
        return found and found[0]

    async def version(self, name: str) -> str:
        """Its version alone, for who looks often; empty where none was ever promoted."""
        found = self._latest(name)
        return found[0].version if found else ""

    async def rows(self, name: str) -> str:
        """What it was trained on; empty where that was not kept."""
        found = self._latest(name)
        return found[1] if found else ""

    async def promotions(self) -> Sequence[KeptModel]:
        """Every promotion of every model, the latest first."""
        return sorted((model for model, _ in self._kept), key=lambda model: model.promoted_at, reverse=True)

    async def take_back(self, model: KeptModel, taken_back: TakenBack) -> bool:
        """Have it in production no more."""
        for place, (kept, rows) in enumerate(self._kept):
            if (kept.name, kept.promoted_at, kept.taken_back) == (model.name, model.promoted_at, None):
                self._kept[place] = replace(kept, taken_back=taken_back), rows
                return True
        return False

    def _latest(self, name: str) -> tuple[KeptModel, str] | None:
        of_name = [kept for kept in self._kept if kept[0].name == name and kept[0].taken_back is None]
        return max(of_name, key=lambda kept: kept[0].promoted_at, default=None)

"""Small models that were trained here and are in production: where they are kept, for every process of a home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TakenBack:
    """That a model is in production no more, though no other was promoted."""

    at: datetime
    by: str
    """Name of the person."""
    because: str


@dataclass(frozen=True, slots=True)
class KeptModel:
    """A model that was put into production."""

    name: str
    """What it is for: `escalation`, `reranker`."""
    version: str
    body: str
    """The model as JSON."""
    report: str
    """What was measured of it, as JSON."""
    promoted_at: datetime
    promoted_by: str = ""
    """Name of the person or of the schedule; empty for what is older than that."""
    because: str = ""
    taken_back: TakenBack | None = None
    """None while it was not."""


class ModelStore(Protocol):
    """Models that were put into production, all of them: of each name the latest is there that was not taken back.

    Every method may raise `StorageError`.
    """

    async def put(self, model: KeptModel, rows: str = "") -> None:
        """Have it in production from now on.

        Args:
            model: the model.
            rows: what it was trained on, as its training reads it again.
        """
        ...

    async def production(self, name: str) -> KeptModel | None:
        """The one that is in production; None where none was ever promoted."""
        ...

    async def version(self, name: str) -> str:
        """Its version alone, for who looks often; empty where none was ever promoted."""
        ...

    async def rows(self, name: str) -> str:
        """What it was trained on; empty where that was not kept."""
        ...

    async def promotions(self) -> Sequence[KeptModel]:
        """Every promotion of every model, the latest first."""
        ...

    async def take_back(self, model: KeptModel, taken_back: TakenBack) -> bool:
        """Have it in production no more; false where somebody was faster."""
        ...

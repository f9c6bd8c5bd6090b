"""Small models that were trained here and are in production: where they are kept, for every process of a home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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


class ModelStore(Protocol):
    """Models that were put into production, all of them: of each name the latest is there now.

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

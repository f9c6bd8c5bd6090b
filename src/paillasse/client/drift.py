"""Drift over a connection."""

from __future__ import annotations

from typing import Any

from paillasse.client.connection import Call, Connection
from paillasse.client.values import value_of
from paillasse.drift.types import DriftReport

_PATH = "/api/v1/drift"


class Drift:
    """Whether what is asked, and how it is answered, is as it was; to check it takes an administrator."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def list(self, limit: int) -> list[DriftReport]:
        """So many reports at most, up to 100, the latest first."""
        told = await self._connection.send(Call("GET", _PATH, {"limit": limit}))
        return [value_of(DriftReport, each) for each in value_of(list[dict[str, Any]], told)]

    async def check(self) -> DriftReport:
        """Compare now; it takes some seconds."""
        return value_of(DriftReport, await self._connection.send(Call("POST", f"{_PATH}/checks")))

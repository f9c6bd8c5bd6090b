"""Models that were trained here, over a connection."""

from __future__ import annotations

from typing import Any

from paillasse.client.connection import Call, Connection
from paillasse.client.values import value_of

_PATH = "/api/v1/models"

Told = dict[str, Any]
"""A promotion as the API tells it: see `TrainedModelOut` in its schema."""


class TrainedModelCalls:
    """Shows them to experts; administrators take them back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def list(self) -> list[Told]:
        """Every promotion, the latest first."""
        return value_of(list[Told], await self._connection.send(Call("GET", _PATH)))

    async def take_back(self, name: str, reason: str = "") -> Told:
        """Have the model in production that was there before; the one that was taken back."""
        call = Call("POST", f"{_PATH}/{name}/rollbacks", body={"reason": reason})
        return value_of(Told, await self._connection.send(call))

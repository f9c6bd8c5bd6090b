"""A release that is tried beside the one in production, over a connection."""

from __future__ import annotations

from typing import Any

from paillasse.client.connection import Call, Connection
from paillasse.client.values import value_of

_PATH = "/api/v1/rollout"

Told = dict[str, Any]
"""A rollout as the API tells it: see `RolloutOut` in its schema."""


class RolloutCalls:
    """Starts, shows and ends it; takes an administrator."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def status(self) -> Told | None:
        """The rollout that runs, or ran last; None where there never was one."""
        told = await self._connection.send(Call("GET", _PATH))
        return None if told is None else value_of(Told, told)

    async def start(self, wanted: Told) -> Told:
        """Try a release: `release`, `mode`, `share`, `reason` and `override` as the API takes them."""
        return value_of(Told, await self._connection.send(Call("POST", _PATH, body=wanted)))

    async def stop(self, reason: str = "") -> Told:
        """Have the release in production answer everybody again."""
        return value_of(Told, await self._connection.send(Call("DELETE", _PATH, query={"reason": reason})))

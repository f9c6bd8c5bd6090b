"""Releases over a connection."""

from __future__ import annotations

from typing import Any

from paillasse.client.connection import Call, Connection
from paillasse.client.values import value_of
from paillasse.releases.types import Alias, Release

_PATH = "/api/v1/releases"


class Releases:
    """What may answer; to change which one does takes an administrator."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def list(self) -> list[Release]:
        """Every release, the newest first."""
        told = value_of(list[dict[str, Any]], await self._connection.send(Call("GET", _PATH)))
        return [_release(each) for each in told]

    async def promote(self, which: str, alias: Alias, reason: str = "", override: str = "") -> Release:
        """Promote a release that passes its gates, or give a reason to do it all the same."""
        body = {"release": which, "alias": alias, "reason": reason, "override": override}
        return _release(await self._connection.send(Call("POST", f"{_PATH}/promotions", body=body)))

    async def rollback(self, reason: str = "") -> Release:
        """Have the release answer again that was in production before."""
        return _release(await self._connection.send(Call("POST", f"{_PATH}/rollbacks", body={"reason": reason})))


def _release(told: object) -> Release:
    found = value_of(dict[str, Any], told)
    return value_of(Release, {**found, "tags": found.get("said", {})})

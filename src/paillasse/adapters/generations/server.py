"""Generations on a Qdrant server: collections, and an alias that names the live one."""

from __future__ import annotations

from qdrant_client import AsyncQdrantClient, models

from paillasse.adapters.qdrant_server import ServerChunkIndex, own_errors

_PREFIX = "paillasse-"
_LIVE = "paillasse-live"


class ServerGenerations:
    """`protocols.generations.IndexGenerations` over one connection, which it closes.

    Every method raises what `ServerChunkIndex` raises.
    """

    def __init__(self, client: AsyncQdrantClient) -> None:
        self._client = client

    async def open(self, name: str, dimension: int, configuration: str) -> ServerChunkIndex:
        """A generation, created when it is not there."""
        return await ServerChunkIndex.open(self._client, _PREFIX + name, dimension, configuration)

    async def configurations(self) -> dict[str, str]:
        """The configuration of every generation by name, from the metadata of its collection."""
        kept: dict[str, str] = {}
        with own_errors():
            for found in (await self._client.get_collections()).collections:
                if found.name.startswith(_PREFIX):
                    config = (await self._client.get_collection(found.name)).config
                    kept[found.name.removeprefix(_PREFIX)] = str((config.metadata or {}).get("configuration", ""))
        return dict(sorted(kept.items()))

    async def live(self) -> str:
        """Name of the collection that the alias stands for; empty when there is no alias."""
        with own_errors():
            for alias in (await self._client.get_aliases()).aliases:
                if alias.alias_name == _LIVE:
                    return alias.collection_name.removeprefix(_PREFIX)
        return ""

    async def release(self) -> str:
        """The release that answers over it, from the metadata of its collection."""
        live = await self.live()
        if not live:
            return ""
        with own_errors():
            config = (await self._client.get_collection(_PREFIX + live)).config
        return str((config.metadata or {}).get("release", ""))

    async def make_live(self, name: str, release: str = "") -> None:
        """Move the alias: the server does both halves as one. The release is told before, when nobody looks there yet.

        Where only the release changes, that is the one step.
        """
        create = models.CreateAlias(collection_name=_PREFIX + name, alias_name=_LIVE)
        moves: list[models.AliasOperations] = [models.CreateAliasOperation(create_alias=create)]
        if await self.live():
            moves.insert(0, models.DeleteAliasOperation(delete_alias=models.DeleteAlias(alias_name=_LIVE)))
        with own_errors():
            await self._client.update_collection(_PREFIX + name, metadata={"release": release})
            await self._client.update_collection_aliases(moves)

    async def drop(self, name: str) -> None:
        """Remove the collection."""
        with own_errors():
            await self._client.delete_collection(_PREFIX + name)

    async def close(self) -> None:
        """Close the connection."""
        await self._client.close()

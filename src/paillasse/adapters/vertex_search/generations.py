"""Index generations in one deployed index of Vertex AI Vector Search, told apart by a restrict."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from paillasse.adapters.vertex_search.connection import VectorSearch
from paillasse.adapters.vertex_search.index import VertexChunkIndex
from paillasse.errors.root import InvalidConfiguration
from paillasse.protocols.generations import IndexLedger


class VertexGenerations:
    """`protocols.generations.IndexGenerations` over a connection, which it closes, and a ledger.

    Every method may raise what `VectorSearch` and the ledger raise.

    Args:
        service: the deployed index.
        ledger: knows the generations, and which of them is live.
        release: of what the ledger stands on; called at the end.
    """

    def __init__(self, service: VectorSearch, ledger: IndexLedger, release: Callable[[], Awaitable[None]]) -> None:
        self._service = service
        self._ledger = ledger
        self._release = release

    async def open(self, name: str, dimension: int, configuration: str) -> VertexChunkIndex:
        """A generation, created when it is not there.

        Raises:
            InvalidConfiguration: the index takes vectors of another dimension.
        """
        index = await self._service.described()
        if index.dimension != dimension:
            raise InvalidConfiguration(
                f"The index {index.name} takes {index.dimension} numbers a passage; the embedder gives {dimension}.",
                hint="Deploy one for as many (`vector_dimensions` in Terraform), or choose an embedder that fits.",
            )
        await self._ledger.keep(name, configuration)
        return VertexChunkIndex(self._service, self._ledger, name, dimension)

    async def configurations(self) -> dict[str, str]:
        """The configuration of every generation by name."""
        return await self._ledger.configurations()

    async def live(self) -> str:
        """Name of the live one; empty when none was made live yet. The index is asked too: it has to be there."""
        await self._service.ping()
        return (await self._ledger.live())[0]

    async def release(self) -> str:
        """The release that answers over it."""
        return (await self._ledger.live())[1]

    async def make_live(self, name: str, release: str = "") -> None:
        """Move the mark in the ledger, in one step."""
        await self._ledger.make_live(name, release)

    async def drop(self, name: str) -> None:
        """Remove its points, then what is known of it; stopped in the middle, the next drop removes the rest."""
        index = await self._service.described()
        documents = sorted(await self._ledger.points(name))
        await VertexChunkIndex(self._service, self._ledger, name, index.dimension).delete_documents(documents)
        await self._ledger.drop(name)

    async def close(self) -> None:
        """Close every connection."""
        await self._service.close()
        await self._release()

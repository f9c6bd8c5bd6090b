"""The seam of index generations: several of them, and one that is live."""

from __future__ import annotations

from typing import Protocol

from paillasse.protocols.retrieval import ChunkIndex


class IndexGenerations(Protocol):
    """Index generations by name, side by side; one of them may be the live one, which answers.

    A generation keeps the configuration it was built with (the JSON of `PipelineConfig.index_configuration`), so that
    whoever finds it live knows how to read it. Every method may raise `StorageError`.
    """

    async def open(self, name: str, dimension: int, configuration: str) -> ChunkIndex:
        """A generation, created for vectors of this dimension when it is not there."""
        ...

    async def configurations(self) -> dict[str, str]:
        """The configuration of every generation by name; empty where it was not kept."""
        ...

    async def live(self) -> str:
        """Name of the live one; empty when none was made live yet."""
        ...

    async def release(self) -> str:
        """The release that answers over the live one, as it was told to `make_live`; empty where none does."""
        ...

    async def make_live(self, name: str, release: str = "") -> None:
        """Make this one live instead of the present one, in one step; durable when it returns.

        Args:
            name: of the generation.
            release: `pipeline_config.Released.kept`, whose configuration answers over it from now on.
        """
        ...

    async def drop(self, name: str) -> None:
        """Remove a generation that is not live and not open; no error when it is already gone."""
        ...

    async def close(self) -> None:
        """Release connections; the indexes opened are closed before."""
        ...

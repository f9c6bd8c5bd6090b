"""The seam of index generations: several of them, and one that is live; and of what an index service cannot tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from paillasse.protocols.retrieval import ChunkIndex, IndexPoint


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


class TermCounts(NamedTuple):
    """What inverse document frequencies are worked out from."""

    total: int
    """Points of the generation that have terms."""
    holding: dict[int, int]
    """Term → how many of them hold it."""


class IndexLedger(Protocol):
    """What an index service keeps but cannot tell: its generations, which points they hold, how frequent terms are.

    Points are known before they are written and until they are gone: whatever the service holds of ours is known here.
    Every method may raise `StorageError`.
    """

    async def keep(self, name: str, configuration: str) -> None:
        """Know a generation, if it is not known yet."""
        ...

    async def configurations(self) -> dict[str, str]:
        """The configuration of every generation by name."""
        ...

    async def live(self) -> tuple[str, str]:
        """The live generation and the release that answers over it; empty where there is none."""
        ...

    async def make_live(self, name: str, release: str) -> None:
        """Make this one live instead of the present one, in one step."""
        ...

    async def drop(self, name: str) -> None:
        """Know nothing of a generation any more; no error when it is not known."""
        ...

    async def note(self, generation: str, points: Sequence[IndexPoint]) -> None:
        """Know these points instead of those of the same ids, and count their terms."""
        ...

    async def forget(self, generation: str, document_ids: Sequence[str]) -> None:
        """Know nothing of the points of these documents any more."""
        ...

    async def points(self, generation: str, document_ids: Sequence[str] | None = None) -> dict[str, set[str]]:
        """Chunk ids by document id, of these documents or of all."""
        ...

    async def counts(self, generation: str, terms: Collection[int]) -> TermCounts:
        """How many points have terms at all, and how many hold each of these; unknown ones are left out."""
        ...

"""Generations of Qdrant Edge: directories beside each other, and a pointer file that is replaced in one step."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

from paillasse.adapters.generations.records import GenerationRecords
from paillasse.adapters.qdrant_edge import EdgeChunkIndex
from paillasse.errors.storage import StorageError

_GOING = ".dropped"
"""Ends the name of a directory that is being removed: what is left of it is never opened."""


class EdgeGenerations:
    """`protocols.generations.IndexGenerations` in one directory. Whoever uses it holds the `HomeLock`."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._records = GenerationRecords(directory)

    async def open(self, name: str, dimension: int, configuration: str) -> EdgeChunkIndex:
        """A generation, created when it is not there; raises what `EdgeChunkIndex.open` raises."""
        index = await EdgeChunkIndex.open(self._directory / name, dimension)
        self._records.keep(name, configuration)
        return index

    async def configurations(self) -> dict[str, str]:
        """The configuration of every generation by name."""
        if not self._directory.exists():
            return {}
        names = sorted(path.name for path in self._directory.iterdir() if path.is_dir() and not path.suffix)
        return {name: self._records.configuration(name) for name in names}

    async def live(self) -> str:
        """Name of the live one; empty when none was made live yet."""
        return self._records.live()

    async def release(self) -> str:
        """The release that answers over it."""
        return self._records.release()

    async def make_live(self, name: str, release: str = "") -> None:
        """Point to this one, in one step."""
        self._records.point_to(name, release)

    async def drop(self, name: str) -> None:
        """Remove a generation; stopped in the middle, it is gone all the same, and the next drop removes the rest.

        Raises:
            StorageError: it cannot be removed.
        """
        await asyncio.to_thread(self._drop, name)

    async def close(self) -> None:
        """Nothing to release."""

    def _drop(self, name: str) -> None:
        directory = self._directory / name
        try:
            if directory.exists():
                directory.rename(directory.with_name(name + _GOING))
            self._records.forget(name)
            for left in self._directory.glob("*" + _GOING):
                shutil.rmtree(left)
        except OSError as error:
            raise StorageError(f"Cannot remove {directory}: {error.strerror}.") from error

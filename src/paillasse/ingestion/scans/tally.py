"""What readers have found so far, counted for who waits."""

from __future__ import annotations

from typing import Generic, TypeVar

from paillasse.protocols.progress import Progress

Reading = TypeVar("Reading")


class Tally(Generic[Reading]):
    """Collects readings by page or by place among the requests: `protocols.PageFound` and `PictureFound`."""

    def __init__(self, stage: str, total: int, progress: Progress) -> None:
        self.readings: dict[int, Reading | None] = {}
        """None for what could not be read."""
        self._stage, self._total, self._progress = stage, total, progress
        progress(stage, 0, total)

    async def __call__(self, index: int, reading: Reading | None, /) -> None:
        """Take one reading."""
        self.readings[index] = reading
        self._progress(self._stage, len(self.readings), self._total)

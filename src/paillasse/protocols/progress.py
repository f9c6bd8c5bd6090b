"""The seam to whoever watches long work."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives what a long run is doing; the CLI draws it."""

    def __call__(self, stage: str, done: int, total: int, /) -> None:
        """`done` of `total` steps of `stage` are finished."""
        ...

"""Pictures of pages as people ask for them: each drawn once, a few at a time, and kept."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from paillasse.adapters.page_pictures.encoding import encoded, marked
from paillasse.adapters.page_pictures.folder import PictureFolder
from paillasse.adapters.page_pictures.process import DrawingProcess
from paillasse.gate import Gate
from paillasse.protocols.reading import DrawnPage
from paillasse.types.pages import Box

_AT_ONCE = 2
"""Drawing processes: each may take the memory of a parser."""
_QUEUE = 40
"""Pictures that wait for their turn: some screens full of pages."""
_PATIENCE_SECONDS = 15.0
"""How long they wait."""


class DrawnPictures:
    """`protocols.PagePictures` by child processes, with a folder to keep them."""

    def __init__(self, process: DrawingProcess, folder: PictureFolder) -> None:
        self._process = process
        self._folder = folder
        self._working = Gate(_AT_ONCE, _QUEUE, _PATIENCE_SECONDS)
        self._at_hand: defaultdict[tuple[str, int, int], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def picture(self, page: DrawnPage, width: int) -> bytes:
        """A page as WebP.

        Raises:
            Overloaded: too many are being drawn.
            ParserLimitExceeded: it cannot be drawn.
        """
        key = (page.sha256, page.number, width)
        kept = await asyncio.to_thread(self._folder.get, *key)
        if kept is not None:
            return kept
        async with self._working.enter(), self._at_hand[key]:
            try:
                return await self._drawn(page, width)
            finally:
                self._at_hand.pop(key, None)

    async def marked(self, picture: bytes, shares: Sequence[Box]) -> bytes:
        """A picture of ours with rectangles highlighted; raises `Overloaded` as `picture` does."""
        return await self._working.in_thread(marked, picture, shares)

    async def copy(self, path: Path, name: str) -> bytes:
        """The reading copy of a file that is no PDF.

        Raises:
            Overloaded: too many are being drawn.
            ParserLimitExceeded: it cannot be made.
        """
        async with self._working.enter():
            return await self._process.copy(path, name)

    async def forget(self, sha256: str) -> None:
        """Remove what was kept of a file."""
        await asyncio.to_thread(self._folder.forget, sha256)

    async def _drawn(self, page: DrawnPage, width: int) -> bytes:
        key = (page.sha256, page.number, width)
        kept = await asyncio.to_thread(self._folder.get, *key)  # somebody may have asked for it just before
        if kept is not None:
            return kept
        pixels = await self._process.draw(page.path, page.name, page.number, width)
        picture = await asyncio.to_thread(encoded, pixels)
        await asyncio.to_thread(self._folder.put, *key, picture)
        return picture

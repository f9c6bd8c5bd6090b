"""Pages as people look at them: their words, their picture with a quote highlighted, and the file itself."""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from paillasse.errors.manuals import UnreadableFile
from paillasse.library.errors import UnsuitableRectangle
from paillasse.library.holdings import Use
from paillasse.protocols.reading import DrawnPage, PagePictures
from paillasse.types.pages import Box, Page
from paillasse.types.questions import Scope

WIDTHS = (160, 400, 800, 1200, 1600, 2000)
"""Pixels. Few, since each is drawn and kept by itself."""
MAX_WIDTH = WIDTHS[-1]
MAX_RECTANGLES = 200
_TOLERANCE = 2.0
"""Points by which a rectangle may stand over the edge: glyphs do."""
_DRAWING = 1
"""Raised when pages are drawn in another way: names the version in what clients keep."""


@dataclass(frozen=True, slots=True)
class PictureOrder:
    """A picture of a page that somebody may see."""

    page: DrawnPage
    width: int
    """Pixels."""
    shares: tuple[Box, ...]
    """What to highlight, in shares of the width and height of the page."""

    @property
    def version(self) -> str:
        """Names the picture: the same for the same bytes."""
        told = repr((_DRAWING, self.page.sha256, self.page.number, self.width, self.shares))
        return hashlib.sha256(told.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class OriginalFile:
    """A file as it was ingested."""

    path: Path
    sha256: str
    filename: str
    is_pdf: bool
    """False for what was read by way of a PDF made of it."""


class Pages:
    """Over whatever generation answers. What is outside the scope, and what there is not, are `DocumentNotFound`."""

    def __init__(self, use: Use, pictures: PagePictures) -> None:
        self._use = use
        self._pictures = pictures

    async def text(self, scope: Scope, document_id: str, number: int) -> Page:
        """One page with its words and their boxes.

        Raises:
            DocumentNotFound: no such document in the scope, or no such page.
        """
        async with self._use() as holdings:
            return await holdings.documents.page(document_id, number, scope)

    async def order(
        self, scope: Scope, document_id: str, number: int, width: int, rectangles: Sequence[Box] = ()
    ) -> PictureOrder:
        """A picture to be drawn, once it is sure that it may be seen and what stands on it.

        Args:
            scope: of who asks.
            document_id: of the document.
            number: of the page, physical, from 1.
            width: of the picture in pixels, 1 to `MAX_WIDTH`; rounded up to the next of `WIDTHS`.
            rectangles: what to highlight, in points from the top left corner of the page, as citations have them.

        Raises:
            DocumentNotFound: no such document in the scope, or no such page.
            UnsuitableRectangle: one of them is not on the page, or there are over `MAX_RECTANGLES`.
        """
        if not 1 <= width <= MAX_WIDTH:
            raise ValueError(f"{width} pixels")
        async with self._use() as holdings:
            document = await holdings.documents.get(document_id, scope)
            page = await holdings.documents.page(document_id, number, scope)
            path = holdings.stores.files.path(document.sha256)
        if len(rectangles) > MAX_RECTANGLES:
            raise UnsuitableRectangle(f"At most {MAX_RECTANGLES} rectangles can be highlighted on a page.")
        shares = tuple(_share(box, page) for box in rectangles)
        permitted = next(each for each in WIDTHS if each >= width)
        return PictureOrder(DrawnPage(path, document.sha256, document.filename, number), permitted, shares)

    async def draw(self, order: PictureOrder) -> bytes:
        """The picture, as WebP.

        Raises:
            Overloaded: too many are being drawn.
            ParserLimitExceeded: the page cannot be drawn.
        """
        picture = await self._pictures.picture(order.page, order.width)
        return await self._pictures.marked(picture, order.shares) if order.shares else picture

    async def copy(self, file: OriginalFile) -> bytes:
        """The PDF that a file in another format was read by: its pages are those that are cited.

        Raises:
            Overloaded: too many are being drawn.
            ParserLimitExceeded: it cannot be made.
        """
        return await self._pictures.copy(file.path, file.filename)

    async def file(self, scope: Scope, document_id: str) -> OriginalFile:
        """The file of a document.

        Raises:
            DocumentNotFound: none in the scope.
            UnreadableFile: it is gone from where it was stored.
        """
        async with self._use() as holdings:
            document = await holdings.documents.get(document_id, scope)
            path = holdings.stores.files.path(document.sha256)
        head = await asyncio.to_thread(_head, path, document.filename)
        return OriginalFile(path, document.sha256, document.filename, b"%PDF-" in head)


def _head(path: Path, name: str) -> bytes:
    """Bytes in which a PDF says that it is one: ISO 32000-1, implementation note 13."""
    try:
        with path.open("rb") as file:
            return file.read(1024)
    except OSError as error:
        hint = "Remove the document and upload the file again."
        raise UnreadableFile(f"The stored file of {name} cannot be read.", hint=hint) from error


def _share(box: Box, page: Page) -> Box:
    """The rectangle as shares of the page, cut at its edges."""
    sides = (page.width, page.height)
    sound = all(map(math.isfinite, box)) and box.x0 < box.x1 and box.y0 < box.y1
    low = all(start >= -_TOLERANCE for start in box[:2])
    if not (sound and low and all(end <= side + _TOLERANCE for end, side in zip(box[2:], sides, strict=True))):
        size = " x ".join(f"{side:g}" for side in sides)
        raise UnsuitableRectangle(f"A rectangle does not stand on page {page.number}, which has {size} points.")
    return Box(*(min(max(value, 0.0), side) / side for value, side in zip(box, sides * 2, strict=True)))

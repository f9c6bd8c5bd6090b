"""The seams of reading: parsers, readers of scanned pages and of pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from paillasse.protocols.progress import Progress
from paillasse.types.pages import Box, PictureReading, PictureRequest, RawDocument, RawPage


class Parser(Protocol):
    """Reads a file without ever endangering the process that asks."""

    async def parse(self, path: Path, progress: Progress) -> RawDocument:
        """Read the whole file; `progress` counts pages under the stage name "parse".

        Raises:
            ParseError: one of its subclasses, saying why the file cannot become a document.
            UnreadableFile: the file cannot be opened.
        """
        ...


PageFound = Callable[[int, RawPage | None], Awaitable[None]]
"""Told of each page, by its number, as soon as it is read; None when it cannot be."""

PictureFound = Callable[[int, PictureReading | None], Awaitable[None]]
"""Told of each picture, by its place among the requests, as soon as it is read; None when it cannot be."""


class PageReader(Protocol):
    """Reads pages from their picture (OCR), without ever endangering the process that asks."""

    def check(self) -> None:
        """Make sure that it can read at all.

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...

    async def read(self, path: Path, numbers: Sequence[int], found: PageFound) -> None:
        """Read the pages of these numbers, in any order. An empty sheet is a page without words.

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...


class PictureReader(Protocol):
    """Reads the words in pictures on pages (OCR), without ever endangering the process that asks."""

    async def read(self, path: Path, requests: Sequence[PictureRequest], found: PictureFound) -> None:
        """Read the pictures, in any order. A picture without text is a reading without words.

        Raises:
            OcrUnavailable: something is not installed.
        """
        ...


class DrawnPage(NamedTuple):
    """A page to be drawn."""

    path: Path
    """Of the stored file."""
    sha256: str
    name: str
    """What the file was called when it was ingested: tells Markdown from plain text."""
    number: int
    """Physical, from 1."""


class PagePictures(Protocol):
    """Draws pages for people to look at, without ever endangering the process that asks."""

    async def picture(self, page: DrawnPage, width: int) -> bytes:
        """A page as WebP, `width` pixels wide, less where it would be far too high.

        Raises:
            Overloaded: too many are being drawn.
            ParserLimitExceeded: it cannot be drawn.
        """
        ...

    async def marked(self, picture: bytes, shares: Sequence[Box]) -> bytes:
        """A picture that `picture` gave with rectangles highlighted: coordinates in shares of width and height.

        Raises:
            Overloaded: as `picture`.
        """
        ...

    async def copy(self, path: Path, name: str) -> bytes:
        """The reading copy of a file that is no PDF: a PDF whose pages are those that are cited and drawn.

        Raises:
            Overloaded: as `picture`.
            ParserLimitExceeded: it cannot be made.
        """
        ...

    async def forget(self, sha256: str) -> None:
        """Keep nothing that was drawn of a file; no error when there is nothing."""
        ...

"""What a page is made of (words with boxes, blocks, tables, figures) and what was read of it. No input or output.

Conventions used everywhere:

* **Pages** are numbered physically, from 1. The number printed on the sheet ("iv", "7-3") is the page's *label*.
* **Boxes** are in PDF points (1/72 inch), origin at the top-left corner of the page as displayed (rotation applied).
* **Words** of a page are stored in reading order (columns, then table cells row by row), so that every piece of text a
  reader sees is a contiguous range of words: a `Span`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on a page, in points, origin top-left."""

    x0: float
    y0: float
    x1: float
    y1: float


class Span(NamedTuple):
    """Words `start` (included) to `end` (excluded) of physical page `page` (from 1)."""

    page: int
    start: int
    end: int


class Word(NamedTuple):
    """One word as printed, with the box that covers its glyphs."""

    text: str
    box: Box
    size: float
    """Font size in points, as displayed."""
    bold: bool


class BlockKind(StrEnum):
    """What a run of words on a page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    STEP = "step"
    BULLET = "bullet"
    TABLE = "table"
    CAPTION = "caption"
    WARNING = "warning"
    FIGURE = "figure"
    """Words inside a figure: labels, call-outs, what a screenshot shows. Never part of the running text."""
    FURNITURE = "furniture"
    """Running header or footer: kept for highlighting, never retrieved."""


class WarningLevel(StrEnum):
    """Signal words of ISO 3864 / ANSI Z535, from the gravest."""

    DANGER = "danger"
    WARNING = "warning"
    CAUTION = "caution"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, caption or table: a contiguous run of words of one page."""

    kind: BlockKind
    span: Span
    language: str = ""
    """ISO 639-1 code, empty when there are too few words to tell."""
    level: int = 0
    """Headings: 1 for a chapter, 2 for a section, and so on. Otherwise 0."""
    marker: str = ""
    """Steps and bullets: the printed marker ("3.", "b)", "•"), which is also the first word of the span."""
    table: int | None = None
    """Tables: index in `Page.tables`."""
    warning: WarningLevel | None = None
    continues: bool = False
    """True when the block goes on with the last block of the same kind on an earlier page."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table on one page. `rows[r][c]` is the word range of a cell; an empty cell has `start == end`."""

    page: int
    box: Box
    rows: tuple[tuple[Span, ...], ...]
    header_rows: int
    ruled: bool
    header: tuple[str, ...] = ()
    """Column titles, one per column; taken from the page where the table starts when it continues."""
    continues: bool = False
    """True when the table goes on from the previous page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture or drawing on a page with its caption, if one was found."""

    page: int
    box: Box
    caption: Span | None = None
    text: Span | None = None
    """The words inside it; None without any. It is the span of a block of kind `FIGURE`."""
    confidence: float = 1.0
    """Share of those words believed to be read right, 0 to 1."""


class TextSource(StrEnum):
    """Where the words of a page come from."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Page:
    """One page, read: its words in reading order and what they form."""

    number: int
    label: str
    width: float
    height: float
    words: tuple[Word, ...]
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    text_source: TextSource = TextSource.TEXT_LAYER
    confidence: float = 1.0
    """Share of the words believed to be read right, 0 to 1."""


class Turn(NamedTuple):
    """How a page as displayed is turned about its middle to set the text of a scan upright and level."""

    degrees: float
    """Clockwise."""
    width: float
    """Of the page as displayed, in points."""
    height: float

    @property
    def upright_size(self) -> tuple[float, float]:
        """Width and height, in points, of the smallest upright page that holds the turned one."""
        cos, sin = abs(self._cos), abs(self._sin)
        return self.width * cos + self.height * sin, self.width * sin + self.height * cos

    def upright(self, box: Box) -> Box:
        """Smallest box on the upright page around a box of the displayed one."""
        return _turned(box, (self.width, self.height), self.upright_size, self._cos, self._sin)

    def displayed(self, box: Box) -> Box:
        """Smallest box on the displayed page around a box of the upright one, clipped to the page."""
        found = _turned(box, self.upright_size, (self.width, self.height), self._cos, -self._sin)
        (x0, x1), (y0, y1) = (
            [round(min(max(value, 0.0), limit), 2) for value in values]
            for values, limit in (((found.x0, found.x1), self.width), ((found.y0, found.y1), self.height))
        )
        return Box(x0, y0, x1, y1)

    @property
    def _cos(self) -> float:
        return math.cos(math.radians(self.degrees))

    @property
    def _sin(self) -> float:
        return math.sin(math.radians(self.degrees))


def _turned(box: Box, source: tuple[float, float], target: tuple[float, float], cos: float, sin: float) -> Box:
    """The box around the corners of `box`, turned clockwise from the middle of `source` to that of `target`."""
    corners = [(x - source[0] / 2, y - source[1] / 2) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
    xs = [x * cos - y * sin + target[0] / 2 for x, y in corners]
    ys = [x * sin + y * cos + target[1] / 2 for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


class PictureText(NamedTuple):
    """What was read in a picture of a page that has text of its own: a range of the words of its `RawPage`."""

    box: Box
    """Of the picture."""
    start: int
    end: int
    confidence: float
    """Share of the words believed to be read right, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as it was read: words in content order, rulings and pictures, nothing interpreted.

    The text of a scan may lie askew or sideways. Then `turn` says how the page was turned: everything else is on the
    upright page, and structure analysis turns it back.
    """

    number: int
    label: str
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Box, ...] = ()
    """Thin horizontal or vertical strokes and the edges of stroked or filled rectangles, as degenerate boxes."""
    images: tuple[Box, ...] = ()
    image_keys: tuple[str, ...] = ()
    """For each of `images`, what tells it from other images: equal for the same one shown again. Empty: not known."""
    picture_texts: tuple[PictureText, ...] = ()
    """Their words come after those of the text layer, in the same order."""
    failed: bool = False
    """True when the parser could not read the page: everything else is empty."""
    text_source: TextSource = TextSource.TEXT_LAYER
    confidence: float = 1.0
    """Share of the words believed to be read right, 0 to 1."""
    turn: Turn | None = None


class OutlineEntry(NamedTuple):
    """One bookmark of the file's outline."""

    title: str
    level: int
    """1 for the outermost."""
    page: int
    top: float | None
    """Distance of the target from the top of the page in points, when the file says."""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file, parsed: the input of structure analysis."""

    pages: tuple[RawPage, ...]
    outline: tuple[OutlineEntry, ...] = ()
    properties: dict[str, str] = field(default_factory=dict[str, str])
    """The file's own metadata ("Title", "Author", "CreationDate"…), as written."""


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """A picture on a page whose words are wanted."""

    page: int
    """Physical number, from 1."""
    box: Box
    """Where it is displayed, in points."""
    language: str = ""
    """ISO 639-1 code of the text of the page; empty when it is not known."""
    key: str = ""
    """Equal for pictures that show the same; empty for one that may be like no other."""


@dataclass(frozen=True, slots=True)
class PictureReading:
    """The words in a picture."""

    words: tuple[Word, ...]
    """Boxes are in shares of the width and height of the picture, 0 to 1, sizes in shares of its height."""
    confidence: float
    """Share of the words believed to be read right, 0 to 1."""


class PageTrouble(StrEnum):
    """Why a page may not be fully answered from."""

    NO_TEXT = "no_text"
    GARBLED_TEXT = "garbled_text"
    PARSE_FAILED = "parse_failed"
    OCR_MISSING = "ocr_missing"
    """It has to be read from its picture, and there was nothing to do it with."""


@dataclass(frozen=True, slots=True)
class PageCoverage:
    """What was read of one page."""

    page: int
    label: str
    characters: int
    tables: int
    figures: int
    text_source: TextSource
    confidence: float
    trouble: PageTrouble | None = None


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """What was read of a document, page by page."""

    pages: tuple[PageCoverage, ...]
    headings: int = 0
    warnings: int = 0
    codes: int = 0
    pictures_read: int = 0
    """Pictures on pages of text in which words were read."""
    pictures_unread: int = 0
    """Such pictures that were left, for want of a program to read them."""

    @property
    def readable_share(self) -> float:
        """Share of pages without trouble, 0 to 1 (1 for a document without pages)."""
        return sum(p.trouble is None for p in self.pages) / len(self.pages) if self.pages else 1.0

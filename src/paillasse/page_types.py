"""What a page is made of: words with boxes, the blocks they form, tables and figures. No input or output.

Conventions used everywhere:

* **Pages** are numbered physically, from 1. The number printed on the sheet ("iv", "7-3") is the page's *label*.
* **Boxes** are in PDF points (1/72 inch), origin at the top-left corner of the page as displayed (rotation applied).
* **Words** of a page are stored in reading order (columns, then table cells row by row), so that every piece of text a
  reader sees is a contiguous range of words: a `Span`.
"""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as the file gives it: words in content order, rulings and pictures, nothing interpreted."""

    number: int
    label: str
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Box, ...] = ()
    """Thin horizontal or vertical strokes and the edges of stroked or filled rectangles, as degenerate boxes."""
    images: tuple[Box, ...] = ()
    failed: bool = False
    """True when the parser could not read the page: everything else is empty."""


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

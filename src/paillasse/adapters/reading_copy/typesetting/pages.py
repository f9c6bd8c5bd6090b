"""Lays a manuscript out on A4 pages: headings with bookmarks, paragraphs, lists, listings, frames and pictures."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from importlib import import_module
from typing import Any

from paillasse.adapters.reading_copy.manuscript import (
    Block,
    Heading,
    Manuscript,
    Notice,
    Paragraph,
    Picture,
    Preformatted,
)
from paillasse.adapters.reading_copy.typesetting.fonts import BOLD, MONOSPACED, REGULAR, Typefaces
from paillasse.adapters.reading_copy.typesetting.tables import set_table

platypus: Any = import_module("reportlab.platypus")
styles: Any = import_module("reportlab.lib.styles")
"""The package ships no types: it is imported as `Any`."""

LayoutError: type[Exception] = import_module("reportlab.platypus.doctemplate").LayoutError
"""Something does not fit a page, however it is cut."""

_WIDTH, _HEIGHT, _MARGIN = 595.28, 841.89, 56.0
_INNER, _TALL = _WIDTH - 2 * _MARGIN, _HEIGHT - 2 * _MARGIN
_BODY = 10.0
_SIZES = (30.0, 19.0, 13.2, 12.0, 11.0, 10.5, 10.0)
"""The title of the whole and headings of levels 1 to 6, in points.

The first ones differ by so much that nobody takes a title and the heading under it for one.
"""
_INDENT = 18.0
_MAX_INDENT = 8 * _INDENT
_LISTING, _SMALL_LISTING = 8.5, 5.5
"""Size of listings in points, and how small the longest line may make one: a folded line takes columns apart."""
_COURIER = 0.6
"""Width of its characters, in their size."""
_TAG = re.compile(r"<[^>]*>")
_MAX_PIXELS = 25_000_000
"""A picture unpacks to three bytes a pixel, several times over, in a process that has little memory."""
_PIXEL = 0.75
"""Points: an image that says nothing else has 96 pixels to the inch."""


def typeset(manuscript: Manuscript) -> bytes:
    """The PDF of a manuscript; the same manuscript always gives the same bytes."""
    target = io.BytesIO()
    document = platypus.BaseDocTemplate(
        target,
        pagesize=(_WIDTH, _HEIGHT),
        invariant=1,
        initialFontName=REGULAR,
        title=manuscript.title,
        author=manuscript.author,
        creator="",
        subject="",
    )
    frame = platypus.Frame(_MARGIN, _MARGIN, _INNER, _TALL, 0, 0, 0, 0)

    def written(*_now: int) -> str:
        return f"D:{manuscript.created}" if manuscript.created else ""

    def date_file(canvas: Any, _document: Any) -> None:
        canvas.setDateFormatter(written)

    document.addPageTemplates(platypus.PageTemplate("page", [frame], onPage=date_file))
    document.build(list(_Setter().flowables(manuscript)))
    return target.getvalue()


class _Setter:
    """Turns blocks into what reportlab places on pages."""

    def __init__(self) -> None:
        self._faces = Typefaces()
        self._body = _style("body", fontName=REGULAR, fontSize=_BODY, leading=1.3 * _BODY, spaceBefore=9, spaceAfter=9)
        self._notice = self._body.clone(
            "notice", borderWidth=0.8, borderColor="black", borderPadding=5, spaceBefore=10, spaceAfter=12,
            leftIndent=6, rightIndent=6,
        )  # fmt: skip
        self._listing = _style("listing", fontName=MONOSPACED, spaceAfter=6)
        self._headings = [
            _style(
                f"h{level}", fontName=BOLD, fontSize=size, leading=1.2 * size, spaceBefore=0.8 * size, spaceAfter=5,
                keepWithNext=1,
            )
            for level, size in enumerate(_SIZES)
        ]  # fmt: skip
        self._depth = 0
        self._titles = 0

    def flowables(self, manuscript: Manuscript) -> Iterator[Any]:
        """Every block in order."""
        for block in manuscript.blocks:
            yield from self._flowables(block)

    def _flowables(self, block: Block) -> Iterator[Any]:
        match block:
            case Heading(markup, level):
                yield from self._heading(markup, level)
            case Paragraph(markup, depth, marker):
                text = self._faces.markup(f"{marker} {markup}" if marker else markup)
                yield platypus.Paragraph(text, self._indented(depth, hanging=bool(marker)))
            case Preformatted(text):
                yield self._preformatted(text)
            case Notice(markup):
                yield platypus.Paragraph(self._faces.markup(markup), self._notice)
            case Picture(data):
                yield from _picture(data)
            case _:
                yield from set_table(block, self._faces, _INNER)

    def _indented(self, depth: int, *, hanging: bool) -> Any:
        if depth == 0 and not hanging:
            return self._body
        left = min(max(depth, 1) * _INDENT, _MAX_INDENT)
        return self._body.clone(
            "item", leftIndent=left, firstLineIndent=-_INDENT if hanging else 0, spaceBefore=4, spaceAfter=4
        )

    def _heading(self, markup: str, level: int) -> Iterator[Any]:
        # An outline may go one level deeper at a time, whatever the file skips.
        self._depth = min(max(level, 1), self._depth + 1)
        self._titles += 1
        text = unescape(_TAG.sub("", markup.replace("<br/>", " ")))
        yield _Bookmark(f"title-{self._titles}", text, self._depth - 1)
        yield platypus.Paragraph(self._faces.markup(markup), self._headings[level])

    def _preformatted(self, text: str) -> Any:
        lines = [line.rstrip() for line in text.expandtabs(8).split("\n")]
        size = max(min(_LISTING, _INNER / (_COURIER * max(map(len, lines)))), _SMALL_LISTING)
        folded = [part for line in lines for part in _folded(line, int(_INNER / (_COURIER * size)))]
        style = self._listing.clone("listing", fontSize=size, leading=1.25 * size)
        return platypus.Paragraph("<br/>".join(map(self._faces.listing, folded)), style)


class _Bookmark(platypus.Flowable):
    """Invisible: the place that the outline points at, right above a title."""

    keepWithNext = 1  # noqa: N815 - reportlab's name

    def __init__(self, key: str, title: str, level: int) -> None:
        platypus.Flowable.__init__(self)
        self._key, self._title, self._level = key, title, level
        self.width = self.height = 0

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self._key, 0, 0)
        self.canv.addOutlineEntry(self._title, self._key, self._level)


def _style(name: str, **values: object) -> Any:
    return styles.ParagraphStyle(name, splitLongWords=1, **values)


def _folded(line: str, columns: int) -> list[str]:
    """A line of a listing in pieces that fit the page."""
    return [line[at : at + columns] for at in range(0, max(len(line), 1), columns)]


def _picture(data: bytes) -> Iterator[Any]:
    """The image no larger than the page; nothing for one that cannot be drawn: EMF, WMF, a broken or a huge one."""
    images: Any = import_module("PIL.Image")
    try:
        with images.open(io.BytesIO(data)) as image:
            width, height = image.size
            if width * height > _MAX_PIXELS:
                return
            image.load()
    except (OSError, ValueError, SyntaxError, images.DecompressionBombError):
        return
    scale = min(_PIXEL, _INNER / width, 0.9 * _TALL / height)
    yield platypus.Image(io.BytesIO(data), width * scale, height * scale, hAlign="LEFT")

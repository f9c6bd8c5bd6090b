"""Blocks from the elements of a page as they start and end."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import unquote_to_bytes

from paillasse.adapters.reading_copy.manuscript import Block, Heading, Notice, Paragraph, Picture, Preformatted
from paillasse.adapters.reading_copy.sources.cells import TableDraft, places_text_only

_INLINE = {"b": "b", "strong": "b", "th": "b", "dt": "b", "caption": "b", "i": "i", "em": "i", "cite": "i", "var": "i"}
_RAISED = {"sup": "super", "sub": "sub"}
_HEADING = re.compile(r"h[1-6]")
_BLOCK = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol option p pre section summary table tbody td tfoot th thead
    tr ul""".split()
)
_INDENTING = frozenset(("ul", "ol", "blockquote", "dd"))
_SPACES = re.compile(r"[ \t\n\f]+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_WARNS = re.compile(r"(?:^|[\s_-])(danger|warning|caution|attention|avertissement)(?:$|[\s_-])", re.IGNORECASE)
_SIGNAL = re.compile(
    r"\W*(?:danger|warning|caution|notice|attention|avertissement|prudence|avis|mise en garde)\W*", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|bmp|tiff)(;base64)?,(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class _List:
    """An open list; bullets have no next number."""

    number: int | None


class Composer:
    """Collects blocks: `start`, `text` and `end` come in document order, `finish` last."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._pieces: list[str] = []
        self._tags: list[str] = []
        self._lists: list[_List] = []
        self._indent = 0
        self._marker = ""
        self._pre = 0
        self._tables: list[TableDraft] = []
        self._framed: list[tuple[str, int]] = []
        """Open warnings: the signal word of each and the number of blocks before it."""

    def start(self, element: Any) -> None:
        """An element begins."""
        tag = element.tag
        if tag in _BLOCK:
            self._flush()
        if _is_warning(element):
            self._framed.append((_is_warning(element), len(self._blocks)))
        if tag in _INLINE or tag in _RAISED:
            self._tags.append(_INLINE.get(tag) or _RAISED[tag])
        self._indent += tag in _INDENTING
        self._pre += tag == "pre"
        if tag in ("table", "tr", "td", "th"):
            self._start_part(element)
        elif tag in ("ol", "ul"):
            self._lists.append(_List(_number(element.get("start"), 1) if tag == "ol" else None))
        elif tag == "li":
            self._mark(element)
        elif tag == "img":
            self._picture(element)
        elif tag == "br":
            self._pieces.append("\n" if self._pre else "<br/>")

    def text(self, text: str) -> None:
        """Characters between tags."""
        text = _INVISIBLE.sub("", text)
        if not text:
            return
        markup = escape(text if self._pre else _SPACES.sub(" ", text), quote=False)
        opening = "".join(f"<{tag}>" for tag in self._tags)
        closing = "".join(f"</{tag}>" for tag in reversed(self._tags))
        self._pieces.append(markup if not markup.strip() else f"{opening}{markup}{closing}")

    def end(self, element: Any) -> None:
        """An element ends."""
        tag = element.tag
        if tag in _BLOCK:
            self._flush(heading=_level(element), pre=tag == "pre")
        if tag in _INLINE or tag in _RAISED:
            self._tags.pop()
        self._indent -= tag in _INDENTING
        self._pre -= tag == "pre"
        if tag in ("ol", "ul"):
            self._lists.pop()
        elif tag == "li":
            self._marker = ""
        elif tag in ("td", "th", "tr", "table") and self._tables:
            self._end_part(tag)
        if _is_warning(element):
            self._frame(*self._framed.pop())

    def finish(self) -> tuple[Block, ...]:
        """All blocks."""
        self._flush()
        return tuple(self._blocks)

    def _mark(self, element: Any) -> None:
        inside = self._lists[-1] if self._lists else _List(None)
        if inside.number is None:
            self._marker = "•"
            return
        number = _number(element.get("value"), inside.number)
        self._marker = f"{number}."
        inside.number = number + 1

    def _picture(self, element: Any) -> None:
        match = _PICTURE.match(element.get("src", ""))
        if match is None:
            self.text(element.get("alt", ""))
            return
        try:
            data = unquote_to_bytes(match.group(2))
            picture = Picture(base64.b64decode(data) if match.group(1) else data)
        except binascii.Error:
            self.text(element.get("alt", ""))
            return
        self._flush()
        if not self._cell():
            self._blocks.append(picture)

    def _cell(self) -> TableDraft | None:
        """The table that is drawn as one and has an open cell: it holds no other table."""
        table = self._tables[-1] if self._tables else None
        return table if table and table.in_cell and not table.flows else None

    def _flush(self, *, heading: int | None = None, pre: bool = False) -> None:
        """Make what was collected a block of its own, or a line of the open cell."""
        joined = "".join(self._pieces)
        self._pieces.clear()
        if not _plain(joined).strip():
            return
        table = self._cell()
        if table:
            table.add(_tidy(f"{self._marker} {joined}" if self._marker else joined))
        elif heading is not None:
            self._blocks.append(Heading(_tidy(joined), heading))
        elif pre or self._pre:
            self._blocks.append(Preformatted(_unescape(_TAG.sub("", joined)).strip("\n")))
        else:
            self._blocks.append(Paragraph(_tidy(joined), self._indent, self._marker))
        self._marker = ""

    def _start_part(self, element: Any) -> None:
        """A table, row or cell begins."""
        tag = element.tag
        if tag == "table":
            self._tables.append(TableDraft(flows=places_text_only(element)))
        elif self._tables and tag == "tr":
            self._tables[-1].start_row(head=element.getparent().tag == "thead")
        elif self._tables:
            spans = _number(element.get("colspan"), 1), _number(element.get("rowspan"), 1)
            self._tables[-1].start_cell(*spans, heading=tag == "th")

    def _end_part(self, tag: str) -> None:
        """A cell, row or table ends."""
        table = self._tables[-1]
        if tag == "tr":
            table.end_row()
        elif tag != "table":
            table.end_cell()
        else:
            self._tables.pop()
            block = None if table.flows else table.finish()
            if block:
                self._blocks.append(block)

    def _frame(self, word: str, start: int) -> None:
        """The blocks of a warning as one, with its signal word in front where only its looks had said it."""
        inside = self._blocks[start:]
        if self._cell() or not inside or any(isinstance(b, (Heading, Picture)) for b in inside[1:]):
            return
        first, *more = filter(None, map(_line, inside))
        if _SIGNAL.fullmatch(_plain(first).strip()):
            first = f"<b>{_TAG.sub('', first)}</b>"
        markup = "<br/>".join((first, *more))
        if not _SIGNAL.match(_plain(markup)):
            markup = f"<b>{word.upper()}:</b> {markup}"
        self._blocks[start:] = [Notice(markup)]


def _line(block: Block) -> str:
    match block:
        case Heading(markup):
            return f"<b>{markup}</b>"
        case Paragraph(markup, _, marker):
            return f"{marker} {markup}".strip()
        case Preformatted(text):
            return escape(text, quote=False).replace("\n", "<br/>")
        case Notice(markup):
            return markup
        case Picture():
            return ""
        case _:
            return "<br/>".join(" – ".join(c.markup for c in row if c.markup) for row in block.rows)


def _level(element: Any) -> int | None:
    """Level of a heading; 0 for one marked as the title of the page."""
    if not _HEADING.fullmatch(element.tag):
        return None
    return 0 if element.get("class") == "title" else int(element.tag[1])


def _is_warning(element: Any) -> str:
    """The signal word in the class of an element that holds a text, as documentation tools write it."""
    if element.tag not in ("div", "aside", "section", "blockquote", "p", "dl"):
        return ""
    found = _WARNS.search(element.get("class", ""))
    return found.group(1) if found else ""


def _tidy(markup: str) -> str:
    """Without space or line breaks at the edges."""
    return re.sub(r"^(?:\s|<br/>)+|(?:\s|<br/>)+$", "", re.sub(r"[ \n]*<br/>[ \n]*", "<br/>", markup))


def _plain(markup: str) -> str:
    return _TAG.sub(" ", markup)


def _unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _number(text: str | None, default: int) -> int:
    """An attribute that holds a whole number of at most six digits."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else default

"""Plain text as a manuscript: paragraphs, lists, titles by their looks; what is aligned stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from paillasse.adapters.reading_copy.manuscript import Block, Heading, Manuscript, Paragraph, Preformatted

_ITEM = re.compile(r"^\s*([-*•–·]|\d{1,3}[.)]|[a-zA-Z][.)])\s+(?=\S)")
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+(?=[^\W\d_])")
_UNDERLINE = re.compile(r"^\s*([=\-~*_#])\1{2,}\s*$")
_ALIGNED = re.compile(r"\S(?: {3,}|\t+ *| {2,}(?=[\d|(+\-]))\S|^\s*[|+]")
_MAX_TITLE = 70
_FULL = 45
"""Characters from which a line was broken because it was full."""


def read_text(text: str) -> Manuscript:
    """The text of a file; form feeds and blank lines part its paragraphs."""
    parts = re.split(r"\n[ \t]*(?:\n|\Z)|\f|\v", text)
    return Manuscript(tuple(block for part in parts for block in _blocks(part)))


def _blocks(part: str) -> Iterator[Block]:
    lines = [line.rstrip() for line in part.split("\n") if line.strip()]
    if len(lines) >= 2 and _UNDERLINE.match(lines[1]) and len(lines[0].strip()) <= _MAX_TITLE:
        yield Heading(_markup(lines[0]), 1 if "=" in lines[1] or "#" in lines[1] else 2)
        lines = lines[2:]
    lines = [line for line in lines if not _UNDERLINE.match(line)]
    if not lines:
        return
    if len(lines) >= 2 and sum(bool(_ALIGNED.search(line)) for line in lines) >= max(2, 0.6 * len(lines)):
        yield Preformatted("\n".join(lines))
    elif len(lines) == 1 and (level := _title_level(lines[0].strip())):
        yield Heading(_markup(lines[0]), level)
    else:
        yield from _paragraphs(lines)


def _title_level(line: str) -> int:
    """Level of a line that stands alone and looks like a title, 0 for any other."""
    if len(line) > _MAX_TITLE or line.endswith((".", ",", ";", ":", "!")):
        return 0
    if match := _NUMBERED.match(line):
        return min(match.group(1).count(".") + 1, 6) if line[match.end()].isupper() else 0
    letters = [c for c in line if c.isalpha()]
    return 1 if len(letters) >= 4 and all(c.isupper() for c in letters) else 0


def _paragraphs(lines: list[str]) -> Iterator[Block]:
    """Items and paragraphs: a line goes on with the one above unless that one was left short or an item starts."""
    text, marker, above = "", "", ""
    for line in lines:
        item = _ITEM.match(line)
        if item and text:
            yield Paragraph(text, int(bool(marker)), marker)
            text = ""
        if item:
            text, marker = _markup(line[item.end() :]), item.group(1)
        elif text:
            text += (" " if len(above) >= _FULL else "<br/>") + _markup(line)
        else:
            text, marker = _markup(line), ""
        above = line
    if text:
        yield Paragraph(text, int(bool(marker)), marker)


def _markup(line: str) -> str:
    return escape(" ".join(line.split()), quote=False)

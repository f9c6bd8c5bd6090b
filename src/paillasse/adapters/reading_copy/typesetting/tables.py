"""Tables with every line drawn, as wide as the page at most, cut where pages end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import accumulate
from typing import Any

from paillasse.adapters.reading_copy.manuscript import Cell, Table
from paillasse.adapters.reading_copy.typesetting.fonts import REGULAR, Typefaces

platypus: Any = import_module("reportlab.platypus")
pdfmetrics: Any = import_module("reportlab.pdfbase.pdfmetrics")
styles: Any = import_module("reportlab.lib.styles")
"""The package ships no types: it is imported as `Any`."""

_SIZE, _PADDING, _RULE = 9.0, 4.0, 0.5
_MAX_COLUMNS = 20
"""More do not fit a page with a word in each: such rows become lines of text."""
_SLICE = 60
"""Rows typeset together: reportlab takes a time that grows with the square of the rows that remain."""
_TAG = re.compile(r"<[^>]*>")


def set_table(table: Table, faces: Typefaces, width: float) -> Iterator[Any]:
    """The table in slices that stand under each other without a gap; each repeats its header on a new page."""
    style = styles.ParagraphStyle("cell", fontName=REGULAR, fontSize=_SIZE, leading=1.2 * _SIZE, splitLongWords=1)
    if table.columns > _MAX_COLUMNS:
        for row in table.rows:
            yield platypus.Paragraph(faces.markup(" | ".join(c.markup for c in row if c.markup)), style)
        return
    widths = _column_widths(table, width)
    yield platypus.Spacer(0, 4)
    head, body = table.rows[: table.header_rows], table.rows[table.header_rows :]
    for start in range(0, len(body), _SLICE):
        rows = (*(head if start == 0 else ()), *body[start : start + _SLICE])
        cells = [[place for cell in row for place in _places(cell, faces, style)] for row in rows]
        repeated = len(head) if start == 0 else 0
        yield platypus.Table(
            cells, colWidths=widths, repeatRows=repeated, splitInRow=1, style=_rules(rows), hAlign="LEFT"
        )
    yield platypus.Spacer(0, 8)


def _places(cell: Cell, faces: Typefaces, style: Any) -> list[Any]:
    text: Any = platypus.Paragraph(faces.markup(cell.markup), style) if cell.markup else ""
    return [text, *[""] * (cell.columns - 1)]


def _rules(rows: Sequence[Sequence[Cell]]) -> list[tuple[object, ...]]:
    start, end = (0, 0), (-1, -1)
    commands: list[tuple[object, ...]] = [
        ("GRID", start, end, _RULE, "black"),
        ("VALIGN", start, end, "TOP"),
        ("TOPPADDING", start, end, 2.5),
        ("BOTTOMPADDING", start, end, 3.5),
        ("LEFTPADDING", start, end, _PADDING),
        ("RIGHTPADDING", start, end, _PADDING),
    ]
    for r, row in enumerate(rows):
        for first, cell in zip(accumulate((c.columns for c in row), initial=0), row, strict=False):
            if cell.columns > 1:
                commands.append(("SPAN", (first, r), (first + cell.columns - 1, r)))
    return commands


def _column_widths(table: Table, width: float) -> list[float]:
    """Widths in points: the longest word of each column fits where possible, the rest is shared by need."""
    least, wanted = [0.0] * table.columns, [0.0] * table.columns
    for row in table.rows:
        column = 0
        for cell in row:
            if cell.columns == 1 and cell.markup:
                text = _TAG.sub("\n", cell.markup)
                longest = max((_width(word) for word in text.split()), default=0.0)
                least[column] = max(least[column], longest)
                wanted[column] = max(wanted[column], *(_width(line) for line in text.split("\n")))
            column += cell.columns
    least = [w + 2 * _PADDING + 2 for w in least]
    wanted = [max(w + 2 * _PADDING + 2, floor) for w, floor in zip(wanted, least, strict=True)]
    if sum(wanted) <= width:
        return wanted
    if sum(least) >= width:
        return _levelled(least, width)
    spare, need = width - sum(least), [w - floor for w, floor in zip(wanted, least, strict=True)]
    return [floor + spare * n / sum(need) for floor, n in zip(least, need, strict=True)]


def _levelled(least: Sequence[float], width: float) -> list[float]:
    """Narrow columns as wide as they need, the widest all cut to what remains: their words are broken."""
    left, widths = width, [0.0] * len(least)
    order = sorted(range(len(least)), key=least.__getitem__)
    for done, column in enumerate(order):
        widths[column] = min(least[column], left / (len(order) - done))
        left -= widths[column]
    return widths


def _width(text: str) -> float:
    """Of a line in bold type, which is the widest, near enough: 8 % over the regular one."""
    return 1.08 * float(pdfmetrics.stringWidth(text, REGULAR, _SIZE))

"""A table as its cells come; what spans several rows is said again in each."""

from __future__ import annotations

import re
from typing import Any

from paillasse.adapters.reading_copy.manuscript import Block, Cell, Notice, Paragraph, Table

_MAX_COLUMNS = 1000
"""Of a `colspan`, as the HTML standard has it (WHATWG, 4.9.11)."""
_LONGEST_NOTICE = 1500
"""Characters of a text in a frame; a longer one is a page set inside a table."""
_TAG = re.compile(r"<[^>]*>")
_STRUCTURE = ("table", "h1", "h2", "h3", "h4", "h5", "h6", "pre")


def places_text_only(table: Any) -> bool:
    """True for a table that lays out a page: one with tables, headings or listings in its cells."""
    return next(table.iterdescendants(*_STRUCTURE), None) is not None


class TableDraft:
    """A table that is being read."""

    def __init__(self, *, flows: bool) -> None:
        """Start one; `flows` says that it only places text on the page, which is then read as if it were not there."""
        self.flows = flows
        self.in_cell = False
        self._rows: list[list[tuple[Cell, bool]]] = []
        self._heads: list[bool] = []
        self._hanging: dict[int, tuple[int, Cell, bool]] = {}
        """Cells that reach down: first column → rows left, cell, whether it is a heading."""
        self._lines: list[str] = []
        self._columns, self._reach, self._heading = 1, 1, False

    def start_row(self, *, head: bool) -> None:
        """A row begins; `head` when it stands in the head of the table."""
        self._rows.append([])
        self._heads.append(head)

    def end_row(self) -> None:
        """A row ends."""
        if self._rows:
            self._take_hanging()

    def start_cell(self, columns: int, rows: int, *, heading: bool) -> None:
        """A cell begins, so many columns wide and so many rows high."""
        if not self._rows:
            self.start_row(head=False)
        self._take_hanging()
        self._columns, self._reach, self._heading = min(max(columns, 1), _MAX_COLUMNS), rows, heading
        self.in_cell = True

    def add(self, markup: str) -> None:
        """A line of the open cell."""
        self._lines.append(markup)

    def end_cell(self) -> None:
        """The open cell ends."""
        if not self.in_cell:
            return
        cell = Cell("<br/>".join(self._lines), self._columns)
        row = self._rows[-1]
        if self._reach > 1:
            self._hanging[_width(row)] = (self._reach - 1, cell, self._heading)
        row.append((cell, self._heading))
        self._lines, self.in_cell = [], False

    def finish(self) -> Block | None:
        """The table; a framed text for a single cell, None when it is empty."""
        kept = [k for k, row in enumerate(self._rows) if any(cell.markup for cell, _ in row)]
        if not kept:
            return None
        columns = max(_width(row) for row in self._rows)
        if len(kept) == 1 and columns == 1:
            return _framed(self._rows[kept[0]][0][0].markup)
        header = 0
        while header < len(kept) - 1 and self._is_head(kept[header]):
            header += 1
        rows = tuple(
            (*(cell for cell, _ in self._rows[k]), *[Cell("")] * (columns - _width(self._rows[k]))) for k in kept
        )
        return Table(rows, columns, header)

    def _is_head(self, row: int) -> bool:
        return self._heads[row] or all(heading for _, heading in self._rows[row])

    def _take_hanging(self) -> None:
        """Repeat the cells from above that reach into the place where the next cell would stand."""
        row = self._rows[-1]
        while hanging := self._hanging.get(at := _width(row)):
            left, cell, heading = hanging
            row.append((cell, heading))
            if left > 1:
                self._hanging[at] = (left - 1, cell, heading)
            else:
                del self._hanging[at]


def _framed(markup: str) -> Block:
    """The only cell of a table: a frame around a text, or a page in a frame."""
    short = len(_TAG.sub("", markup)) <= _LONGEST_NOTICE
    return Notice(markup) if short else Paragraph(markup)


def _width(row: list[tuple[Cell, bool]]) -> int:
    return sum(cell.columns for cell, _ in row)

"""What a table is before it is told to anybody: cells of word indexes, row by row, and how to cut them into rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paillasse.ingestion.layout.lines import Piece, make_piece, rows_of
from paillasse.types.pages import Box, Word


@dataclass(slots=True)
class TableDraft:
    """Cells in reading order; `rows[r][c]` are indexes of words of the raw page."""

    box: Box
    rows: list[list[list[int]]]
    ruled: bool
    bold: bool = False

    @property
    def words(self) -> list[int]:
        """Every word, cell by cell, row by row."""
        return [i for row in self.rows for cell in row for i in cell]


def in_lines(words: Sequence[Word], indexes: Sequence[int]) -> list[int]:
    """The words of one cell, line by line."""
    return [i for row in rows_of(words, indexes) for i in row] if len(indexes) > 1 else list(indexes)


def without_empty(rows: list[list[list[int]]]) -> list[list[list[int]]]:
    """Rows and columns without a word are rulings, not content."""
    rows = [row for row in rows if any(row)]
    kept = [c for c in range(len(rows[0])) if any(row[c] for row in rows)] if rows else []
    return [[row[c] for c in kept] for row in rows]


def split_rows(words: Sequence[Word], cells: Sequence[Sequence[int]]) -> list[list[list[int]]]:
    """Cut one band of cells into rows where no ruling does: a row starts at each line of its key column.

    The key column is the first whose lines mostly have a partner on the same baseline in another column; without one
    the band is a single row of several lines.
    """
    lines = [_lines(words, cell) for cell in cells]
    for key, column in enumerate(lines):
        others = [_middle(line) for c, other in enumerate(lines) if c != key for line in other]
        paired = sum(any(abs(_middle(line) - y) < 0.4 * line.size for y in others) for line in column)
        entries = sum(not line.text[:1].islower() for line in column)
        if len(column) >= 3 and min(paired, entries) >= 0.8 * len(column):
            starts = [line.box.y0 for line in column]
            return _cut(lines, starts)
    return [[in_lines(words, cell) for cell in cells]]


def _lines(words: Sequence[Word], cell: Sequence[int]) -> list[Piece]:
    return [make_piece(words, row) for row in rows_of(words, cell)]


def _middle(line: Piece) -> float:
    return (line.box.y0 + line.box.y1) / 2


def _cut(lines: list[list[Piece]], starts: list[float]) -> list[list[list[int]]]:
    rows: list[list[list[int]]] = [[[] for _ in lines] for _ in starts]
    for c, column in enumerate(lines):
        for line in column:
            row = sum(start <= _middle(line) for start in starts) - 1
            rows[max(row, 0)][c] += line.words
    return rows

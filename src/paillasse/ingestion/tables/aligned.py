"""Tables without rulings: rows of pieces that keep the same strips of white between them.

Conservative: two columns of prose, lists, tables of contents and forms are not tables.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from paillasse.ingestion.layout import markers
from paillasse.ingestion.layout.lines import Piece, union
from paillasse.ingestion.tables.cells import TableDraft, in_lines
from paillasse.types.pages import Word

_MIN_GAP = 7.0
"""Narrowest white strip between two columns, in points."""
_MIN_ROWS = 3
_ALIGNED = 3.5
"""Cells of a column start (or end) within this many points of each other."""

_Gap = tuple[float, float]


@dataclass(slots=True)
class _Run:
    """Rows gathered so far and the white they share."""

    rows: list[list[Piece]] = field(default_factory=list[list[Piece]])
    gaps: list[_Gap] = field(default_factory=list[_Gap])

    def accepts(self, row: list[Piece]) -> list[_Gap] | None:
        """The gaps that stay when the row joins, None when it does not belong."""
        if not self.rows:
            return _gaps(row) if len(row) > 1 else None
        last = self.rows[-1]
        bottom, top = max(p.box.y1 for p in last), min(p.box.y0 for p in row)
        size = max(p.size for p in row)
        if top - bottom > 1.8 * size or abs(size - last[0].size) > 0.35 * size:
            return None
        kept = [g for gap in self.gaps if (g := _narrowed(gap, row)) is not None]
        return kept if len(kept) == len(self.gaps) or (kept and len(self.rows) < 2 and len(row) > 1) else None


def _gaps(row: list[Piece]) -> list[_Gap]:
    return [(a.box.x1, b.box.x0) for a, b in pairwise(row) if b.box.x0 - a.box.x1 >= _MIN_GAP]


def _narrowed(gap: _Gap, row: list[Piece]) -> _Gap | None:
    """What a row leaves of a gap: pieces push its sides in; one across it, or too little white, and it is gone."""
    low, high = gap
    for piece in row:
        if piece.box.x0 < high and piece.box.x1 > low:
            if piece.box.x0 > low + (high - low) / 2 or piece.box.x1 > high:
                if piece.box.x0 <= low:
                    return None
                high = min(high, piece.box.x0)
            else:
                low = max(low, piece.box.x1)
    return (low, high) if high - low >= _MIN_GAP else None


def find_aligned_tables(words: Sequence[Word], rows: Sequence[list[Piece]]) -> list[TableDraft]:
    """Tables among rows of pieces (top to bottom, left to right within a row)."""
    tables: list[TableDraft] = []
    run = _Run()
    for row in [*rows, []]:
        gaps = run.accepts(row) if row else None
        if gaps is not None and gaps:
            run.rows.append(row)
            run.gaps = gaps
            continue
        draft = _draft(words, run)
        if draft is not None:
            tables.append(draft)
        run = _Run()
        start = run.accepts(row) if row else None
        if start:
            run.rows.append(row)
            run.gaps = start
    return tables


def _draft(words: Sequence[Word], run: _Run) -> TableDraft | None:
    """The table a run of rows forms, when it looks like one."""
    bounds = [(low + high) / 2 for low, high in run.gaps]
    while run.rows and len(run.rows[-1]) < 2 and not _hangs(run.rows, bounds):
        run.rows.pop()
    grid: list[list[list[Piece]]] = []
    for row in run.rows:
        cells: list[list[Piece]] = [[] for _ in range(len(bounds) + 1)]
        for piece in row:
            cells[bisect_right(bounds, (piece.box.x0 + piece.box.x1) / 2)].append(piece)
        grid.append(cells)
    if not _plausible(grid):
        return None
    box = union(piece.box for row in run.rows for piece in row)
    return TableDraft(box, [[_words(words, cell) for cell in row] for row in _grouped(grid)], ruled=False)


def _hangs(rows: list[list[Piece]], bounds: list[float]) -> bool:
    """The last row goes on with a cell above it that is not in the first column."""
    piece = rows[-1][0]
    above = rows[-2] if len(rows) > 1 else []
    return piece.box.x0 > bounds[0] and any(
        abs(p.box.x0 - piece.box.x0) < _ALIGNED and piece.box.y0 - p.box.y1 < 0.7 * piece.size for p in above
    )


def _words(words: Sequence[Word], cell: list[Piece]) -> list[int]:
    return in_lines(words, [i for piece in cell for i in piece.words])


def _plausible(grid: list[list[list[Piece]]]) -> bool:
    full = [row for row in grid if sum(bool(cell) for cell in row) >= 2]
    if len(full) < _MIN_ROWS:
        return False
    columns = [[cell[0] for row in grid if (cell := row[c])] for c in range(len(grid[0]))]
    if any(len(column) < 2 for column in columns):
        return False
    if any(markers.leader(piece.text) for row in grid for cell in row for piece in cell):
        return False
    if _is_list(columns) or _is_prose(columns[0]):
        return False
    return all(_aligned(c) for c in columns) and _short_cells(columns)


def _is_list(columns: list[list[Piece]]) -> bool:
    """Markers, bare numbers or signal words in front of text."""
    first = columns[0]
    marks = sum(
        (len(p.words) == 1 and (markers.bullet(p.text) or markers.step_marker([p.text]) > 0))
        or markers.signal(p.text) is not None
        for p in first
    )
    counted = len(columns) == 2 and [p.text for p in first] == [str(k + 1) for k in range(len(first))]
    wordy = sum(len(p.words) for p in columns[-1]) >= 4 * len(columns[-1])
    return marks >= 0.4 * len(first) or (counted and wordy)


def _is_prose(first: list[Piece]) -> bool:
    """Lines of a sentence under each other rather than entries: many go on in lower case."""
    mean = sum(len(p.words) for p in first) / len(first)
    return mean >= 2.5 and sum(p.text[:1].islower() for p in first) >= 0.35 * len(first)


def _aligned(column: list[Piece]) -> bool:
    """Most cells share their left edge, their right edge or their centre."""
    edges = ([p.box.x0 for p in column], [p.box.x1 for p in column], [(p.box.x0 + p.box.x1) / 2 for p in column])
    return any(_densest(sorted(values)) >= 0.7 * len(column) for values in edges)


def _densest(values: list[float]) -> int:
    return max(bisect_right(values, v + _ALIGNED) - k for k, v in enumerate(values))


def _short_cells(columns: list[list[Piece]]) -> bool:
    """Cells, not sentences: prose in columns has long lines on both sides."""
    means = [sum(len(p.words) for p in column) / len(column) for column in columns]
    if len(columns) == 2:
        return means[0] <= 4.5 and min(means) <= 4 and max(means) <= 14
    return sum(mean > 7 for mean in means) <= 1 and sorted(means)[len(means) // 2] <= 5


def _grouped(grid: list[list[list[Piece]]]) -> list[list[list[Piece]]]:
    """Lines that only go on with a cell above join its row: their first column is empty."""
    rows: list[list[list[Piece]]] = []
    for row in grid:
        if rows and not row[0] and sum(bool(cell) for cell in row) < max(2, len(row) - 1) and _close(rows[-1], row):
            for cell, more in zip(rows[-1], row, strict=True):
                cell.extend(more)
        else:
            rows.append([list(cell) for cell in row])
    return rows


def _close(above: list[list[Piece]], row: list[list[Piece]]) -> bool:
    bottom = max(p.box.y1 for cell in above for p in cell)
    top = min(p.box.y0 for cell in row for p in cell)
    size = max(p.size for cell in row for p in cell)
    return top - bottom < 0.7 * size

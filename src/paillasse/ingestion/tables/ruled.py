"""Tables drawn with rulings: full lattices, open sides, or horizontal rules only."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from paillasse.ingestion.layout.lines import rows_of, split_row, union
from paillasse.ingestion.tables.cells import TableDraft, in_lines, split_rows, without_empty
from paillasse.ingestion.tables.grids import Grid, Stroke
from paillasse.types.pages import Box, Word

_MAX_CELL = 0.7
"""A cell that holds more of a table's words than this is a layout frame around text."""


def table_from_grid(words: Sequence[Word], indexes: Iterable[int], grid: Grid) -> TableDraft | None:
    """The table a grid draws around its words; None when it is a frame, a form or a drawing."""
    owners = grid.cell_owners()
    cells: list[list[list[int]]] = [[[] for _ in row] for row in owners]
    for i in indexes:
        box = words[i].box
        r = min(max(bisect_right(grid.ys, (box.y0 + box.y1) / 2) - 1, 0), len(owners) - 1)
        c = min(max(bisect_right(grid.xs, (box.x0 + box.x1) / 2) - 1, 0), len(owners[0]) - 1)
        r, c = owners[r][c]
        cells[r][c].append(i)
    distinct = {owner for row in owners for owner in row}
    filled = sum(bool(cells[r][c]) for r, c in distinct)
    bands = without_empty(_without_padding(cells, owners))
    rows = [row for band in bands for row in _rows(words, band, alone=len(bands) <= 3)]
    if not _is_table(rows) or filled < 0.4 * len(distinct):
        return None
    return TableDraft(grid.box, rows, ruled=True)


def _without_padding(cells: list[list[list[int]]], owners: list[list[tuple[int, int]]]) -> list[list[list[int]]]:
    """Columns that most rows merge, and of which no row fills both, are one: a title has a frame inside its cell."""
    joined = [[list(row[0])] for row in cells]
    for c in range(1, len(owners[0])):
        merged = sum(row[c] == row[c - 1] for row in owners)
        if 2 * merged >= len(owners) and not any(
            row[c] and target[-1] for row, target in zip(cells, joined, strict=True)
        ):
            for row, target in zip(cells, joined, strict=True):
                target[-1] += row[c]
        else:
            for row, target in zip(cells, joined, strict=True):
                target.append(list(row[c]))
    return joined


def _rows(words: Sequence[Word], band: list[list[int]], *, alone: bool) -> list[list[list[int]]]:
    """With few rulings a band may hold many rows; with many each band is one."""
    return split_rows(words, band) if alone else [[in_lines(words, cell) for cell in band]]


def _is_table(rows: list[list[list[int]]]) -> bool:
    columns = len(rows[0]) if rows else 0
    if columns < 2 or (len(rows) < 2 and columns < 3):
        return False
    if sum(sum(bool(cell) for cell in row) >= 2 for row in rows) < min(2, len(rows)):
        return False
    sizes = [len(cell) for row in rows for cell in row]
    return max(sizes) < 80 or max(sizes) < _MAX_CELL * sum(sizes)


def rule_groups(loose: Sequence[Stroke]) -> list[list[Stroke]]:
    """Horizontal rules of one width, one under the other: at least three, from the top."""
    groups: list[list[Stroke]] = []
    for stroke in sorted(loose):
        for group in groups:
            last = group[-1]
            if abs(last.start - stroke.start) <= 6 and abs(last.end - stroke.end) <= 6 and stroke.at - last.at < 250:
                group.append(stroke)
                break
        else:
            groups.append([stroke])
    return [group for group in groups if len(group) >= 3]


def table_from_rules(words: Sequence[Word], indexes: Sequence[int], rules: Sequence[Stroke]) -> TableDraft | None:
    """The table between horizontal rules, its columns told apart by the white between them; None for plain text."""
    box = Box(rules[0].start, rules[0].at, rules[0].end, rules[-1].at)
    bounds = [rule.at for rule in rules]
    bands: list[list[int]] = [[] for _ in bounds[1:]]
    for i in indexes:
        y = (words[i].box.y0 + words[i].box.y1) / 2
        bands[min(max(bisect_right(bounds, y) - 1, 0), len(bands) - 1)].append(i)
    while len(bands) > 2 and _is_prose_above(words, bands):
        bands, bounds = bands[1:], bounds[1:]
    gaps = _column_gaps(words, [i for band in bands for i in band])
    box = Box(box.x0, bounds[0], box.x1, box.y1)
    bands = [band for band in bands if band]
    if not gaps or len(bands) < 2:
        return None
    rows: list[list[list[int]]] = []
    for band in bands:
        cells: list[list[int]] = [[] for _ in range(len(gaps) + 1)]
        for i in band:
            cells[bisect_right(gaps, (words[i].box.x0 + words[i].box.x1) / 2)].append(i)
        if max(len(cell) for cell in cells) > 80:
            return None
        rows += _rows(words, cells, alone=len(bands) <= 3)
    return TableDraft(box, rows, ruled=True) if _is_table(rows) else None


def _runs(words: Sequence[Word], indexes: Sequence[int]) -> list[Box]:
    """Boxes of the runs of words without a wide gap."""
    rows = rows_of(words, indexes)
    return [union(words[i].box for i in run) for row in rows for run in split_row(words, row)]


def _is_prose_above(words: Sequence[Word], bands: Sequence[Sequence[int]]) -> bool:
    """The first rule is not the table's: what follows it is empty or runs across the columns of the rest."""
    gaps = _column_gaps(words, [i for band in bands[1:] for i in band])
    crossing = {gap for box in _runs(words, bands[0]) for gap in gaps if box.x0 < gap < box.x1}
    return not bands[0] or len(crossing) > 0.5 * len(gaps)


def _column_gaps(words: Sequence[Word], indexes: Sequence[int]) -> list[float]:
    """Middles of the vertical strips that no run of words enters, from the left."""
    gaps: list[float] = []
    right = None
    for box in sorted(_runs(words, indexes)):
        if right is not None and box.x0 - right >= 7:
            gaps.append((box.x0 + right) / 2)
        right = box.x1 if right is None else max(right, box.x1)
    return gaps

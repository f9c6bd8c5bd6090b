"""Rulings to grids: which strokes belong together, and which cells they enclose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from paillasse.ingestion.layout.lines import overlap
from paillasse.types.pages import Box

_TOUCH = 3.0
"""Strokes closer than this meet, in points."""
_MIN_STROKE = 6.0
"""Shorter strokes are part of a drawing."""
_MAX_CROSSINGS = 1_000_000
"""A page with more is a map or a hatched drawing."""
_MIN_CELL = 4.0
"""Rulings closer than this are one, in points."""


class Stroke(NamedTuple):
    """A ruling along one axis: where it lies across, from where to where it runs."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Grid:
    """Rulings that touch: `xs` and `ys` bound columns and rows, the strokes tell which bounds are really drawn."""

    box: Box
    xs: list[float]
    ys: list[float]
    across: list[Stroke]
    down: list[Stroke]

    def cell_owners(self) -> list[list[tuple[int, int]]]:
        """For each row and column the top-left cell it is merged with: itself when nothing is merged."""
        rows, columns = len(self.ys) - 1, len(self.xs) - 1
        owners = [[(r, c) for c in range(columns)] for r in range(rows)]
        for r in range(rows):
            for c in range(columns):
                if c and not _drawn(self.down, self.xs[c], self.ys[r], self.ys[r + 1]):
                    owners[r][c] = owners[r][c - 1]
                elif r and not _drawn(self.across, self.ys[r], self.xs[c], self.xs[c + 1]):
                    owners[r][c] = owners[r - 1][c]
        return owners


def _drawn(strokes: Sequence[Stroke], at: float, start: float, end: float) -> bool:
    """True when strokes cover most of the segment."""
    covered = sum(overlap(s.start, s.end, start, end) for s in strokes if abs(s.at - at) <= _MIN_CELL)
    return covered >= 0.6 * (end - start)


def strokes_of(rules: Iterable[Box]) -> tuple[list[Stroke], list[Stroke]]:
    """Horizontal and vertical rulings, collinear ones joined."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    for x0, y0, x1, y1 in rules:
        if x1 - x0 >= y1 - y0:
            across.append(Stroke((y0 + y1) / 2, x0, x1))
        else:
            down.append(Stroke((x0 + x1) / 2, y0, y1))
    return _joined(across), _joined(down)


def _joined(strokes: list[Stroke]) -> list[Stroke]:
    lanes: list[list[Stroke]] = []
    for stroke in sorted(strokes):
        if lanes and stroke.at - lanes[-1][-1].at <= 1.5 and stroke.at - lanes[-1][0].at <= _TOUCH:
            lanes[-1].append(stroke)
        else:
            lanes.append([stroke])
    joined: list[Stroke] = []
    for lane in lanes:
        at = sum(s.at for s in lane) / len(lane)
        run: list[float] | None = None
        for _, start, end in sorted(lane, key=lambda s: s.start):
            if run is not None and start <= run[1] + _TOUCH:
                run[1] = max(run[1], end)
                continue
            if run is not None:
                joined.append(Stroke(at, *run))
            run = [start, end]
        if run is not None:
            joined.append(Stroke(at, *run))
    return [s for s in joined if s.end - s.start >= _MIN_STROKE]


def find_grids(across: Sequence[Stroke], down: Sequence[Stroke]) -> tuple[list[Grid], list[Stroke]]:
    """Grids of touching strokes from the top, and the horizontal strokes that touch nothing."""
    if not across or not down or len(across) * len(down) > _MAX_CROSSINGS:
        return [], list(across)
    groups = _components(np.array(across), np.array(down))
    grids: list[Grid] = []
    loose: list[Stroke] = []
    for rows, columns in groups:
        if columns and len(rows) >= 2:
            grids.append(_grid(*_pruned([across[i] for i in rows], [down[j] for j in columns])))
        else:
            loose += [across[i] for i in rows]
    return sorted(grids, key=lambda g: (g.box.y0, g.box.x0)), loose


def _components(across: np.ndarray, down: np.ndarray) -> list[tuple[list[int], list[int]]]:
    """Connected sets of (horizontal, vertical) strokes, by spreading the smallest label until nothing changes."""
    at_a, start_a, end_a = (across[:, i, None] for i in range(3))
    at_d, start_d, end_d = (down[None, :, i] for i in range(3))
    meet = (start_a - _TOUCH <= at_d) & (at_d <= end_a + _TOUCH) & (start_d - _TOUCH <= at_a) & (at_a <= end_d + _TOUCH)
    labels = np.arange(len(across))
    none = len(across)
    while True:
        of_down = np.where(meet, labels[:, None], none).min(axis=0)
        spread = np.minimum(labels, np.where(meet, of_down[None, :], none).min(axis=1))
        if np.array_equal(spread, labels):
            break
        labels = spread
    return [
        (np.flatnonzero(labels == label).tolist(), np.flatnonzero(of_down == label).tolist())
        for label in np.unique(labels)
    ]


def _pruned(across: list[Stroke], down: list[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """Strokes that run from ruling to ruling or to an open side, or across several; an arrow in a cell does neither."""
    kept_down = [s for s in down if _anchored(s, across, down)]
    kept_across = [s for s in across if _anchored(s, kept_down, across)]
    return (kept_across, kept_down) if len(kept_across) >= 2 and kept_down else (across, down)


def _anchored(stroke: Stroke, crossing: Sequence[Stroke], parallel: Sequence[Stroke]) -> bool:
    if sum(_meet(stroke, c) for c in crossing) > 2:
        return True
    start = any(abs(c.at - stroke.start) <= _MIN_CELL for c in crossing)
    end = any(abs(c.at - stroke.end) <= _MIN_CELL for c in crossing)
    return (start or sum(abs(p.start - stroke.start) <= _MIN_CELL for p in parallel) > 2) and (
        end or sum(abs(p.end - stroke.end) <= _MIN_CELL for p in parallel) > 2
    )


def _meet(one: Stroke, other: Stroke) -> bool:
    return one.start - _TOUCH <= other.at <= one.end + _TOUCH and other.start - _TOUCH <= one.at <= other.end + _TOUCH


def _grid(across: list[Stroke], down: list[Stroke]) -> Grid:
    ys = _bounds([s.at for s in across], _open_sides(down))
    xs = _bounds([s.at for s in down], _open_sides(across))
    return Grid(Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, across, down)


def _open_sides(strokes: Sequence[Stroke]) -> list[float]:
    """Where more than a third of the strokes begin or end: a side of the grid, drawn or not."""
    sides: list[float] = []
    for low, ends in ((True, [s.start for s in strokes]), (False, [s.end for s in strokes])):
        counted = [(sum(abs(e - other) <= _MIN_CELL for other in ends), e) for e in ends]
        fit = [e for count, e in counted if count > len(strokes) / 3]
        sides += [min(fit) if low else max(fit)] if fit else []
    return sides


def _bounds(positions: list[float], sides: list[float]) -> list[float]:
    """Distinct positions, with the open sides that the other strokes reach."""
    bounds: list[float] = []
    for at in sorted([*positions, *sides]):
        if not bounds or at - bounds[-1] > _MIN_CELL:
            bounds.append(at)
    return bounds

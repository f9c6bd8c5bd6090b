"""Rulings on a picture of a page: straight thin strokes, found as long runs of dark pixels."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from paillasse.adapters.tesseract.rendering import Grey
from paillasse.adapters.tesseract.skew import ink_of
from paillasse.types.pages import Box

_SHORTEST = 18.0
"""Runs shorter than this, in points, are strokes of letters."""
_THICKEST = 3.0
"""What is thicker, in points, is a bar, a picture or a black edge."""
_TALLEST = 6.0
"""Most that a stroke may slant, in points: the page is level within 0.2 degrees or so."""
_FAINT = 0.75
"""How grey a ruling may be, from the darkest (0) to the ground (1): hair lines come out faint."""
_MOST = 20_000
"""Long runs in one direction; a page with more shows a photograph."""
_BAND = 256
"""Rows looked at together, to keep memory small."""

_Ink = npt.NDArray[np.bool_]
_Runs = npt.NDArray[np.int64]
"""Shape (n, 3): row, first column and the one after the last, in pixels; by rows, then by columns."""


def find_rulings(picture: Grey, scale: float) -> tuple[Box, ...]:
    """Horizontal and vertical rulings as degenerate boxes in points, without those along the edges of the picture.

    Args:
        picture: the upright page.
        scale: pixels per point.
    """
    ink = ink_of(picture, _FAINT)
    left, top = ((whole - part) // 2 / scale for whole, part in zip(picture.shape[::-1], ink.shape[::-1], strict=True))
    across = [Box(x0 + left, y + top, x1 + left, y + top) for y, x0, x1 in _strokes(ink, scale)]
    down = [Box(x + left, y0 + top, x + left, y1 + top) for x, y0, y1 in _strokes(ink.T, scale)]
    return tuple(Box(*(round(float(v), 1) for v in box)) for box in (*across, *down))


def _strokes(ink: _Ink, scale: float) -> Iterator[tuple[float, float, float]]:
    """Where each stroke along the rows lies, begins and ends, in points."""
    runs = _long_runs(ink, round(_SHORTEST * scale))
    for stack in _stacks(runs) if len(runs) <= _MOST else ():
        rows, starts, ends = np.array(stack).T
        lengths = ends - starts
        length = int(ends.max() - starts.min())
        thin = lengths.sum() <= (_THICKEST * scale + 2) * length and np.ptp(rows) < _TALLEST * scale
        if thin:
            yield float(np.average(rows + 0.5, weights=lengths)) / scale, starts.min() / scale, ends.max() / scale


def _long_runs(ink: _Ink, shortest: int) -> _Runs:
    """Runs of ink of at least `shortest` pixels; ink in a neighbouring row counts, as a stroke may slant a little."""
    found: list[_Runs] = [np.empty((0, 3), np.int64)]
    for first in range(0, len(ink), _BAND):
        band = np.zeros((min(_BAND, len(ink) - first) + 2, ink.shape[1] + 2), np.int8)
        above, below = max(first - 1, 0), first + _BAND + 1
        seen = ink[above:below]
        band[above - first + 1 : above - first + 1 + len(seen), 1:-1] = seen
        edges = np.diff(band[:-2] | band[1:-1] | band[2:], axis=1)
        rows, starts = np.nonzero(edges == 1)
        ends = np.nonzero(edges == -1)[1]
        long = ends - starts >= shortest
        found.append(np.column_stack((rows + first, starts, ends))[long])
    return np.concatenate(found)


def _stacks(runs: _Runs) -> list[list[tuple[int, int, int]]]:
    """Runs that lie on each other."""
    stacks: list[list[tuple[int, int, int]]] = []
    open_stacks: list[list[tuple[int, int, int]]] = []
    for row, start, end in runs.tolist():
        open_stacks = [stack for stack in open_stacks if stack[-1][0] >= row - 1]
        for stack in open_stacks:
            if any(r >= row - 1 and s < end and start < e for r, s, e in stack[-8:]):
                stack.append((row, start, end))
                break
        else:
            stacks.append([(row, start, end)])
            open_stacks.append(stacks[-1])
    return stacks

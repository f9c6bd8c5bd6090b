"""Reading order: columns found by the white between them.

A gutter is a vertical strip of white with text on both sides. What crosses it (full-width headings, tables, pictures)
cuts the page into bands; inside a band the left column is read before the right one. Recursive, in the manner of the
XY-cut (Nagy and Seth, 1984), with columns preferred over horizontal cuts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from paillasse.types.pages import Box

_MIN_GUTTER = 8.0
"""Narrowest gutter, in points."""
_MIN_LINES = 3
"""Fewest lines a column must hold."""
_FEW_LINES = 12
"""Columns no longer than this are a group on the page, not its layout."""


class Placed(Protocol):
    """Anything with a box: a piece of text, a table, a frame."""

    @property
    def box(self) -> Box:
        """Where it stands."""
        ...

    @property
    def bold(self) -> bool:
        """True for what may be a title."""
        ...


T = TypeVar("T", bound=Placed)
_Floats = npt.NDArray[np.float64]


def reading_order(items: Sequence[T]) -> list[list[T]]:
    """Columns in reading order, each a list of items from top to bottom."""
    gutter = _best_gutter(items) if len(items) >= 4 else None
    if gutter is None:
        return _leaf(items)
    columns: list[list[T]] = []
    pending: list[T] = []
    for band, crossed in _bands(items, gutter):
        left = [item for item in band if _centre(item) < gutter]
        right = [item for item in band if _centre(item) >= gutter]
        if crossed or not left or not right:
            pending += band
            continue
        columns += _unless_all(pending, items)
        left, pending = _before_title(left, right)
        columns += _side_by_side(left, right)
    return columns + _unless_all(pending, items)


def _before_title(left: list[T], right: list[T]) -> tuple[list[T], list[T]]:
    """A few lines side by side, then a title below both: the title and what follows are not of the left column."""
    bottom = max(item.box.y1 for item in right) - 2
    margin = min(item.box.x0 for item in left) + 4
    titles = [item.box.y0 for item in left if item.bold and item.box.y0 >= bottom and item.box.x0 <= margin]
    above = [item for item in left if item.box.y0 < min(titles, default=np.inf)]
    if not titles or not above or max(len(above), len(right)) > _FEW_LINES:
        return left, []
    return above, [item for item in left if item.box.y0 >= min(titles)]


def _unless_all(part: list[T], items: Sequence[T]) -> list[list[T]]:
    """Order a part; the guard against endless recursion when it is the whole."""
    if not part:
        return []
    return _leaf(part) if len(part) == len(items) else reading_order(part)


def _leaf(items: Sequence[T]) -> list[list[T]]:
    return [sorted(items, key=lambda item: (item.box.y0, item.box.x0))] if items else []


def _centre(item: Placed) -> float:
    return (item.box.x0 + item.box.x1) / 2


def _middle(item: Placed) -> float:
    return (item.box.y0 + item.box.y1) / 2


def _bands(items: Sequence[T], gutter: float) -> list[tuple[list[T], bool]]:
    """Horizontal bands, top to bottom: (items, whether something crosses the gutter there)."""
    ordered = sorted(items, key=_middle)
    crossing = [item for item in ordered if _crosses(item, gutter)]
    bands: list[tuple[list[T], bool]] = []
    for item in ordered:
        blocked = any(c.box.y0 < _middle(item) < c.box.y1 for c in crossing)
        if bands and bands[-1][1] == blocked:
            bands[-1][0].append(item)
        else:
            bands.append(([item], blocked))
    return bands


def _crosses(item: Placed, gutter: float) -> bool:
    return item.box.x0 < gutter - 1 and item.box.x1 > gutter + 1


def _side_by_side(left: list[T], right: list[T]) -> list[list[T]]:
    """Left column, then right column; headings that stand in the margin go before the text beside them."""
    labels = _are_labels(left, right)
    if not labels and not _is_margin(left, right):
        return reading_order(left) + reading_order(right)
    columns: list[list[T]] = []
    rest = sorted(right, key=lambda item: item.box.y0)
    for group in [[item] for item in _leaf(left)[0]] if labels else _groups(left):
        top = min(item.box.y0 for item in group) - 2
        above = [item for item in rest if item.box.y0 < top]
        rest = [item for item in rest if item.box.y0 >= top]
        columns += reading_order(above) + _leaf(group)
    return columns + reading_order(rest)


def _is_margin(left: Sequence[Placed], right: Sequence[Placed]) -> bool:
    """Sparse and narrow: titles in the margin rather than a column of text."""
    filled, beside = (sum(item.box.y1 - item.box.y0 for item in side) for side in (left, right))
    return filled < 0.5 * beside and _breadth(left) < 0.6 * _breadth(right)


def _are_labels(left: Sequence[Placed], right: Sequence[Placed]) -> bool:
    """Short terms, each on the line where its explanation starts."""
    widths = sorted((item.box.x1 - item.box.x0) / max(item.box.y1 - item.box.y0, 1.0) for item in left)
    if widths[len(widths) // 2] > 9 or widths[-1] > 14:
        return False
    tops = [_middle(item) for item in right]
    paired = sum(any(abs(_middle(item) - top) < 3 for top in tops) for item in left)
    return paired >= 0.8 * len(left)


def _breadth(items: Sequence[Placed]) -> float:
    return max(item.box.x1 for item in items) - min(item.box.x0 for item in items)


def _groups(items: Sequence[T]) -> list[list[T]]:
    """Items of a margin that follow each other without a gap."""
    groups: list[list[T]] = []
    bottom = 0.0
    for item in sorted(items, key=lambda item: (item.box.y0, item.box.x0)):
        if groups and item.box.y0 - bottom < 0.6 * (item.box.y1 - item.box.y0):
            groups[-1].append(item)
        else:
            groups.append([item])
        bottom = max(bottom, item.box.y1) if len(groups[-1]) > 1 else item.box.y1
    return groups


def _best_gutter(items: Sequence[Placed]) -> float | None:
    """Abscissa of the gutter with the most text on both sides, None for a single column."""
    x0, y0, x1, y1 = (np.array(side) for side in zip(*(item.box for item in items), strict=True))
    edges, counts = np.unique(np.round(x0 / 4), return_counts=True)
    best, best_score = None, 0.0
    for edge in edges[counts >= 1][1:]:
        x = float(x0[np.round(x0 / 4) == edge].min()) - 0.5
        score = _score(x, x0, x1, (y0 + y1) / 2, y1 - y0)
        if score > best_score:
            best, best_score = x, score
    return best


def _score(x: float, x0: _Floats, x1: _Floats, middle: _Floats, height: _Floats) -> float:
    """Height of text that faces text across a gutter just left of `x`, in points; 0 when it is none."""
    left, right = x1 <= x, x0 >= x - 0.5
    crossing = np.sort(middle[~left & ~right])
    band = np.searchsorted(crossing, middle)
    size = len(crossing) + 1
    counts_left, counts_right = (np.bincount(band[side], minlength=size) for side in (left, right))
    heights_left, heights_right = (np.bincount(band[side], height[side], size) for side in (left, right))
    inner = np.full(size, -np.inf)
    np.maximum.at(inner, band[left], x1[left])
    line = float(np.median(height))
    facing = np.minimum(heights_left, heights_right)
    fine = (x - inner >= _MIN_GUTTER) & (facing >= 0.8 * _MIN_LINES * line) & (counts_left + counts_right >= 4)
    return float(facing[fine].sum())

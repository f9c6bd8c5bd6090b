"""Where the pictures and drawings are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from paillasse.ingestion.layout.lines import overlap, union
from paillasse.types.pages import Box

_MIN_SIDE = 24.0
"""Smaller pictures are icons and ornaments, in points."""
_NEAR = 4.0
"""Pictures closer than this are tiles of one."""


def area(box: Box) -> float:
    """Square points."""
    return max(box.x1 - box.x0, 0.0) * max(box.y1 - box.y0, 0.0)


def find_figures(boxes: Iterable[Box], width: float, height: float) -> list[Box]:
    """Pictures of a page, tiles joined, icons and page backgrounds left out, from the top."""
    page = Box(0.0, 0.0, width, height)
    seen = {b for box in boxes if (b := _clipped(box, page)) is not None and area(b) < 0.85 * area(page)}
    merged = _merged(sorted(seen, key=lambda b: (b.y0, b.x0)))
    return [b for b in merged if b.x1 - b.x0 >= _MIN_SIDE and b.y1 - b.y0 >= _MIN_SIDE]


def _clipped(box: Box, page: Box) -> Box | None:
    clipped = Box(max(box.x0, page.x0), max(box.y0, page.y0), min(box.x1, page.x1), min(box.y1, page.y1))
    return clipped if area(clipped) > 0 else None


def _merged(boxes: Sequence[Box]) -> list[Box]:
    """Join boxes that touch until none do."""
    merged: list[Box] = []
    for box in boxes:
        joined = box
        while touching := [other for other in merged if _touch(joined, other)]:
            joined = union([joined, *touching])
            merged = [other for other in merged if other not in touching]
        merged.append(joined)
    return sorted(merged, key=lambda b: (b.y0, b.x0))


def _touch(a: Box, b: Box) -> bool:
    return overlap(a.x0 - _NEAR, a.x1 + _NEAR, b.x0, b.x1) > 0 and overlap(a.y0 - _NEAR, a.y1 + _NEAR, b.y0, b.y1) > 0


def caption_for(figure: Box, captions: Sequence[Box]) -> int | None:
    """Index of the caption that belongs to a picture: below it, else above it, the nearest; None without one."""
    best, best_distance = None, 90.0
    for k, box in enumerate(captions):
        if overlap(figure.x0 - 20, figure.x1 + 20, box.x0, box.x1) <= 0:
            continue
        below, above = box.y0 - figure.y1, figure.y0 - box.y1
        distance = max(below, 0.0) if below > -12 else 2 * max(above, 0.0) if above > -12 else 91.0
        if distance < best_distance:
            best, best_distance = k, distance
    return best

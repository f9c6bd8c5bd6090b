"""Rulings and pictures of a page, also those inside form XObjects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import numpy as np

from paillasse.adapters.pdfium.geometry import Frame, Matrix
from paillasse.adapters.pdfium.native import raw
from paillasse.types import Box

_THIN = 3.0
"""Filled shapes thinner than this, in points, are drawn lines."""
_SHORT = 3.0
"""Strokes shorter than this, in points, rule nothing."""
_STRAIGHT = 0.7
"""Most a ruling may leave the horizontal or vertical, in points."""
_TINY_IMAGE = 20.0
_MAX_SEGMENTS = 4_000
"""A path with more is a drawing."""
_MAX_OBJECTS = 50_000
_MAX_DEPTH = 8

Shapes = tuple[tuple[Box, ...], tuple[Box, ...]]


def read_shapes(page: Any, frame: Frame) -> Shapes:
    """Rulings and images of the page, in displayed points, without repeats."""
    rules: dict[Box, None] = {}
    images: dict[Box, None] = {}
    for number, (kind, item, matrix) in enumerate(_objects(page, frame.to_display, 0)):
        if number >= _MAX_OBJECTS:
            break
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            image = _clip(_bounds(item, matrix), frame)
            if image.x1 - image.x0 >= _TINY_IMAGE and image.y1 - image.y0 >= _TINY_IMAGE:
                images[image] = None
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            rules.update(dict.fromkeys(_path_rules(item, matrix, frame)))
    return tuple(rules), tuple(images)


def _objects(container: Any, matrix: Matrix, depth: int) -> Iterator[tuple[int, Any, Matrix]]:
    count, get = (
        (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
        if depth
        else (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
    )
    for index in range(count(container)):
        item = get(container, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            yield from _objects(item, _matrix(item).then(matrix), depth + 1)
        elif kind in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH}:
            yield kind, item, matrix


def _matrix(item: Any) -> Matrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _bounds(item: Any, matrix: Matrix) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not raw.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return Box(0, 0, 0, 0)
    corners = [matrix.point(x.value, y.value) for x in (left, right) for y in (bottom, top)]
    xs, ys = [c[0] for c in corners], [c[1] for c in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _clip(box: Box, frame: Frame) -> Box:
    if not all(np.isfinite(box)):
        return Box(0, 0, 0, 0)
    x0, x1 = (round(min(max(v, 0.0), frame.width), 1) for v in (box.x0, box.x1))
    y0, y1 = (round(min(max(v, 0.0), frame.height), 1) for v in (box.y0, box.y1))
    return Box(x0, y0, x1, y1)


def _path_rules(path: Any, matrix: Matrix, frame: Frame) -> Iterator[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value and (not fill.value or _is_white(path)):
        return
    bounds = _bounds(path, matrix)
    if not stroke.value and min(bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) <= _THIN:
        yield from _as_rule(bounds, frame)
        return
    if _is_page(bounds, frame) or raw.FPDFPath_CountSegments(path) > _MAX_SEGMENTS:
        return
    for (ax, ay), (bx, by) in _segments(path, _matrix(path).then(matrix)):
        yield from _as_rule(Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), frame)


def _is_page(box: Box, frame: Frame) -> bool:
    return box.x1 - box.x0 >= 0.98 * frame.width and box.y1 - box.y0 >= 0.98 * frame.height


def _is_white(path: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(path, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= 254


def _segments(path: Any, matrix: Matrix) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """Straight pieces of the path, in displayed points."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = at = (0.0, 0.0)
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        before, at = at, matrix.point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = at
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield before, at
        if raw.FPDFPathSegment_GetClose(segment):
            yield at, start
            at = start


def _as_rule(box: Box, frame: Frame) -> Iterator[Box]:
    """The box flattened to a horizontal or vertical line, if it is one and lies on the page."""
    box = _clip(box, frame)
    width, height = box.x1 - box.x0, box.y1 - box.y0
    if max(width, height) < _SHORT:
        return
    if height <= (_THIN if width > 4 * height else _STRAIGHT):
        middle = round((box.y0 + box.y1) / 2, 1)
        yield Box(box.x0, middle, box.x1, middle)
    elif width <= (_THIN if height > 4 * width else _STRAIGHT):
        middle = round((box.x0 + box.x1) / 2, 1)
        yield Box(middle, box.y0, middle, box.y1)

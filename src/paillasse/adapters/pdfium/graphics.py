"""Rulings and pictures of a page, also those inside form XObjects."""

from __future__ import annotations

import ctypes
import hashlib
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from paillasse.adapters.pdfium.geometry import Frame, Matrix
from paillasse.adapters.pdfium.native import address, fill_color, raw
from paillasse.types.pages import Box

_THIN = 3.0
"""Filled shapes thinner than this, in points, are drawn lines."""
_SHORT = 3.0
"""Strokes shorter than this, in points, rule nothing."""
_STRAIGHT = 0.7
"""Most a ruling may leave the horizontal or vertical, in points."""
_TINY_IMAGE = 20.0
_KEY_BYTES = 8
_MAX_SEGMENTS = 4_000
"""A path with more is a drawing."""
_MAX_OBJECTS = 50_000
_MAX_DEPTH = 8


class Shapes(NamedTuple):
    """What is drawn on a page beside its text, in displayed points, without repeats."""

    rules: tuple[Box, ...]
    images: tuple[Box, ...]
    image_keys: tuple[str, ...]
    """A hash of the data of each picture."""
    grounds: tuple[Box, ...]
    """Where the page is not white: filled areas, shadings and pictures. White text can be read on them."""


def read_shapes(page: Any, frame: Frame) -> Shapes:
    """Rulings, pictures and coloured areas of the page."""
    strokes: list[tuple[float, float, float, float]] = []
    images: dict[Box, str] = {}
    grounds: dict[Box, None] = {}
    objects = list(islice(_objects(page, frame.to_display, 0), _MAX_OBJECTS))
    for kind, item, matrix in objects:
        if kind == raw.FPDF_PAGEOBJ_PATH:
            strokes.extend(_strokes(item, matrix, frame))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE and (image := _image(item, matrix, frame)) is not None:
            images[image] = images.get(image, "") + _key(item)
        if kind != raw.FPDF_PAGEOBJ_PATH or _is_colored(item):
            grounds[_bounds(item, matrix)] = None
    if len(objects) == _MAX_OBJECTS:  # what was not looked at may be a ground
        grounds = {Box(0, 0, frame.width, frame.height): None}
    return Shapes(_rules(strokes, frame), tuple(images), tuple(images.values()), tuple(grounds))


def _image(item: Any, matrix: Matrix, frame: Frame) -> Box | None:
    """The part of a picture that is on the page; None when it is tiny."""
    x0, y0, x1, y1 = _bounds(item, matrix)
    if not math.isfinite(x0 + y0 + x1 + y1):
        return None
    x0, x1 = (round(min(max(x, 0.0), frame.width), 1) for x in (x0, x1))
    y0, y1 = (round(min(max(y, 0.0), frame.height), 1) for y in (y0, y1))
    return Box(x0, y0, x1, y1) if min(x1 - x0, y1 - y0) >= _TINY_IMAGE else None


def _key(item: Any) -> str:
    """A hash of the picture's data as the file holds them."""
    length = raw.FPDFImageObj_GetImageDataRaw(item, None, 0)
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFImageObj_GetImageDataRaw(item, buffer, length)
    return hashlib.blake2b(buffer, digest_size=_KEY_BYTES).hexdigest()


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
        elif kind in {raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING}:
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


def _strokes(path: Any, matrix: Matrix, frame: Frame) -> Iterator[tuple[float, float, float, float]]:
    """Straight pieces of what the path draws, as x, y of both ends in displayed points; thin fills as their box."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value and (not fill.value or _is_white(path)):
        return
    bounds = _bounds(path, matrix)
    if not stroke.value and min(bounds.x1 - bounds.x0, bounds.y1 - bounds.y0) <= _THIN:
        yield bounds
    elif not _is_page(bounds, frame) and raw.FPDFPath_CountSegments(path) <= _MAX_SEGMENTS:
        yield from _segments(path, _matrix(path).then(matrix))


def _is_page(box: Box, frame: Frame) -> bool:
    return box.x1 - box.x0 >= 0.98 * frame.width and box.y1 - box.y0 >= 0.98 * frame.height


def _is_colored(path: Any) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value) and not _is_white(path)


def _is_white(path: Any) -> bool:
    color = fill_color(address(path))
    return color is not None and (color.alpha == 0 or min(color[:3]) >= 254)


def _segments(path: Any, matrix: Matrix) -> Iterator[tuple[float, float, float, float]]:
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
            yield (*before, *at)
        if raw.FPDFPathSegment_GetClose(segment):
            yield (*at, *start)
            at = start


def _rules(strokes: list[tuple[float, float, float, float]], frame: Frame) -> tuple[Box, ...]:
    """The strokes that are horizontal or vertical, on the page and long enough, flattened, in order."""
    ends = np.array(strokes, dtype=np.float64).reshape(-1, 4)
    ends = ends[np.isfinite(ends).all(1)].clip(0, (frame.width, frame.height) * 2)
    low, high = np.minimum(ends[:, :2], ends[:, 2:]), np.maximum(ends[:, :2], ends[:, 2:])
    width, height = (high - low).T
    across = (width >= _SHORT) & (height <= np.where(width > 4 * height, _THIN, _STRAIGHT))
    down = ~across & (height >= _SHORT) & (width <= np.where(height > 4 * width, _THIN, _STRAIGHT))
    middle = (low + high) / 2
    low[across, 1] = high[across, 1] = middle[across, 1]
    low[down, 0] = high[down, 0] = middle[down, 0]
    kept = np.column_stack((low, high))[across | down].round(1).tolist()
    return tuple(dict.fromkeys(Box(*row) for row in kept))

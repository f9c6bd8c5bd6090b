"""A page as a grey picture, turned as asked: PDFium turns while it draws, so nothing is resampled twice."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from paillasse.adapters.pdfium.geometry import Matrix
from paillasse.adapters.pdfium.native import raw
from paillasse.adapters.pdfium.reader import open_file
from paillasse.types.pages import Turn

MAX_PIXELS = 25_000_000
"""A3 at 300 dots per inch; larger sheets are drawn coarser."""
_WHITE = 0xFFFFFFFF
_MAX_SIDE = 20_000

Grey = npt.NDArray[np.uint8]
"""Shape (height, width), 0 is black."""


class Sheet:
    """One page of an open file, ready to be drawn."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.width, self.height = (float(side) for side in page.get_size())
        if not (math.isfinite(self.width * self.height) and self.width > 0 and self.height > 0):
            raise ValueError(f"a page of {self.width} x {self.height} points")

    def turn(self, degrees: float) -> Turn:
        """The page turned clockwise."""
        return Turn(degrees, self.width, self.height)

    def draw(self, turn: Turn, dots_per_inch: float) -> tuple[Grey, float]:
        """The upright page and its scale, in pixels per point."""
        width, height = turn.upright_size
        scale = min(dots_per_inch / 72, math.sqrt(MAX_PIXELS / (width * height)), _MAX_SIDE / max(width, height))
        size = max(1, round(width * scale)), max(1, round(height * scale))
        bitmap = raw.FPDFBitmap_CreateEx(*size, raw.FPDFBitmap_Gray, None, 0)
        if not bitmap:
            raise MemoryError
        try:
            raw.FPDFBitmap_FillRect(bitmap, 0, 0, *size, _WHITE)
            matrix, clip = raw.FS_MATRIX(*_placement(turn, scale)), raw.FS_RECTF(0, 0, *size)
            raw.FPDF_RenderPageBitmapWithMatrix(bitmap, self._page.raw, matrix, clip, 0)
            return _pixels(bitmap, *size), scale
        finally:
            raw.FPDFBitmap_Destroy(bitmap)


@contextmanager
def open_sheet(path: Path, number: int) -> Generator[Sheet]:
    """Page `number`, from 1, of a file that was parsed before, or of its reading copy.

    Raises:
        PaillasseError: the file cannot be opened.
        PdfiumError: the page cannot be opened.
        ValueError: the page has no usable size.
    """
    with open_file(path) as file, file.loaded(number) as page:
        yield Sheet(page)


def _placement(turn: Turn, scale: float) -> Matrix:
    """From displayed points to pixels of the upright page. PDFium lays pages out on whole points first."""
    whole = Matrix(turn.width / max(int(turn.width), 1), 0, 0, turn.height / max(int(turn.height), 1), 0, 0)
    cos, sin = math.cos(math.radians(turn.degrees)), math.sin(math.radians(turn.degrees))
    width, height = turn.upright_size
    return (
        whole.then(Matrix(1, 0, 0, 1, -turn.width / 2, -turn.height / 2))
        .then(Matrix(cos, sin, -sin, cos, width / 2, height / 2))
        .then(Matrix(scale, 0, 0, scale, 0, 0))
    )


def _pixels(bitmap: Any, width: int, height: int) -> Grey:
    stride = int(raw.FPDFBitmap_GetStride(bitmap))
    buffer = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    return np.ascontiguousarray(np.frombuffer(buffer, np.uint8).reshape(height, stride)[:, :width])

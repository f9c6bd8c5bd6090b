"""From PDF page space (origin bottom-left, unrotated) to the page as displayed (origin top-left, rotation applied)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from paillasse.adapters.pdfium.native import Floats


class Matrix(NamedTuple):
    """Affine map x' = a·x + c·y + e, y' = b·x + d·y + f: ISO 32000-1, 8.3.3."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def then(self, outer: Matrix) -> Matrix:
        """This map followed by `outer`."""
        return Matrix(
            self.a * outer.a + self.b * outer.c,
            self.a * outer.b + self.b * outer.d,
            self.c * outer.a + self.d * outer.c,
            self.c * outer.b + self.d * outer.d,
            self.e * outer.a + self.f * outer.c + outer.e,
            self.e * outer.b + self.f * outer.d + outer.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Image of a point."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


class Frame(NamedTuple):
    """A displayed page: its size in points and the map from page space to it."""

    width: float
    height: float
    to_display: Matrix

    @classmethod
    def of(cls, bounds: tuple[float, float, float, float], rotation: int) -> Frame:
        """From the visible box (left, bottom, right, top) and the clockwise rotation in quarter turns."""
        left, bottom, right, top = bounds
        width, height = right - left, top - bottom
        match rotation % 4:
            case 1:
                return cls(height, width, Matrix(0, 1, 1, 0, -bottom, -left))
            case 2:
                return cls(width, height, Matrix(-1, 0, 0, 1, right, -bottom))
            case 3:
                return cls(height, width, Matrix(0, -1, -1, 0, top, right))
            case _:
                return cls(width, height, Matrix(1, 0, 0, -1, -left, top))

    def boxes(self, page_boxes: Floats) -> Floats:
        """Displayed boxes x0, y0, x1, y1 of page-space boxes given by two opposite corners, shape (n, 4)."""
        m = self.to_display
        x, y = page_boxes[:, (0, 2)], page_boxes[:, (1, 3)]
        shown_x, shown_y = m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f
        return np.column_stack((shown_x.min(1), shown_y.min(1), shown_x.max(1), shown_y.max(1)))

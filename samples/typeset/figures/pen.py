"""A few strokes to draw apparatus with, in a space of WIDTH × HEIGHT points, origin bottom-left."""

from __future__ import annotations

import math

from reportlab.lib.colors import Color, black, white
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 420, 200
_FONT, _SIZE = "Vera", 7.5


class Pen:
    """Draws shapes and lettering on a canvas in the colours of the house."""

    def __init__(self, canvas: Canvas, accent: Color, tint: Color) -> None:
        self.canvas, self.accent, self.tint = canvas, accent, tint
        canvas.setStrokeColor(black)
        canvas.setLineWidth(1)

    def box(
        self, at: tuple[float, float], size: tuple[float, float], *, filled: bool = False, round_: float = 0
    ) -> None:
        """Rectangle with its bottom-left corner at `at`."""
        self.canvas.setFillColor(self.tint if filled else white)
        self.canvas.roundRect(*at, *size, round_, stroke=1, fill=1)

    def circle(self, at: tuple[float, float], radius: float, *, filled: bool = False) -> None:
        """Circle around `at`."""
        self.canvas.setFillColor(self.tint if filled else white)
        self.canvas.circle(*at, radius, stroke=1, fill=1)

    def line(self, *points: tuple[float, float], width: float = 1, dashed: bool = False) -> None:
        """Line through the points."""
        self.canvas.setLineWidth(width)
        self.canvas.setDash([3, 2] if dashed else [])
        path = self.canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        self.canvas.drawPath(path)
        self.canvas.setDash([])
        self.canvas.setLineWidth(1)

    def shape(self, *points: tuple[float, float]) -> None:
        """Closed, tinted polygon."""
        self.canvas.setFillColor(self.tint)
        path = self.canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        path.close()
        self.canvas.drawPath(path, fill=1)

    def arrow(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Line with a head at its end."""
        self.line(start, end)
        angle = math.atan2(end[1] - start[1], end[0] - start[0])
        path = self.canvas.beginPath()
        path.moveTo(*end)
        for turn in (2.7, -2.7):
            path.lineTo(end[0] + 6 * math.cos(angle + turn), end[1] + 6 * math.sin(angle + turn))
        path.close()
        self.canvas.setFillColor(black)
        self.canvas.drawPath(path, fill=1)

    def text(self, at: tuple[float, float], text: str, *, align: str = "left", size: float = _SIZE) -> None:
        """Lettering; `align` is left, centre or right of `at`."""
        self.canvas.setFillColor(black)
        self.canvas.setFont(_FONT, size)
        draw = {
            "left": self.canvas.drawString,
            "centre": self.canvas.drawCentredString,
            "right": self.canvas.drawRightString,
        }
        draw[align](*at, text)

    def callout(self, number: int, target: tuple[float, float], at: tuple[float, float]) -> None:
        """A numbered disc at `at`, tied to `target`."""
        self.line(target, at, width=0.6)
        self.canvas.setFillColor(self.accent)
        self.canvas.circle(*at, 7, stroke=0, fill=1)
        self.canvas.setFillColor(white)
        self.canvas.setFont("VeraBd", 7.5)
        self.canvas.drawCentredString(at[0], at[1] - 2.7, str(number))

    def legend(self, labels: tuple[str, ...], at: tuple[float, float], first: int = 1) -> None:
        """Numbered list of labels, downwards from `at`."""
        for row, label in enumerate(labels):
            self.text((at[0], at[1] - 13 * row), f"{row + first}  {label}")

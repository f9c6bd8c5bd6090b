"""The pieces placed on pages that reportlab does not have: numbered titles with bookmarks, zones, drawings."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph
from reportlab.platypus.flowables import Flowable

from typeset.figures import analyser, centrifuge, thermocycler
from typeset.figures.pen import HEIGHT, WIDTH, Pen
from typeset.theme import Theme

DRAWINGS = centrifuge.DRAWINGS | analyser.DRAWINGS | thermocycler.DRAWINGS

_UNBREAKABLE = re.compile(r"(?<=\d) (?=\d{3}\b)| (?=[:;!?%»])|(?<=«) |(?<=\d) (?=°|× g)")
"""Where French typography, and any number with its unit, allows no line break."""


def inline(text: str) -> str:
    """A run of marked-up text, as reportlab's paragraphs want it."""
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))
    text = re.sub(r"(?<!:)//(.+?)//", r"<i>\1</i>", text)
    return _UNBREAKABLE.sub("\u00a0", text)


class Zone(Flowable):
    """Invisible: from the next page on, pages are numbered as `name` says (front, body)."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.width, self.height = name, 0, 0

    def draw(self) -> None:
        """Nothing to see."""


class Heading(Paragraph):
    """A title with its number, its bookmark and its entry in the outline."""

    def __init__(self, title: str, style: ParagraphStyle, level: int, number: str, key: str) -> None:
        super().__init__(inline(title), style)
        self.title, self.level, self.number, self.key = title, level, number, key

    def draw(self) -> None:
        """Draw it and point the outline at it."""
        self.canv.bookmarkHorizontal(self.key, 0, self.height + 4)
        self.canv.addOutlineEntry(self.title, self.key, self.level - 1, closed=self.level > 1)
        super().draw()


class Picture(Flowable):
    """A line drawing, as wide as its column up to its natural width."""

    def __init__(self, name: str, labels: tuple[str, ...], theme: Theme) -> None:
        super().__init__()
        self.drawing, self.labels, self.theme = DRAWINGS[name], labels, theme

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Size on the page."""
        self.scale = min(available_width, WIDTH) / WIDTH
        self.offset = (available_width - WIDTH * self.scale) / 2
        self.width, self.height = available_width, HEIGHT * self.scale
        return self.width, self.height

    def draw(self) -> None:
        """Draw in a space of WIDTH × HEIGHT points."""
        self.canv.saveState()
        self.canv.translate(self.offset, 0)
        self.canv.scale(self.scale, self.scale)
        self.drawing(Pen(self.canv, self.theme.accent, self.theme.tint), self.labels)
        self.canv.restoreState()

"""Lays a manual out on pages: cover, running heads, printed page numbers, labels, outline."""

from __future__ import annotations

import io
from pathlib import Path

import reportlab.rl_config
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.flowables import Flowable

from typeset.flowables import Heading, Zone
from typeset.markup import Source
from typeset.scan import scanned_page
from typeset.theme import BOLD, ITALIC, REGULAR, THEMES, WORDS
from typeset.writer import story

_MARGIN, _TOP, _BOTTOM, _GUTTER = 20 * mm, 24 * mm, 22 * mm, 7 * mm
_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")


class Manual(BaseDocTemplate):
    """A document that knows the printed number of each of its pages."""

    def __init__(self, source: Source, target: str) -> None:
        header = source.header
        self.header, self.theme, self.words = header, THEMES[header["theme"]], WORDS[header["language"]]
        self.scans = [n.lines for n in source.nodes if n.kind == "scan"]
        self.labels: dict[int, str] = {}
        super().__init__(
            target, pagesize=self.theme.page_size, invariant=1, title=header["title"], author=header["manufacturer"],
            subject=header["models"], keywords=header["document"], lang=header["language"], initialFontName=REGULAR,
        )  # fmt: skip
        self.addPageTemplates(self._templates())

    def _templates(self) -> list[PageTemplate]:
        width, height = self.theme.page_size
        inner, tall = width - 2 * _MARGIN, height - _TOP - _BOTTOM
        half = (inner - _GUTTER) / 2
        one = [Frame(_MARGIN, _BOTTOM, inner, tall, 0, 0, 0, 0, id="one")]
        two = [
            Frame(_MARGIN, _BOTTOM, half, tall, 0, 0, 0, 0, id="left"),
            Frame(_MARGIN + half + _GUTTER, _BOTTOM, half, tall, 0, 0, 0, 0, id="right"),
        ]
        return [
            PageTemplate("cover", one, onPage=_draw_cover),
            PageTemplate("single", one, onPageEnd=_draw_running),
            PageTemplate("columns", two, onPageEnd=_draw_running),
            PageTemplate("scan", one, onPage=_draw_scan, onPageEnd=_label_page),
        ]

    def beforeDocument(self) -> None:  # noqa: N802 - reportlab's name
        """Start counting afresh: the layout runs until the table of contents is stable."""
        self.zones, self.chapter, self.chapter_title, self.first_page, self.next_scan = [(1, "cover")], "", "", 1, 0

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Follow zones and chapters; feed the table of contents."""
        if isinstance(flowable, Zone):
            self.zones.append((self.page + 1, flowable.name))
        if not isinstance(flowable, Heading):
            return
        if flowable.level == 1:
            self.chapter_title = flowable.title
            if flowable.number and self.theme.numbering == "by_chapter":
                self.chapter, self.first_page = flowable.number, self.page
        if flowable.level <= 2 and self.zone()[1] == "body":
            self.notify("TOCEntry", (flowable.level - 1, flowable.title, self.page, flowable.key))

    def zone(self) -> tuple[int, str]:
        """First page and name of the zone the current page is in."""
        return [zone for zone in self.zones if zone[0] <= self.page][-1]

    def label(self) -> tuple[str, str, int]:
        """(prefix, style, number) of the current page; style is "none", "roman" or "arabic"."""
        first, zone = self.zone()
        if zone == "cover":
            return self.words["cover"], "none", 1
        if zone == "front":
            return "", "roman", self.page - first + 1 + self.theme.cover_counts
        if self.chapter:
            return f"{self.chapter}-", "arabic", self.page - self.first_page + 1
        return "", "arabic", self.page - first + 1

    def printed(self, page: int) -> str:
        """Printed number of a physical page, for the table of contents."""
        return self.labels.get(page, "")


def _label_page(canvas: Canvas, doc: Manual) -> str:
    prefix, style, number = doc.label()
    text = "" if style == "none" else prefix + (_ROMAN[number] if style == "roman" else str(number))
    doc.labels[doc.page] = text
    if doc.theme.pdf_labels:
        canvas.addPageLabel(doc.page - 1, {"roman": "ROMAN_LOWER", "arabic": "ARABIC"}.get(style), number, prefix)
    return text


def _draw_running(canvas: Canvas, doc: Manual) -> None:
    text = _label_page(canvas, doc)
    width, height = doc.theme.page_size
    canvas.saveState()
    canvas.setStrokeColor(doc.theme.accent)
    canvas.setLineWidth(0.6)
    canvas.line(_MARGIN, height - 17 * mm, width - _MARGIN, height - 17 * mm)
    canvas.setFont(REGULAR, 7.5)
    canvas.setFillColor(doc.theme.accent)
    canvas.drawString(_MARGIN, height - 15.5 * mm, doc.header["running"])
    canvas.drawRightString(width - _MARGIN, height - 15.5 * mm, doc.chapter_title)
    canvas.line(_MARGIN, 16 * mm, width - _MARGIN, 16 * mm)
    canvas.drawString(_MARGIN, 12 * mm, doc.header["document"])
    canvas.setFont(BOLD, 8)
    label = f"{doc.words['page']} {text}" if doc.theme.numbering == "continuous" else text
    canvas.drawRightString(width - _MARGIN, 12 * mm, label)
    canvas.restoreState()


def _draw_scan(canvas: Canvas, doc: Manual) -> None:
    width, height = doc.theme.page_size
    picture = scanned_page(doc.scans[doc.next_scan], (width, height))
    doc.next_scan += 1
    canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, width, height)


def _draw_cover(canvas: Canvas, doc: Manual) -> None:
    _label_page(canvas, doc)
    width, height = doc.theme.page_size
    canvas.saveState()
    canvas.setFillColor(doc.theme.accent)
    canvas.rect(0, height - 62 * mm, width, 62 * mm, stroke=0, fill=1)
    canvas.rect(0, 0, width, 7 * mm, stroke=0, fill=1)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.setFont(BOLD, 15)
    canvas.drawString(_MARGIN, height - 26 * mm, doc.header["manufacturer"])
    canvas.setFont(ITALIC, 9.5)
    canvas.drawString(_MARGIN, height - 33 * mm, doc.header["motto"])
    canvas.restoreState()


def render(source: Source, target: Path) -> None:
    """Write the PDF of a manual; the same source gives the same bytes.

    Raises:
        ValueError: the fonts lack a character of the text.
    """
    reportlab.rl_config.useA85 = 0
    for name in (REGULAR, BOLD, ITALIC, "VeraBI"):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, "VeraBI")
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    missing = {c for node in source.nodes for c in node.text + "".join(node.lines) if ord(c) not in known}
    if missing:
        raise ValueError(f"no glyph for {sorted(missing)} in {target.name}")
    manual = Manual(source, str(target))
    manual.multiBuild(story(source, manual.theme, manual.printed))

"""Tables (ruled, lined or without any rule) and the boxes of safety messages."""

from __future__ import annotations

from reportlab.lib.colors import HexColor, black, white
from reportlab.platypus import Paragraph, Table
from reportlab.platypus.flowables import Flowable

from typeset.flowables import inline
from typeset.markup import Node
from typeset.theme import BOLD, SIGNAL_COLOURS, Theme


def table(node: Node, theme: Theme) -> Flowable:
    """A table that fills its column. Options: `widths` in percent, `style`, `header=repeat|once`, `font`.

    Raises:
        ValueError: a row has more or fewer cells than the header.
    """
    rows = [[cell.strip() for cell in line.split("|")] for line in node.lines]
    for row in rows:
        if len(row) != len(rows[0]):
            raise ValueError(f"{len(row)} cells instead of {len(rows[0])}: {row}")
    look = node.options.get("style", "ruled")
    size = float(node.options.get("font", theme.body_size - 1))
    cell = theme.style("cell", fontSize=size, leading=size * 1.28, spaceAfter=0, alignment=0)
    head = cell.clone("head", fontName=BOLD, textColor=white if look == "ruled" else theme.accent)
    content = [[Paragraph(inline(text), head if not at else cell) for text in row] for at, row in enumerate(rows)]
    repeated = 1 if node.options.get("header", "repeat") == "repeat" else 0
    widths = [f"{share}%" for share in node.options["widths"].split(",")]
    return Table(content, colWidths=widths, repeatRows=repeated, style=_rules(look, theme), hAlign="LEFT")


def _rules(look: str, theme: Theme) -> list[tuple[object, ...]]:
    start, end = (0, 0), (-1, -1)
    rules: list[tuple[object, ...]] = [
        ("VALIGN", start, end, "TOP"), ("TOPPADDING", start, end, 2.6), ("BOTTOMPADDING", start, end, 3.4),
        ("LEFTPADDING", start, end, 4), ("RIGHTPADDING", start, end, 5),
    ]  # fmt: skip
    if look == "ruled":
        return [*rules, ("GRID", start, end, 0.5, HexColor(0x8A8A8A)), ("BACKGROUND", start, (-1, 0), theme.accent)]
    if look == "lined":
        line = (0.5, theme.accent)
        return [*rules, ("LINEBELOW", start, end, 0.3, HexColor(0xB5B5B5)), ("LINEBELOW", start, (-1, 0), *line)]
    return rules


def warning(node: Node, theme: Theme, words: dict[str, str]) -> Flowable:
    """A safety message in the manner of the house: coloured band, bar on the left, or box with a symbol."""
    signal, title = words[node.marker], node.options["title"]
    back, front = SIGNAL_COLOURS[node.marker]
    text = Paragraph(inline(node.text), theme.style("message", spaceAfter=0, fontSize=theme.body_size))
    head = theme.style("signal", fontName=BOLD, fontSize=theme.body_size + 1, textColor=front, spaceAfter=0)
    label = inline(f"{signal} – {title}" if title else signal)
    pad = [
        ("LEFTPADDING", (0, 0), (-1, -1), 7),
        ("RIGHTPADDING", (0, 0), (-1, -1), 7),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    if theme.warnings == "band":
        style = [*pad, ("BACKGROUND", (0, 0), (0, 0), back), ("BOX", (0, 0), (-1, -1), 1, back)]
        return Table([[Paragraph(label, head)], [text]], colWidths=["100%"], style=style)
    if theme.warnings == "bar":
        head = head.clone("signal_bar", textColor=black)
        style = [*pad, ("LINEBEFORE", (0, 0), (0, -1), 5, back), ("BACKGROUND", (0, 0), (-1, -1), HexColor(0xF6F6F6))]
        return Table([[[Paragraph(label, head), text]]], colWidths=["100%"], style=style)
    head = head.clone("signal_box", textColor=black)
    style = [*pad, ("BOX", (0, 0), (-1, -1), 0.9, black), ("VALIGN", (0, 0), (0, 0), "MIDDLE")]
    return Table([[Symbol(back), [Paragraph(label, head), text]]], colWidths=["10%", "90%"], style=style)


class Symbol(Flowable):
    """The triangle with an exclamation mark."""

    def __init__(self, colour: object) -> None:
        super().__init__()
        self.colour, self.width, self.height = colour, 28, 25

    def draw(self) -> None:
        """Drawn, not typed: no character stands for it in the text layer."""
        path = self.canv.beginPath()
        path.moveTo(1, 1)
        path.lineTo(27, 1)
        path.lineTo(14, 24)
        path.close()
        self.canv.setFillColor(self.colour)
        self.canv.setLineWidth(1.4)
        self.canv.drawPath(path, fill=1)
        self.canv.setFillColor(black)
        self.canv.rect(12.8, 8.5, 2.4, 8, stroke=0, fill=1)
        self.canv.circle(14, 5.2, 1.5, stroke=0, fill=1)

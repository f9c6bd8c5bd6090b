"""From marked-up nodes to the sequence of pieces that reportlab places on pages."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, KeepTogether, NextPageTemplate, PageBreak, Paragraph, Spacer
from reportlab.platypus.flowables import Flowable
from reportlab.platypus.tableofcontents import TableOfContents

from typeset.flowables import Heading, Picture, Zone, inline
from typeset.markup import Node, Source
from typeset.tables import table, warning
from typeset.theme import BOLD, ITALIC, WORDS, Theme

_ROOM = {"figure": 270, "warning": 125, "table": 100}
"""Points a title wants below itself on the page, by what follows it."""


def story(source: Source, theme: Theme, printed: Callable[[int], str]) -> list[Flowable]:
    """Everything in order. `printed` turns a physical page number into the printed one."""
    writer = _Writer(source, theme, printed)
    for node, following in zip(source.nodes, [*source.nodes[1:], Node("page")], strict=True):
        writer.following = following.kind
        getattr(writer, f"write_{node.kind}")(node)
    return writer.flow


class _Writer:
    """Keeps the running numbers of chapters, figures and tables while it writes."""

    def __init__(self, source: Source, theme: Theme, printed: Callable[[int], str]) -> None:
        self.header, self.theme, self.printed = source.header, theme, printed
        self.words = WORDS[source.header["language"]]
        self.numbers, self.annexes, self.headings = [0, 0, 0], 0, 0
        self.chapter, self.count = "", {"figure": 0, "table": 0}
        self.following = ""
        self.styles = _styles(theme)
        self.flow: list[Flowable] = self._cover()

    def _cover(self) -> list[Flowable]:
        header, styles = self.header, self.styles
        imprint = [Paragraph(inline(line), styles["imprint"]) for line in header["imprint"].split(" / ")]
        return [
            Spacer(1, 58 * mm), Paragraph(inline(header["models"]), styles["cover"]), Spacer(1, 4 * mm),
            Paragraph(inline(header["subtitle"]), styles["subtitle"]), Spacer(1, 75 * mm), *imprint,
        ]  # fmt: skip

    def write_front(self, _node: Node) -> None:
        self.flow += [NextPageTemplate("single"), Zone("front"), PageBreak()]

    def write_body(self, _node: Node) -> None:
        self.flow += [NextPageTemplate("single"), Zone("body"), PageBreak()]

    def write_columns(self, _node: Node) -> None:
        self.flow.append(NextPageTemplate("columns"))

    def write_single(self, _node: Node) -> None:
        self.flow.append(NextPageTemplate("single"))

    def write_page(self, _node: Node) -> None:
        self.flow.append(PageBreak())

    def write_scan(self, _node: Node) -> None:
        self.flow += [NextPageTemplate("scan"), PageBreak(), Spacer(1, 1), NextPageTemplate("single"), PageBreak()]

    def write_toc(self, _node: Node) -> None:
        self.flow.append(PageBreak())
        self.flow.append(Paragraph(self.words["contents"], self.styles["h1"]))
        levels = [self.styles["toc1"], self.styles["toc2"]]
        self.flow.append(TableOfContents(levelStyles=levels, dotsMinLevel=0, formatter=self.printed))

    def write_heading(self, node: Node) -> None:
        number = self._number(node)
        title = f"{number} {node.text}".strip()
        if node.marker == "A":
            title = f"{self.words['annex']} {number} – {node.text}"
        if node.level == 1:
            if not isinstance(self.flow[-1], PageBreak):
                self.flow.append(PageBreak())
            self.chapter, self.count = number, {"figure": 0, "table": 0}
        else:
            self.flow.append(CondPageBreak(_ROOM.get(self.following, 60)))
        self.headings += 1
        style = self.styles[f"h{node.level}"]
        self.flow.append(Heading(title, style, node.level, number, f"h{self.headings}"))

    def _number(self, node: Node) -> str:
        if node.marker == "*":
            return ""
        if node.marker == "A":
            self.annexes += 1
            self.numbers = [0, 0, 0]
        else:
            level = node.level - 1
            self.numbers = [n if i < level else (n + 1 if i == level else 0) for i, n in enumerate(self.numbers)]
        first = chr(64 + self.annexes) if self.annexes else str(self.numbers[0])
        return ".".join([first, *(str(n) for n in self.numbers[1 : node.level])])

    def write_paragraph(self, node: Node) -> None:
        self.flow.append(Paragraph(inline(node.text), self.styles["body"]))

    def write_step(self, node: Node) -> None:
        self.flow.append(Paragraph(inline(node.text), self.styles["step"], bulletText=node.marker))

    def write_substep(self, node: Node) -> None:
        self.flow.append(Paragraph(inline(node.text), self.styles["substep"], bulletText=node.marker))

    def write_bullet(self, node: Node) -> None:
        self.flow.append(Paragraph(inline(node.text), self.styles["step"], bulletText="•"))

    def write_warning(self, node: Node) -> None:
        self.flow += [Spacer(1, 3), KeepTogether(warning(node, self.theme, self.words)), Spacer(1, 7)]

    def write_table(self, node: Node) -> None:
        if node.text:
            self.flow.append(CondPageBreak(60))
            caption = Paragraph(inline(self._caption("table", node.text)), self.styles["table_caption"])
            self.flow.append(caption)
        self.flow += [table(node, self.theme), Spacer(1, 8)]

    def write_figure(self, node: Node) -> None:
        caption = Paragraph(inline(self._caption("figure", node.text)), self.styles["caption"])
        self.flow.append(KeepTogether([Picture(node.marker, node.lines, self.theme), caption]))

    def _caption(self, kind: str, text: str) -> str:
        self.count[kind] += 1
        return f"{self.words[kind]} {self.chapter}-{self.count[kind]} – {text}"


def _styles(theme: Theme) -> dict[str, object]:
    style, size = theme.style, theme.body_size
    accent = {"fontName": BOLD, "textColor": theme.accent, "alignment": 0}
    caption = {"fontName": ITALIC, "fontSize": size - 1}
    styles = (
        style("body"),
        style("step", leftIndent=24, bulletIndent=4, spaceAfter=3.5),
        style("substep", leftIndent=42, bulletIndent=26, spaceAfter=3.5),
        style("caption", **caption, alignment=TA_CENTER, spaceBefore=3, spaceAfter=9),
        style("table_caption", **caption, alignment=0, spaceBefore=5, spaceAfter=3),
        style("h1", **accent, fontSize=17, leading=22, spaceAfter=12),
        style("h2", **accent, fontSize=12, leading=15.5, spaceBefore=9, spaceAfter=5),
        style("h3", **accent, fontSize=9.8, leading=13, spaceBefore=6, spaceAfter=3),
        style("toc1", fontName=BOLD, spaceBefore=5, spaceAfter=1, alignment=0),
        style("toc2", leftIndent=14, spaceAfter=0, leading=12.5, alignment=0),
        style("cover", fontName=BOLD, fontSize=27, leading=33, textColor=theme.accent, alignment=0),
        style("subtitle", fontSize=12, leading=18, alignment=0),
        style("imprint", fontSize=8.5, leading=13, spaceAfter=0, alignment=0),
    )
    return {s.name: s for s in styles}

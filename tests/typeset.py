"""Sets pages by hand for the tests: words with boxes, rulings and pictures, without a PDF."""

from __future__ import annotations

from paillasse.ingestion.structure import analyse
from paillasse.types.pages import BlockKind, Box, OutlineEntry, Page, RawDocument, RawPage, Table, Word

LEADING = 12.0


class Sheet:
    """A page under construction; every method returns it."""

    def __init__(self, number: int = 1, width: float = 595, height: float = 842, label: str = "") -> None:
        self.number, self.width, self.height, self.label = number, width, height, label
        self.words: list[Word] = []
        self.rules: list[Box] = []
        self.images: list[Box] = []

    def line(self, x: float, y: float, text: str, size: float = 10, bold: bool = False) -> Sheet:
        """One line of text whose top is at `y`; a tab makes a gap of 24 points."""
        for chunk in text.split("\t"):
            for token in chunk.split():
                width = 0.5 * size * len(token)
                self.words.append(Word(token, Box(x, y, x + width, y + size), size, bold))
                x += width + 0.28 * size
            x += 24
        return self

    def text(self, x: float, y: float, *lines: str, size: float = 10, bold: bool = False) -> Sheet:
        """Lines of one paragraph under each other."""
        for k, line in enumerate(lines):
            self.line(x, y + k * LEADING * size / 10, line, size, bold)
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Sheet:
        """Rulings of a full lattice."""
        self.rules += [Box(xs[0], y, xs[-1], y) for y in ys] + [Box(x, ys[0], x, ys[-1]) for x in xs]
        return self

    def cells(self, xs: list[float], ys: list[float], *rows: list[str], bold_first: bool = False) -> Sheet:
        """Text in the cells of a lattice, a newline for a further line."""
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                self.text(xs[c] + 3, ys[r] + 3, *cell.split("\n"), bold=bold_first and r == 0)
        return self

    def picture(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        """An image."""
        self.images.append(Box(x0, y0, x1, y1))
        return self

    def raw(self) -> RawPage:
        """The page as a parser would give it."""
        return RawPage(
            self.number, self.label, self.width, self.height, tuple(self.words), tuple(self.rules), tuple(self.images)
        )


def document(*sheets: Sheet, outline: tuple[OutlineEntry, ...] = (), **properties: str) -> RawDocument:
    """A document of these sheets, numbered from 1."""
    for number, sheet in enumerate(sheets, start=1):
        sheet.number = number
    return RawDocument(tuple(sheet.raw() for sheet in sheets), outline, properties)


def read(*sheets: Sheet, outline: tuple[OutlineEntry, ...] = ()) -> tuple[Page, ...]:
    """The structured pages of these sheets."""
    return analyse(document(*sheets, outline=outline))


def blocks(page: Page, kind: BlockKind | None = None) -> list[str]:
    """Texts of the blocks of a page, in order, of one kind or of all."""
    return [
        " ".join(word.text for word in page.words[block.span.start : block.span.end])
        for block in page.blocks
        if kind is None or block.kind is kind
    ]


def cells(page: Page, table: Table) -> list[list[str]]:
    """Texts of the cells of a table."""
    return [[" ".join(word.text for word in page.words[c.start : c.end]) for c in row] for row in table.rows]


PROSE = (
    "The instrument measures the flow of the sample through",
    "the cell and shows the result on the screen after each",
    "run. Keep the cover closed while a measurement runs and",
    "wait until the lamp has reached its working temperature.",
)
COLUMN = (
    "Open the cover and lift",
    "the rotor out of its drive",
    "before you clean the bowl",
    "with a soft damp cloth and",
    "a mild detergent only.",
)

"""Pages written block by block, as structure analysis would give them: for what works on blocks."""

from __future__ import annotations

from hypothesis import strategies as st

from paillasse.types.pages import Block, BlockKind, Box, Page, Span, Table, WarningLevel, Word

MONSTER = "x-" * 300
_WORDS = st.sampled_from(
    ["The", "rotor", "turns.", "Ouvrez", "l'écran", "à", "2.5", "ml.", "E-203", "e.g.", "ré-", "glage", "…………", "Fin!"]
)
_KINDS = (
    BlockKind.PARAGRAPH,
    BlockKind.STEP,
    BlockKind.BULLET,
    BlockKind.CAPTION,
    BlockKind.WARNING,
    BlockKind.FIGURE,
    BlockKind.HEADING,
    BlockKind.FURNITURE,
)


class PageOf:
    """A page under construction; every method returns it."""

    def __init__(self, number: int = 1) -> None:
        self.number = number
        self.words: list[Word] = []
        self.blocks: list[Block] = []
        self.tables: list[Table] = []

    def block(
        self,
        text: str,
        kind: BlockKind = BlockKind.PARAGRAPH,
        *,
        level: int = 0,
        language: str = "en",
        continues: bool = False,
    ) -> PageOf:
        """A block of these words; a newline starts a printed line."""
        warning = WarningLevel.WARNING if kind is BlockKind.WARNING else None
        span = self._set(text)
        self.blocks.append(Block(kind, span, language, level=level, warning=warning, continues=continues))
        return self

    def table(
        self, *rows: list[str], header_rows: int = 1, header: tuple[str, ...] = (), continues: bool = False
    ) -> PageOf:
        """A table of these cells."""
        spans = tuple(tuple(self._set(cell) for cell in row) for row in rows)
        whole = Span(self.number, spans[0][0].start, spans[-1][-1].end)
        self.tables.append(
            Table(self.number, Box(0, 0, 1, 1), spans, header_rows, ruled=True, header=header, continues=continues)
        )
        self.blocks.append(Block(BlockKind.TABLE, whole, "en", table=len(self.tables) - 1, continues=continues))
        return self

    def page(self) -> Page:
        """The page."""
        return Page(self.number, "", 595, 842, tuple(self.words), tuple(self.blocks), tuple(self.tables))

    def _set(self, text: str) -> Span:
        start = len(self.words)
        for row, line in enumerate(text.split("\n")):
            y = 12.0 * (len(self.words) + row)
            for column, token in enumerate(line.split()):
                box = Box(30.0 * column, y, 30.0 * column + 25, y + 10)
                self.words.append(Word(token, box, 10, bold=False))
        return Span(self.number, start, len(self.words))


@st.composite
def pages(draw: st.DrawFn) -> tuple[Page, ...]:
    """A few pages of any blocks; some sentences are far longer than a chunk, some words too."""
    return tuple(_page(draw, number) for number in range(1, draw(st.integers(1, 3)) + 1))


def _page(draw: st.DrawFn, number: int) -> Page:
    sheet = PageOf(number)
    for _ in range(draw(st.integers(0, 6))):
        if draw(st.integers(0, 3)) == 0:
            width = draw(st.integers(1, 3))
            rows = draw(st.lists(st.lists(_text(20), min_size=width, max_size=width), min_size=1, max_size=5))
            header = draw(st.sampled_from([(), ("Code", "Meaning", "Remedy"), ("Symptom", "Cause", "Remedy")]))
            above = draw(st.booleans())
            sheet.table(*rows, header_rows=draw(st.integers(0, 2)), header=header[:width], continues=above)
        else:
            kind = draw(st.sampled_from(_KINDS))
            text = draw(_text(80)) or "Word"
            language = draw(st.sampled_from(["", "en", "fr"]))
            sheet.block(text, kind, level=draw(st.integers(0, 3)), language=language, continues=draw(st.booleans()))
    return sheet.page()


def _text(most: int) -> st.SearchStrategy[str]:
    pieces = st.lists(_WORDS, max_size=most).map(" ".join)
    return st.one_of(pieces, st.lists(_WORDS, max_size=most).map("\n".join), st.just(MONSTER), st.just(""))

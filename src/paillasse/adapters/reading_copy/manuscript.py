"""What a file says, whatever its format: the blocks that are typeset, in reading order.

`markup` is text with `&`, `<` and `>` escaped and of all tags only `<b>`, `<i>`, `<super>`, `<sub>` and `<br/>`, each
closed where it was opened: what reportlab's paragraphs take.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section."""

    markup: str
    level: int
    """1 for the outermost, at most 6; 0 for the title of the whole."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, or an item of a list."""

    markup: str
    depth: int = 0
    """How deep it is indented: 0 for running text, 1 for the items of a list, 2 for those of a list in a list."""
    marker: str = ""
    """"3.", "•": empty for running text and for a further paragraph of an item."""


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Text whose line breaks and spaces mean something; plain, not markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A text in a frame of its own: mostly a warning."""

    markup: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    markup: str
    columns: int = 1
    """How many columns it is wide."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the columns of the cells of each row add up to `columns`."""

    rows: tuple[tuple[Cell, ...], ...]
    columns: int
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that came with the file, in a format of its own (PNG, JPEG…)."""

    data: bytes


Block = Heading | Paragraph | Preformatted | Notice | Table | Picture


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A whole file."""

    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    created: str = ""
    """When this edition was written, as `YYYYMMDD`, when the file says."""

    @property
    def length(self) -> int:
        """Characters of its text."""
        return sum(map(_length, self.blocks))


def _length(block: Block) -> int:
    match block:
        case Table():
            return sum(len(cell.markup) for row in block.rows for cell in row)
        case Preformatted():
            return len(block.text)
        case Picture():
            return 0
        case _:
            return len(block.markup)

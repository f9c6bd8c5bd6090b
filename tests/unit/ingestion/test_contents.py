from __future__ import annotations

import time

import pytest

from block_pages import PageOf
from paillasse.ingestion.contents import contents_blocks
from paillasse.types.pages import Block, BlockKind, Box, Page, Span, Table, Word

ENTRY = "Chapter {} ............... {}"


def entries(*texts: str, prose: int = 0) -> int:
    """How many blocks of such a page are entries."""
    sheet = PageOf().block("Running header " * 30, BlockKind.FURNITURE)
    for text in texts:
        sheet.block(text)
    if prose:
        sheet.block("word " * prose)
    return len(contents_blocks(sheet.page()))


@pytest.mark.parametrize(
    "place", ["12", "iv", "A12", "7-3", "7-3 – 7-5", "12, 14, 15", "3.4", ""], ids=lambda p: p or "number elsewhere"
)
def test_entries_end_in_a_page_number(place: str) -> None:
    assert entries(*(ENTRY.format(n, place) for n in range(4))) == 4


def test_entries_of_one_block_count_each() -> None:
    assert entries(" ".join(ENTRY.format(n, n) for n in range(4))) == 1


def test_specifications_with_leaders_stay() -> None:
    assert entries("Weight ............. 5 kg", "Height ............. 30 cm", "Power ............. 60 W") == 0


def test_a_page_of_something_else_with_a_few_entries_stays() -> None:
    four = [ENTRY.format(n, n) for n in range(4)]
    assert entries(*four, prose=10) == 4
    assert entries(*four, prose=60) == 0
    assert entries(*four[:2]) == 0


def test_an_index_is_entries_whatever_its_blocks() -> None:
    terms = [f"Lamp, replacing, {n}" for n in range(6)]
    assert entries(*terms, "A", "Lid, 7 Light source, 12, 14-16 Logging in, 3", *terms) == len(terms) * 2 + 2


def test_a_list_of_parts_with_commas_and_numbers_is_no_index() -> None:
    assert entries(*(f"Fuse, {n} A, time delay, 250 V, glass, for the mains inlet" for n in range(20))) == 0
    assert entries(*(f"Lamp, {n}" for n in range(11))) == 0
    assert entries(*("1, 2, 3, 4, 5" for _ in range(9))) == 0


def test_hostile_leaders_take_no_time() -> None:
    started = time.perf_counter()
    assert entries("." * 20_000 + " x", "..... " + "1" * 60 + " x", ". " * 20_000 + "kg") == 0
    assert time.perf_counter() - started < 2


def listed(*rows: tuple[str, ...], number: int = 3) -> int:
    """How many blocks of a page with one table of these rows are a table of contents."""
    words: list[Word] = []
    spans: list[tuple[Span, ...]] = []
    for row in rows:
        cells: list[Span] = []
        for cell in row:
            start = len(words)
            words += [Word(text, Box(0, 0, 1, 1), 10, bold=False) for text in cell.split()]
            cells.append(Span(number, start, len(words)))
        spans.append(tuple(cells))
    table = Table(number, Box(0, 0, 1, 1), tuple(spans), header_rows=0, ruled=False)
    block = Block(BlockKind.TABLE, Span(number, 0, len(words)), table=0)
    return len(contents_blocks(Page(number, str(number), 595, 842, tuple(words), (block,), (table,))))


CONTENTS = [(f"{n} Chapter", str(n * 2)) for n in range(1, 11)]


def test_a_table_of_contents_without_leaders() -> None:
    assert listed(*CONTENTS) == 1
    assert listed(*CONTENTS, number=40) == 0
    assert listed(*CONTENTS[:5]) == 0


def test_other_tables_end_in_numbers_too() -> None:
    assert listed(*reversed(CONTENTS)) == 0
    assert listed(*((f"Part {n}", "1") for n in range(10))) == 0
    assert listed(*((f"Limit {n}", "5 V") for n in range(10))) == 0
    assert listed(*(("", "") for _ in range(10))) == 0

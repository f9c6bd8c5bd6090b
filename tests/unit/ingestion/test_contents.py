from __future__ import annotations

import time

import pytest

from block_pages import PageOf
from paillasse.ingestion.contents import contents_blocks
from paillasse.types import BlockKind

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


def test_hostile_leaders_take_no_time() -> None:
    started = time.perf_counter()
    assert entries("." * 20_000 + " x", "..... " + "1" * 60 + " x", ". " * 20_000 + "kg") == 0
    assert time.perf_counter() - started < 2

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.adapters.pdfium.glyphs import Glyphs, is_bold
from paillasse.adapters.pdfium.native import Font
from paillasse.adapters.pdfium.words import assemble

WIDTH, HEIGHT = 400.0, 300.0

Placed = tuple[str, float, float, int, int]
"""Character, left, top, run, text object."""


def glyphs(placed: list[Placed], *, width: float = 6, size: float = 12, quadrant: int = 0) -> Glyphs:
    left = np.array([p[1] for p in placed], dtype=np.float64)
    top = np.array([p[2] for p in placed], dtype=np.float64)
    count = len(placed)
    return Glyphs(
        texts=[p[0] for p in placed],
        boxes=np.column_stack((left, top, left + width, top + size)).reshape(count, 4),
        sizes=np.full(count, size),
        bold=np.zeros(count, dtype=np.bool_),
        quadrants=np.full(count, quadrant, dtype=np.int64),
        runs=np.array([p[3] for p in placed], dtype=np.int64),
        objects=np.array([p[4] for p in placed], dtype=np.int64),
    )


def line(text: str, left: float = 50, top: float = 100, obj: int = 1, pitch: float = 6, run: int = 0) -> list[Placed]:
    return [(c, left + pitch * i, top, run, obj) for i, c in enumerate(text)]


def words(placed: list[Placed]) -> list[str]:
    return [w.text for w in assemble(glyphs(placed), WIDTH, HEIGHT)]


def test_nothing_gives_nothing() -> None:
    assert assemble(glyphs([]), WIDTH, HEIGHT) == ()


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (line("cd", left=62), ["abcd"]),  # right after
        (line("cd", left=62, run=1), ["ab", "cd"]),  # after a blank
        (line("cd", left=65), ["abcd"]),  # a quarter em of letter spacing
        (line("cd", left=68), ["ab", "cd"]),  # half an em
        (line("cd", left=62, top=104), ["abcd"]),  # a subscript
        (line("cd", left=62, top=110), ["ab", "cd"]),  # the next line
        (line("cd", left=20), ["ab", "cd"]),  # back to the margin
    ],
)
def test_where_words_end(second: list[Placed], expected: list[str]) -> None:
    assert words(line("ab") + second) == expected


def test_a_word_printed_twice_slightly_apart_is_one_bold_word() -> None:
    first, second = assemble(glyphs(line("Stop") + line("now", top=200) + line("Stop", 50.8, obj=3)), WIDTH, HEIGHT)
    assert (first.text, first.bold) == ("Stop", True)
    assert (second.text, second.bold) == ("now", False)


def test_the_same_word_elsewhere_is_kept() -> None:
    assert words(line("Stop") + line("Stop", top=130, obj=2)) == ["Stop", "Stop"]


def test_a_double_letter_is_not_a_doubled_one() -> None:
    assert words([("f", 50, 100, 0, 1), ("f", 50, 100, 0, 1), ("e", 56, 100, 0, 1)]) == ["ffe"]  # a ligature, split
    assert words(line("f", obj=1) + line("f", left=51, obj=2)) == ["f"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NOTICE", ["NOTICE"]),
        ("STOP", list("STOP")),  # too short to tell
        ("ABCDEF", list("ABCDEF")),  # labels
        ("xxxxxx", list("xxxxxx")),
        ("....", ["...."]),
        ("...", list("...")),
        ("AB1CDE", list("AB1CDE")),
    ],
)
def test_spaced_out_letters(text: str, expected: list[str]) -> None:
    spaced = [(c, 50 + 12.0 * i, 100.0, i, 1) for i, c in enumerate(text)]
    assert words(spaced) == expected


def test_uneven_gaps_part_spaced_out_words() -> None:
    left = [50.0 + 10 * i + (8 if i >= 6 else 0) for i in range(11)]
    placed = [(c, x, 100.0, i, 1) for i, (c, x) in enumerate(zip("NOTICEFIRST", left, strict=True))]
    assert words(placed) == ["NOTICE", "FIRST"]


@pytest.mark.parametrize("quadrant", [1, 2, 3])
def test_turned_words_are_split_along_their_own_direction(quadrant: int) -> None:
    step = {1: (0, 12), 2: (-6, 0), 3: (0, -12)}[quadrant]
    placed = [(c, 200.0 + step[0] * i, 150.0 + step[1] * i, int(i > 2), 1) for i, c in enumerate("oneTwo")]
    assert [w.text for w in assemble(glyphs(placed, quadrant=quadrant), WIDTH, HEIGHT)] == ["one", "Two"]


@pytest.mark.parametrize(
    ("font", "bold"),
    [
        (Font("ABCDEF+Arial-BoldMT", 0, 0), True),
        (Font("Frutiger-Black", 400, 0), True),
        (Font("CMBX12", 400, 0), True),
        (Font("Gotham-Bd", 400, 0), True),
        (Font("Myriad-SemiboldIt", 400, 0), True),
        (Font("Odd", 0, 1 << 18), True),
        (Font("Odd", 700, 0), True),
        (Font("CircleNUM", 4284, 0), False),
        (Font("Arial", 400, 32), False),
        (Font("Abduction", 400, 0), False),
        (Font("", 0, 0), False),
    ],
)
def test_bold_by_name_flag_or_weight(font: Font, bold: bool) -> None:
    assert is_bold(font) == bold


characters = st.sampled_from("aZé9.-_•漢\ufffd")
places = st.tuples(
    characters,
    st.floats(-20, 410, allow_nan=False),
    st.floats(-20, 310, allow_nan=False),
    st.integers(0, 3),
    st.integers(1, 3),
)


@given(st.lists(places, max_size=40), st.sampled_from([0, 1, 2, 3]), st.floats(0.5, 60))
def test_words_are_made_of_the_glyphs_in_order_and_on_the_page(
    placed: list[Placed], quadrant: int, size: float
) -> None:
    given_glyphs = glyphs(placed, width=size / 2, size=size, quadrant=quadrant)
    found = assemble(given_glyphs, WIDTH, HEIGHT)
    remaining = iter(given_glyphs.texts)
    assert all(any(c == other for other in remaining) for word in found for c in word.text)
    for word in found:
        assert word.text
        assert not any(c.isspace() for c in word.text)
        assert 0 <= word.box.x0 <= word.box.x1 <= WIDTH
        assert 0 <= word.box.y0 <= word.box.y1 <= HEIGHT
    if len(set(given_glyphs.texts)) == len(placed):
        assert sum(len(w.text) for w in found) == len(placed)


@given(st.text("abcdefgh", min_size=1, max_size=12), st.text("ijklmnop", min_size=1, max_size=12))
def test_two_blank_separated_words_come_back(first: str, second: str) -> None:
    placed = line(first, left=10) + line(second, left=10 + 6 * len(first) + 4, run=1)
    assert words(placed) == [first, second]

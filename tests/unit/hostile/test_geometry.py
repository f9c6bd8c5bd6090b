"""Characters and words anywhere, of any size: words inside the page, every one of them kept, in bounded time."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paillasse.adapters.pdfium.glyphs import Glyphs
from paillasse.adapters.pdfium.words import assemble
from paillasse.ingestion.structure import analyse
from paillasse.types.pages import Box, RawDocument, RawPage, Word

WIDTH, HEIGHT = 400.0, 300.0
places = st.floats(-1e38, 1e38) | st.floats(-50, 450)
sizes = st.floats(0, 300)
texts = st.sampled_from([*"ab.\u00b4\u0301·_é", "\ufffd", "fi", "文", "\U0001f9ea"])
far = st.floats(-1e6, 1e6) | st.integers(-50, 900)
words = st.builds(
    Word,
    st.sampled_from(["1.", "•", "WARNING", "rotor", "The", "opens.", "........", "E-01", "|", "文", "x" * 300]),
    st.builds(Box, far, far, far, far),
    st.floats(0, 1e6),
    st.booleans(),
)
rules = st.builds(Box, far, far, far, far)


@st.composite
def glyphs(draw: st.DrawFn) -> Glyphs:
    count = draw(st.integers(0, 25))
    corners = [sorted((draw(places), draw(places))) for _ in range(2 * count)]
    boxes = [(x[0], y[0], x[1], y[1]) for x, y in zip(corners[::2], corners[1::2], strict=True)]

    def column(values: st.SearchStrategy[float], kind: type) -> np.ndarray:
        return np.array([draw(values) for _ in range(count)], dtype=kind)

    return Glyphs(
        [draw(texts) for _ in range(count)],
        np.array(boxes, dtype=np.float64).reshape(-1, 4),
        column(sizes, np.float64),
        column(st.integers(0, 1), np.bool_),
        column(st.integers(0, 3), np.int64),
        column(st.integers(0, 3), np.int64),
        column(st.integers(0, 3), np.int64),
    )


@settings(max_examples=250, deadline=None)
@given(glyphs())
def test_words_lie_on_the_page_and_hold_every_letter(drawn: Glyphs) -> None:
    for word in assemble(drawn, WIDTH, HEIGHT):
        assert word.text
        assert 0 <= word.box.x0 <= word.box.x1 <= WIDTH
        assert 0 <= word.box.y0 <= word.box.y1 <= HEIGHT


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=25), st.lists(rules, max_size=12), st.floats(0, 1e6), st.floats(0, 1e6))
def test_no_word_is_lost_however_absurd_its_place(
    held: list[Word], drawn: list[Box], width: float, height: float
) -> None:
    (page,) = analyse(RawDocument((RawPage(1, "", width, height, tuple(held), tuple(drawn), tuple(drawn)),)))
    assert sorted(page.words) == sorted(held)


@pytest.mark.parametrize("spread", ["grid", "one place", "one line", "one column"])
def test_structure_costs_no_squares(spread: str) -> None:
    """A page as full as the parser process may send takes seconds, not hours: nothing bounds this process but size."""
    count = 60_000
    across = {"grid": 250, "one place": 1, "one line": count, "one column": 1}[spread]
    down = {"grid": 240, "one place": 1, "one line": 1, "one column": count}[spread]
    held = tuple(
        Word("ab", Box(x, y, x + 2, y + 2), 2, bold=False)
        for n in range(count)
        for x, y in [(595 * (n % across) / across, 842 * (n // across % down) / down)]
    )
    drawn = tuple(Box(0, y / 10, 595, y / 10) for y in range(8_000))
    started = time.monotonic()
    (page,) = analyse(RawDocument((RawPage(1, "", 595, 842, held, drawn),)))
    assert time.monotonic() - started < 60
    assert len(page.words) == count

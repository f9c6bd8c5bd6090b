"""Pages here are grids: word n of a line stands at x = 50 n, lines are 20 points apart."""

import pytest

from paillasse.evaluation.citations import is_valid
from paillasse.types.answers import Citation
from paillasse.types.pages import Box, Page, Word


def box(row, column):
    return Box(50 * column, 20 * row, 50 * column + 40, 20 * row + 12)


def page(number, *lines):
    words = [
        Word(text, box(row, column), 10, False)
        for row, line in enumerate(lines)
        for column, text in enumerate(line.split(" "))
    ]
    return Page(number, str(number), 600, 800, tuple(words))


def strip(row, first, last):
    """One box over the words `first` to `last` (included) of a line."""
    return Box(box(row, first).x0, box(row, first).y0, box(row, last).x1, box(row, last).y1)


def cite(quote, *rectangles, page=1):
    return Citation(1, "d", "sha", "Title", page, "1", quote, rectangles)


PAGES = {
    1: page(1, "Rinse the probe twice.", "Then dry the probe with", "FOOTER 1"),
    2: page(2, "HEADER", "clean paper. Never heat it."),
}


def test_a_quote_under_its_rectangles_is_valid():
    assert is_valid(cite("Rinse the probe twice.", (1, (strip(0, 0, 3),))), PAGES)


def test_one_box_per_printed_line():
    quote = "twice. Then dry"
    assert is_valid(cite(quote, (1, (strip(0, 3, 3), strip(1, 0, 1)))), PAGES)


def test_a_quote_across_pages_skips_what_is_printed_between():
    rectangles = (1, (strip(1, 0, 4),)), (2, (strip(1, 0, 1),))
    assert is_valid(cite("Then dry the probe with clean paper.", *rectangles), PAGES)


@pytest.mark.parametrize(
    ("quote", "rectangles"),
    [
        ("Rinse the probe thrice.", [(1, (strip(0, 0, 3),))]),  # not what is printed
        ("Rinse the probe twice.", [(1, (strip(0, 0, 2),))]),  # a word not covered
        ("Rinse the probe twice.", [(1, (strip(1, 0, 3),))]),  # the wrong line
        ("Rinse the probe", [(1, (strip(0, 0, 0), strip(1, 2, 3)))]),  # the right words in the wrong place
        ("Rinse", [(1, (Box(0, 0, 600, 800),))]),  # the whole page
        ("the probe twice. Rinse", [(1, (strip(0, 0, 3),))]),  # another order
        ("", [(1, (strip(0, 0, 3),))]),
        ("Rinse the probe twice.", []),
        ("Rinse the probe twice.", [(1, ())]),
        ("Rinse the probe twice.", [(7, (strip(0, 0, 3),))]),  # no such page
        ("Rinse the probe twice.", [(1, (strip(0, 0, 3),)), (2, (strip(1, 0, 0),))]),  # more than the quote
        ("Rinse the probe twice. And more", [(1, (strip(0, 0, 3),)), (2, (strip(1, 0, 1),))]),
        ("clean paper.", [(2, (strip(1, 0, 1),))]),  # true, but not on the page the citation names
    ],
)
def test_anything_else_is_not(quote, rectangles):
    assert not is_valid(cite(quote, *rectangles), PAGES)


def test_the_second_occurrence_may_be_the_one_cited():
    assert is_valid(cite("the probe", (1, (strip(1, 2, 3),))), PAGES)


def test_a_no_break_space_inside_a_printed_word_is_a_space():
    pages = {1: page(1, "at 12\u00a0V only")}
    assert is_valid(cite("at 12 V only", (1, (strip(0, 0, 2),))), pages)


def test_a_word_cut_in_two_by_a_hyphen_may_be_put_together():
    pages = {1: page(1, "check the ther-", "mostat now")}
    rectangles = (1, (strip(0, 1, 2), strip(1, 0, 0)))
    assert is_valid(cite("the thermostat", rectangles), pages)
    assert is_valid(cite("the ther-mostat", rectangles), pages)
    assert not is_valid(cite("the thermo-stat", rectangles), pages)


def test_a_minus_sign_in_front_is_never_left_out():
    pages = {1: page(1, "store at -20 °C")}
    assert not is_valid(cite("store at 20 °C", (1, (strip(0, 0, 3),))), pages)


def test_boxes_may_be_a_rounding_error_short():
    narrow = Box(box(0, 0).x0 + 20.5, 0.2, box(0, 3).x1 - 20.5, 11.8)
    assert is_valid(cite("Rinse the probe twice.", (1, (narrow,))), PAGES)

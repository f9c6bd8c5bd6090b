from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manuals import words_of
from paillasse.answering.checking.citations import cite, line_boxes, quote_of, rectangles_of
from paillasse.types.documents import Line
from paillasse.types.pages import Box, Page, Span, Word
from sample_content import content

DOCUMENT = content().document


def page(number: int, words: list[Word], label: str = "") -> Page:
    return Page(number, label or str(number), 595, 842, tuple(words))


def inside(box: Box, outer: Box) -> bool:
    return outer.x0 <= box.x0 and outer.y0 <= box.y0 and box.x1 <= outer.x1 and box.y1 <= outer.y1


def overlaps(a: Box, b: Box) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1


def assert_exact(cited: list[Word], foreign: list[Word]) -> tuple[Box, ...]:
    """The boxes cover every cited word and no other."""
    boxes = line_boxes(cited)
    assert all(any(inside(word.box, box) for box in boxes) for word in cited)
    assert not [word.text for word in foreign if any(overlaps(word.box, box) for box in boxes)]
    return boxes


def test_one_box_for_each_printed_line() -> None:
    first, second, third = words_of("Open the lid", y=50), words_of("and wait", y=64), words_of("until it stops", y=78)
    assert len(assert_exact([*first[1:], *second], [first[0], *third])) == 2


def test_two_columns_are_not_joined() -> None:
    left_end = words_of("turn the rotor", 50, 700)
    right_top, right_beside = words_of("by hand", 320, 50), words_of("Never oil it", 320, 700)
    boxes = assert_exact([*left_end, *right_top], right_beside)
    assert len(boxes) == 2


def test_the_next_column_at_the_same_height_is_another_box() -> None:
    left, right = words_of("left text", 50, 50), words_of("right text", 320, 50)
    assert len(assert_exact([*left, *right], words_of("gutter", 200, 50))) == 2


def test_superscripts_and_small_words_are_covered() -> None:
    words = [Word("10", Box(50, 50, 62, 60), 10, False), Word("3", Box(62, 48, 66, 54), 6, False)]
    words += words_of("cells", 70, 50)
    assert_exact(words, [*words_of("above", 50, 36), *words_of("below", 50, 64)])


def test_cells_with_different_baselines_do_not_reach_into_their_neighbours() -> None:
    name = words_of("Lamp", 50, 55)
    value = [*words_of("2000 hours", 90, 50), *words_of("of use", 90, 62)]
    assert_exact([*name, *value], [*words_of("Fuse", 50, 80), *words_of("12 V", 90, 76), *words_of("5 A", 200, 50)])


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(1, 9), min_size=1, max_size=7), min_size=1, max_size=6),
    st.data(),
)
def test_any_run_of_words_in_a_column_is_covered_exactly(lengths: list[list[int]], data: st.DataObject) -> None:
    words = [
        word
        for row, sizes in enumerate(lengths)
        for word in words_of(" ".join("x" * n for n in sizes), 50, 50 + 14 * row)
    ]
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert_exact(words[start:end], [*words[:start], *words[end:], *words_of("right column", 400, 50)])


def test_a_quote_over_two_pages() -> None:
    line = Line("wait until it stops", (Span(4, 1, 2), Span(5, 0, 3)))
    pages = {
        ("document-a", 4): page(4, words_of("then wait"), "iv"),
        ("document-a", 5): page(5, words_of("until it stops now"), "v"),
    }
    assert quote_of(line, "document-a", pages) == "wait until it stops"
    citation = cite(3, line, "wait until it stops", DOCUMENT, pages)
    assert (citation.number, citation.page, citation.label, citation.revision) == (3, 4, "iv", DOCUMENT.sha256)
    assert [number for number, _ in citation.rectangles] == [4, 5]
    assert citation.rectangles == rectangles_of(line, "document-a", pages)
    assert all(boxes for _, boxes in citation.rectangles)


@pytest.mark.parametrize("span", [Span(2, 0, 1), Span(1, 1, 3), Span(1, 1, 1)])
def test_words_that_are_no_longer_there(span: Span) -> None:
    pages = {("document-a", 1): page(1, words_of("Open lid"))}
    assert quote_of(Line("Open", (span,)), "document-a", pages) is None


def test_a_line_without_words_has_no_quote() -> None:
    assert quote_of(Line("Delay Window", ()), "document-a", {}) is None

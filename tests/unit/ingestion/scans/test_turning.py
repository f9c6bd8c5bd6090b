from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.ingestion.scans.turning import as_displayed, with_reading
from paillasse.ingestion.structure import analyse
from paillasse.types.pages import Box, RawDocument, TextSource, Turn
from typeset import PROSE, Sheet, document, read

SIDES = st.floats(50, 2000)
TURNS = st.builds(Turn, st.floats(-8, 368), SIDES, SIDES)
SHARE = st.floats(0, 1)


@given(TURNS, SHARE, SHARE, st.floats(0, 30), st.floats(0, 30))
def test_turning_there_and_back_covers_the_place(
    turn: Turn, across: float, down: float, width: float, height: float
) -> None:
    x, y = across * (turn.width - width), down * (turn.height - height)
    back = turn.displayed(turn.upright(Box(x, y, x + width, y + height)))
    assert back.x0 <= x + 0.01
    assert back.y0 <= y + 0.01
    assert back.x1 >= min(x + width, turn.width) - 0.01
    assert back.y1 >= min(y + height, turn.height) - 0.01


@given(TURNS, SHARE, SHARE)
def test_every_place_of_the_page_is_on_the_upright_one(turn: Turn, across: float, down: float) -> None:
    x, y = across * turn.width, down * turn.height
    width, height = turn.upright_size
    spot = turn.upright(Box(x, y, x, y))
    assert -0.01 <= spot.x0 <= width + 0.01
    assert -0.01 <= spot.y0 <= height + 0.01
    assert turn.displayed(spot)[:2] == pytest.approx((x, y), abs=0.02)


@pytest.mark.parametrize(
    ("degrees", "upright"),
    [
        (0, Box(10, 20, 40, 30)),
        (90, Box(270, 10, 280, 40)),
        (180, Box(360, 270, 390, 280)),
        (270, Box(20, 360, 30, 390)),
    ],
)
def test_quarter_turns_are_clockwise(degrees: float, upright: Box) -> None:
    turn = Turn(degrees, 400, 300)
    assert turn.upright(Box(10, 20, 40, 30)) == pytest.approx(upright)
    assert turn.displayed(upright) == pytest.approx(Box(10, 20, 40, 30))


def test_a_page_lying_sideways_is_understood_upright_and_shown_as_it_lies() -> None:
    upright = Sheet(width=842, height=595).line(60, 60, "1.1 Care", 14, True).text(60, 90, *PROSE).raw()
    turn = Turn(90, 595, 842)
    (straight,) = analyse(RawDocument((upright,)))
    (lying,) = analyse(RawDocument((replace(upright, turn=turn),)))
    assert (lying.width, lying.height) == (595, 842)
    assert [w.text for w in lying.words] == [w.text for w in straight.words]
    assert lying.blocks == straight.blocks
    first = lying.words[0].box
    assert first.y1 - first.y0 == pytest.approx(straight.words[0].box.x1 - straight.words[0].box.x0, abs=0.01)
    assert turn.upright(first) == pytest.approx(straight.words[0].box, abs=0.01)


def test_a_page_that_was_not_turned_is_the_same_page() -> None:
    (page,) = read(Sheet().text(50, 90, *PROSE))
    assert as_displayed(page, None) is page


@pytest.mark.parametrize("degrees", [None, 180.0])
def test_a_reading_keeps_the_label_the_pictures_and_what_is_drawn_level(degrees: float | None) -> None:
    page = Sheet(label="iv").picture(0, 0, 100, 50).grid([10, 50], [10, 50]).raw()
    turn = None if degrees is None else Turn(degrees, 595, 842)
    seen = (Box(20, 70, 90, 70),)
    reading = replace(Sheet().text(50, 90, *PROSE).raw(), text_source=TextSource.OCR, turn=turn, rules=seen)
    both = with_reading(page, reading)
    assert (both.label, both.text_source, both.words) == ("iv", TextSource.OCR, reading.words)
    expected = Box(0, 0, 100, 50) if degrees is None else Box(495, 792, 595, 842)
    assert [pytest.approx(expected)] == list(both.images)
    assert both.rules == ((*page.rules, *seen) if degrees is None else seen)


def test_tables_and_figures_are_turned_back_too() -> None:
    sheet = Sheet().text(50, 60, *PROSE).picture(50, 300, 200, 400)
    sheet.grid([50.0, 150.0, 300.0], [500.0, 520.0, 540.0])
    sheet.cells([50.0, 150.0], [500.0, 520.0], ["a", "b"], ["c", "d"])
    (page,) = analyse(RawDocument((replace(document(sheet).pages[0], turn=Turn(180, 595, 842)),)))
    assert page.tables[0].box == pytest.approx(Box(295, 302, 545, 342), abs=0.1)
    assert page.figures[0].box == pytest.approx(Box(395, 442, 545, 542), abs=0.1)

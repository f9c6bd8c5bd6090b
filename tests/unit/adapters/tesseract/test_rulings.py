from __future__ import annotations

import numpy as np
import pytest

from paillasse.adapters.tesseract.rendering import Grey
from paillasse.adapters.tesseract.rulings import find_rulings
from paillasse.types.pages import Box

SCALE = 300 / 72


def paper(height: float = 300, width: float = 400) -> Grey:
    """A sheet of so many points with the grain of paper."""
    grain = np.random.default_rng(1).normal(235, 4, (round(height * SCALE), round(width * SCALE)))
    return grain.clip(0, 255).astype(np.uint8)


def ink(picture: Grey, x0: float, y0: float, x1: float, y1: float) -> None:
    """Fill a rectangle, in points."""
    picture[round(y0 * SCALE) : round(y1 * SCALE), round(x0 * SCALE) : round(x1 * SCALE)] = 20


def at(*boxes: Box) -> list[object]:
    return [pytest.approx(box, abs=0.6) for box in boxes]


def test_thin_strokes_in_both_directions() -> None:
    picture = paper()
    ink(picture, 50, 100, 350, 101)
    ink(picture, 200, 60, 200.7, 280)
    assert list(find_rulings(picture, SCALE)) == at(Box(50, 100.5, 350, 100.5), Box(200.3, 60, 200.3, 280))


def test_a_hair_line_that_came_out_faint() -> None:
    picture = paper()
    ink(picture, 20, 20, 30, 30)
    picture[600, 300:1200] = 160
    assert list(find_rulings(picture, SCALE)) == at(Box(300 / SCALE, 600 / SCALE, 1200 / SCALE, 600 / SCALE))


def test_letters_bars_pictures_and_black_edges_are_none() -> None:
    picture = paper()
    for column in range(40):  # a line of letters
        ink(picture, 50 + 7 * column, 50, 55 + 7 * column, 51)
        ink(picture, 50 + 7 * column, 50, 51 + 7 * column, 60)
    ink(picture, 50, 100, 350, 110)  # a bar
    ink(picture, 0, 0, 3, 300)  # the edge of the scanner
    assert find_rulings(picture, SCALE) == ()
    assert find_rulings(paper(), SCALE) == ()
    assert find_rulings(np.full((0, 4), 255, np.uint8), SCALE) == ()


def test_a_stroke_that_slants_a_little_is_one_ruling_and_a_slope_is_none() -> None:
    picture, steep = paper(), paper()
    for x in range(50, 350):
        ink(picture, x, 100 + x / 150, x + 1, 101 + x / 150)
        ink(steep, x, 20 + 0.7 * x, x + 1, 21 + 0.7 * x)
    (ruling,) = find_rulings(picture, SCALE)
    assert ruling == pytest.approx(Box(50, 101.8, 350, 101.8), abs=0.6)
    assert find_rulings(steep, SCALE) == ()


def test_rows_on_the_border_of_two_bands_of_the_search() -> None:
    for y in (255, 256, 257, 511, 512):
        picture = paper(400)
        top = y + round(0.02 * picture.shape[0])
        picture[top, 300:1200] = 20
        (ruling,) = find_rulings(picture, SCALE)
        assert ruling == pytest.approx(Box(300 / SCALE, top / SCALE, 1200 / SCALE, top / SCALE), abs=0.4)


def test_a_photograph_has_no_rulings(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = paper()
    for k in range(20):
        ink(picture, 50, 60 + 10 * k, 350, 61 + 10 * k)
    assert len(find_rulings(picture, SCALE)) == 20
    monkeypatch.setattr("paillasse.adapters.tesseract.rulings._MOST", 50)
    assert find_rulings(picture, SCALE) == ()

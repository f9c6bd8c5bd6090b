from __future__ import annotations

import numpy as np

from paillasse.adapters.tesseract.engine import Token
from paillasse.adapters.tesseract.pictures.sheets import laid_out, sheets, taken_apart
from paillasse.adapters.tesseract.rendering import Grey
from paillasse.types.pages import Box


def picture(width: int, height: int) -> Grey:
    return np.zeros((height, width), dtype=np.uint8)


def token(text: str, y: float) -> Token:
    return Token(text, Box(5, y, 30, y + 10), 0.9, (1, 1, 1))


def test_pictures_go_on_a_sheet_in_order_while_there_is_room() -> None:
    small, large = picture(100, 50), picture(2000, 2000)
    assert [len(group) for group in sheets([small] * 5, most=2)] == [2, 2, 1]
    assert [len(group) for group in sheets([small, large, large, small, small], most=16)] == [2, 3]
    assert list(sheets([], most=16)) == []


def test_a_picture_larger_than_a_sheet_is_alone_on_one() -> None:
    assert [len(group) for group in sheets([picture(4000, 4000), picture(10, 10)], most=16)] == [1, 1]


def test_words_go_back_to_the_picture_they_stand_in() -> None:
    sheet, tops = laid_out([picture(100, 50), picture(60, 40)])
    assert sheet.shape[1] == 100
    assert sheet[:50].max() == 0
    assert sheet[tops[1] : tops[1] + 40, :60].max() == 0
    assert sheet[:, 60:][50:].min() == 255
    first, second = taken_apart([token("lid", 20), token("rotor", tops[1] + 12)], tops)
    assert [(t.text, t.box.y0) for t in (*first, *second)] == [("lid", 20), ("rotor", 12)]

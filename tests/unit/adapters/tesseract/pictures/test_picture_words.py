from __future__ import annotations

import pytest

from paillasse.adapters.tesseract.engine import Token
from paillasse.adapters.tesseract.pictures.words import picture_words
from paillasse.types.pages import Box


def line(number: int, *words: tuple[str, float]) -> list[Token]:
    return [
        Token(text, Box(60.0 * k, 40.0 * number, 60.0 * k + 50, 40.0 * number + 20), sure, (number, 1, 1))
        for k, (text, sure) in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ([("CAL", 0.95), ("opens", 0.9)], ["CAL", "opens"]),
        ([("Menu", 0.95), ("i~", 0.2)], ["Menu"]),
        ([("Sle", 0.6), ("vv", 0.55)], []),
        ([("7", 0.95)], ["7"]),
        ([("7", 0.8)], []),
        ([("l", 0.95)], []),
        ([("—", 0.95), ("//", 0.9)], []),
    ],
)
def test_only_lines_that_are_surely_text_are_kept(found: list[tuple[str, float]], kept: list[str]) -> None:
    assert [word.text for word in picture_words(line(1, *found), 2)[0]] == kept


def test_how_sure_counts_what_is_kept() -> None:
    words, confidence = picture_words([*line(1, ("START", 0.9)), *line(2, ("xx", 0.5))], 2)
    assert [w.text for w in words] == ["START"]
    assert confidence == 0.9
    assert picture_words([], 2) == ((), 0.0)

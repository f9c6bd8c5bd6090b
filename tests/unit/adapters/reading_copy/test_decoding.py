from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.adapters.reading_copy.decoding import decode
from paillasse.errors.manuals import UnsupportedFormat

FRENCH = "Température à 37 °C – l’étalonnage de l’œilleton"


@pytest.mark.parametrize(
    "data",
    [
        FRENCH.encode(),
        codecs.BOM_UTF8 + FRENCH.encode(),
        FRENCH.encode("cp1252"),
        codecs.BOM_UTF16_LE + FRENCH.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + FRENCH.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + FRENCH.encode("utf-32-le"),
    ],
)
def test_accents_survive_every_usual_encoding(data: bytes) -> None:
    assert decode(data, "a.txt") == FRENCH


def test_an_html_page_says_its_encoding() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź'
    assert decode(page.encode("iso-8859-2"), "a.html") == page


@pytest.mark.parametrize("declared", ["nonsense", "utf-16", "zlib", "é"])
def test_a_page_that_declares_nonsense_is_windows_1252(declared: str) -> None:
    page = f"<meta charset={declared}>é"
    assert decode(page.encode("cp1252"), "a.html") == page


def test_one_damaged_byte_does_not_garble_the_rest() -> None:
    data = (FRENCH * 20).encode() + b"\xff"
    assert decode(data, "a.txt") == FRENCH * 20 + "\ufffd"


def test_line_ends_and_stray_control_characters() -> None:
    assert decode(b"a\r\nb\rc" + b"d" * 2000 + b"\x07", "a.txt") == "a\nb\nc" + "d" * 2000


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\0\1\2" * 9])
def test_bytes_that_are_no_text(data: bytes) -> None:
    with pytest.raises(UnsupportedFormat, match="no text"):
        decode(data, "a.txt")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(b"x" + text.encode(), "a.txt") == "x" + text

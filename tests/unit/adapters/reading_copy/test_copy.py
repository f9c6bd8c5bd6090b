from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paillasse.adapters.pdfium.reader import PdfiumReader
from paillasse.adapters.reading_copy import copy
from paillasse.adapters.reading_copy.copy import reading_copy
from paillasse.adapters.reading_copy.typesetting import pages
from paillasse.errors.manuals import (
    DamagedDocument,
    EmptyDocument,
    FileTooLarge,
    ParseError,
    UnreadableFile,
    UnsupportedFormat,
)
from word_files import paragraph, word_file

FILES = {
    "a.docx": word_file(paragraph("Replace the lamp.")),
    "a.html": b"<!DOCTYPE html><p>Replace the lamp.",
    "a.md": b"Replace *the* lamp.",
    "a.txt": b"Replace the lamp.",
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_becomes_the_same_page(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    (page,) = PdfiumReader().open(path).pages
    assert [word.text for word in page.words] == ["Replace", "the", "lamp."]
    assert reading_copy(path) == reading_copy(path)


def test_a_stored_file_is_read_by_the_name_it_came_with(tmp_path: Path) -> None:
    path = tmp_path / "0f3a.pdf"
    path.write_bytes(b"# Care")
    named = tmp_path / "care.md"
    named.write_bytes(b"# Care")
    assert reading_copy(path, "care.md") == reading_copy(named) != reading_copy(path, "care.txt")


def test_the_first_heading_is_the_title_where_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("text\n\n# Care <br> & *use*", encoding="utf-8")
    assert PdfiumReader().open(path).properties["Title"] == "Care & use"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.html", b"<html><script>x</script></html>", EmptyDocument),
        ("a.txt", b" \n ", EmptyDocument),
        ("a.docx", word_file(""), EmptyDocument),
        ("a.txt", b"\0\1\2" * 99, UnsupportedFormat),
        ("a.docx", word_file(paragraph("x"))[:-40], DamagedDocument),
        ("a.pdf", b"<html>404</html>", UnsupportedFormat),
    ],
)
def test_files_that_become_no_document(tmp_path: Path, name: str, data: bytes, error: type[ParseError]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error):
        reading_copy(path)


@pytest.mark.parametrize("name", FILES)
def test_a_text_that_is_too_long(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copy, "_MAX_TEXT", 10)
    path = tmp_path / name
    path.write_bytes(FILES[name])
    with pytest.raises(FileTooLarge, match="limit is 10"):
        reading_copy(path)


def test_fifty_megabytes_of_text_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"0123456789 log line\n" * ((50 << 20) // 20))
    with pytest.raises(FileTooLarge, match="characters"):
        reading_copy(path)


_TAGS = (
    "p /p b /b i ul ol_start=9 li /ul table tr td td_colspan=3 th /table h1 /h1 pre /pre div_class=warning /div br sup "
    "blockquote caption thead font_size=9 x !--x-- svg title"
)
_PIECES = [
    *(f"<{tag.replace('_', ' ')}>" for tag in _TAGS.split()),
    *"& < > &amp; &#0; é 漢 \u200f ]]> word 1. - | # * ` ~ \\ _ [ ] ( ) === ---".split(),
    *("\t", "\n", "\n\n", "\f"),
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(_PIECES), max_size=60),
    st.sampled_from(["a.html", "a.md", "a.txt"]),
    st.sampled_from(["", "<html>"]),
)
def test_any_soup_becomes_a_page_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, soup: list[str], name: str, start: str
) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_text(start + " ".join(soup), encoding="utf-8")
    with suppress(ParseError):
        assert reading_copy(path).startswith(b"%PDF-")


def test_absent_files(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        reading_copy(tmp_path / "none.md")


def test_what_fits_no_page_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_manuscript: object) -> bytes:
        raise pages.LayoutError("too large")

    monkeypatch.setattr(pages, "typeset", refuse)
    path = tmp_path / "a.txt"
    path.write_text("x")
    with pytest.raises(DamagedDocument, match="too large"):
        reading_copy(path)

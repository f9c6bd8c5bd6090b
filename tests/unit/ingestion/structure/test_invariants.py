"""Whatever stands on a page: every word exactly once, in exactly one block, cells inside their table."""

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paillasse.adapters.pdfium.reader import PdfiumReader
from paillasse.ingestion.coverage import coverage_report
from paillasse.ingestion.metadata import guess_metadata
from paillasse.ingestion.structure import analyse
from paillasse.types.pages import BlockKind, Box, Page, PictureText, RawDocument, RawPage, Word
from typeset import document

TOKENS = [
    "1.",
    "•",
    "WARNING",
    "Figure",
    "3",
    "3.2",
    "rotor",
    "The",
    "lid",
    "opens.",
    "........",
    "12",
    "E-01",
    "I",
    "ü",
]


def check(raw: RawDocument, pages: tuple[Page, ...]) -> None:
    assert len(raw.pages) == len(pages)
    for before, page in zip(raw.pages, pages, strict=True):
        assert sorted(before.words) == sorted(page.words)
        assert page.label
        at = 0
        for block in page.blocks:
            assert (block.span.page, block.span.start) == (page.number, at)
            assert block.span.end > at
            at = block.span.end
            assert (block.kind is BlockKind.FIGURE) == any(f.text == block.span for f in page.figures)
            if block.table is not None:
                spans = [cell for row in page.tables[block.table].rows for cell in row]
                assert spans[0].start == block.span.start
                assert spans[-1].end == block.span.end
                assert all(a.end == b.start for a, b in pairwise(spans))
        assert at == len(page.words)


@st.composite
def words(draw: st.DrawFn) -> Word:
    x, y = draw(st.integers(-20, 600)), draw(st.integers(-20, 850))
    size = draw(st.sampled_from([0.0, 6.0, 10.0, 18.0]))
    width, height = draw(st.integers(0, 200)), draw(st.integers(0, 80))
    return Word(draw(st.sampled_from(TOKENS)), Box(x, y, x + width, y + height), size, draw(st.booleans()))


@st.composite
def rules(draw: st.DrawFn) -> Box:
    at, start, length = draw(st.integers(0, 40)) * 20, draw(st.integers(0, 30)) * 20, draw(st.integers(0, 30)) * 20
    return Box(at, start, at, start + length) if draw(st.booleans()) else Box(start, at, start + length, at)


@st.composite
def raw_pages(draw: st.DrawFn) -> RawPage:
    boxes = st.tuples(st.integers(0, 400), st.integers(0, 600), st.integers(400, 700), st.integers(600, 900))
    own = draw(st.lists(words(), max_size=40))
    read = [draw(st.lists(words(), min_size=1, max_size=8)) for _ in range(draw(st.integers(0, 2)))]
    texts: list[PictureText] = []
    for found in read:
        texts.append(PictureText(Box(*draw(boxes)), len(own), len(own) + len(found), 0.9))
        own += found
    return RawPage(
        1,
        "",
        595,
        842,
        tuple(own),
        tuple(draw(st.lists(rules(), max_size=25))),
        tuple(Box(*box) for box in draw(st.lists(boxes, max_size=2))),
        picture_texts=tuple(texts),
    )


@given(st.lists(raw_pages(), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_word_is_lost_or_doubled(pages: list[RawPage]) -> None:
    numbered = [replace(page, number=n) for n, page in enumerate(pages, start=1)]
    raw = RawDocument(tuple(numbered))
    found = analyse(raw)
    check(raw, found)
    assert analyse(raw) == found
    assert guess_metadata(raw, found, "file.pdf").title
    assert len(coverage_report(raw, found).pages) == len(pages)


def test_failed_page() -> None:
    raw = RawDocument((RawPage(1, "", 0, 0, (), failed=True), *document().pages))
    check(raw, analyse(raw))


def manuals() -> list[Path]:
    root = os.environ.get("PAILLASSE_TEST_DATA") or Path(__file__).parents[5] / "shared" / "data"
    return sorted(Path(root, "manuals").glob("*.pdf"))


@pytest.mark.skipif(not manuals(), reason="no real manuals here")
@pytest.mark.parametrize("path", manuals()[::4], ids=lambda path: path.stem[:30])
def test_real_manuals(path: Path) -> None:
    raw = PdfiumReader().open(path)
    pages = analyse(raw)
    check(raw, pages)
    troubles = {page.trouble for page in coverage_report(raw, pages).pages} - {None, "no_text"}
    assert not troubles or "GARBLED" in path.stem

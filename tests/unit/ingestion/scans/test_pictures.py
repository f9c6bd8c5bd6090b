from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from paillasse.ingestion.scans.pictures import read_pictures, requests_of
from paillasse.protocols.reading import PictureFound
from paillasse.types.pages import Box, PictureReading, PictureRequest, RawDocument, RawPage, TextSource, Word
from typeset import PROSE, Sheet, document

PICTURE = Box(50, 300, 350, 500)
FRENCH = (
    "Ouvrez le couvercle de la centrifugeuse et sortez le rotor",
    "avant de nettoyer la cuve avec un chiffon doux.",
)


class ScriptedReader:
    """Reads what it was given, in turn."""

    def __init__(self, *readings: PictureReading | None) -> None:
        self.readings = readings

    async def read(self, path: Path, requests: Sequence[PictureRequest], found: PictureFound) -> None:
        for index, reading in enumerate(self.readings):
            await found(index, reading)


def page(*pictures: Box, lines: Sequence[str] = PROSE) -> Sheet:
    sheet = Sheet().text(50, 100, *lines)
    for box in pictures:
        sheet.picture(*box)
    return sheet


def keyed(raw: RawDocument, *keys: str) -> RawDocument:
    """The document with one picture a page, told apart by these keys."""
    pages = (replace(p, image_keys=(key,)) for p, key in zip(raw.pages, keys, strict=True))
    return replace(raw, pages=tuple(pages))


def boxes(raw: RawDocument) -> list[tuple[int, Box]]:
    return [(request.page, request.box) for request in requests_of(raw)]


def test_pictures_on_pages_of_text_are_wanted_with_the_language_of_their_page() -> None:
    raw = document(page(PICTURE), page(), page(PICTURE, lines=FRENCH))
    assert [(r.page, r.box, r.language) for r in requests_of(raw)] == [(1, PICTURE, "en"), (3, PICTURE, "fr")]


@pytest.mark.parametrize(
    "box", [Box(50, 300, 120, 500), Box(50, 300, 350, 330), Box(50, 300, 140, 380)], ids=["narrow", "low", "small"]
)
def test_small_pictures_are_left(box: Box) -> None:
    assert boxes(document(page(box))) == []


def test_a_coloured_ground_of_text_is_left() -> None:
    assert boxes(document(page(Box(40, 90, 400, 160)))) == []


def test_scans_and_pages_read_from_their_picture_are_left() -> None:
    scan = Sheet().picture(0, 0, 595, 842).raw()
    read = replace(page(PICTURE).raw(), number=2, text_source=TextSource.OCR)
    assert boxes(RawDocument((scan, read))) == []


def test_what_comes_back_on_page_after_page_is_an_ornament() -> None:
    raw = document(*(page(PICTURE) for _ in range(6)))
    assert boxes(keyed(raw, *["logo"] * 6)) == []
    assert len(boxes(keyed(raw, *["screen"] * 5, "other"))) == 6
    assert len(boxes(raw)) == 6


def test_the_same_images_in_another_shape_are_another_picture() -> None:
    raw = document(page(PICTURE), page(PICTURE), page(Box(50, 300, 350, 400)))
    first, again, other = (request.key for request in requests_of(keyed(raw, "a", "a", "a")))
    assert first == again != other


def test_a_picture_with_text_of_the_page_on_it_is_like_no_other() -> None:
    raw = document(page(PICTURE).line(60, 320, "label"))
    assert [request.key for request in requests_of(keyed(raw, "a"))] == [""]


def word(text: str, x: float, y: float) -> Word:
    return Word(text, Box(x, y, x + 0.2, y + 0.05), 0.05, bold=False)


async def read(raw: RawDocument, *readings: PictureReading | None) -> RawPage:
    found = await read_pictures(raw, requests_of(raw), Path("a.pdf"), ScriptedReader(*readings), lambda *_: None)
    return found.pages[0]


async def test_words_come_behind_those_of_the_page_where_they_are_displayed() -> None:
    raw = document(page(PICTURE))
    found = await read(raw, PictureReading((word("CAL", 0.1, 0.5), word("STOP", 0.5, 0.5)), 0.8))
    own = len(raw.pages[0].words)
    assert found.words[:own] == raw.pages[0].words
    assert found.words[own:] == (
        Word("CAL", Box(80, 400, 140, 410), 10, bold=False),
        Word("STOP", Box(200, 400, 260, 410), 10, bold=False),
    )
    assert found.picture_texts == ((PICTURE, own, own + 2, 0.8),)


async def test_labels_that_are_text_already_are_not_read_twice() -> None:
    raw = document(page(PICTURE).line(80, 400, "CALIBRATE"))
    found = await read(raw, PictureReading((word("CAI", 0.1, 0.5), word("STOP", 0.5, 0.5)), 0.8))
    assert [w.text for w in found.words[len(raw.pages[0].words) :]] == ["STOP"]


async def test_pictures_without_words_leave_the_page_as_it_was() -> None:
    raw = document(page(PICTURE, Box(50, 550, 350, 750)))
    assert await read(raw, None, PictureReading((), 0.0)) is raw.pages[0]

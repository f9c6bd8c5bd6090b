from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from paillasse.ingestion.scans.reading import read_illegible
from paillasse.protocols.reading import PageFound
from paillasse.types.pages import RawDocument, RawPage, TextSource
from typeset import PROSE, Sheet, document

CIPHER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "defghijklmnopqrstuvwxyzabc")
GARBLED = [line.translate(CIPHER) for line in PROSE]


class ScriptedReader:
    """Reads the pages it was given, whatever the file."""

    def __init__(self, pages: dict[int, RawPage]) -> None:
        self.pages = pages
        self.asked: list[int] = []

    def check(self) -> None: ...

    async def read(self, path: Path, numbers: Sequence[int], found: PageFound) -> None:
        self.asked += numbers
        for number in numbers:
            await found(number, self.pages.get(number))


def reading(number: int, *lines: str, confidence: float = 0.9) -> RawPage:
    return replace(Sheet(number).text(50, 90, *lines).raw(), text_source=TextSource.OCR, confidence=confidence)


async def read(raw: RawDocument, *pages: RawPage) -> tuple[RawPage, ...]:
    reader = ScriptedReader({page.number: page for page in pages})
    return (await read_illegible(raw, Path("a.pdf"), reader, lambda *_: None)).pages


async def test_a_document_with_text_is_not_read_again() -> None:
    raw, reader = document(Sheet().text(50, 90, *PROSE)), ScriptedReader({})
    assert await read_illegible(raw, Path("a.pdf"), reader, lambda *_: None) is raw
    assert reader.asked == []


async def test_scans_and_garbage_are_replaced_and_the_rest_stays() -> None:
    raw = document(
        Sheet().picture(0, 0, 595, 842),
        Sheet().text(50, 90, *PROSE),
        Sheet().text(50, 90, *GARBLED),
        Sheet().picture(0, 0, 595, 842).line(50, 800, "stamp"),
    )
    found = await read(raw, reading(1, *PROSE), reading(3, *PROSE), reading(4, *PROSE, "stamp"))
    assert [page.text_source for page in found] == [
        TextSource.OCR,
        TextSource.TEXT_LAYER,
        TextSource.OCR,
        TextSource.OCR,
    ]
    assert found[0].images == raw.pages[0].images
    assert found[3].confidence == 0.9


async def test_what_could_not_be_read_stays_as_it_was() -> None:
    scan, garbage = Sheet().picture(0, 0, 595, 842), Sheet().text(50, 90, *GARBLED)
    raw = document(scan, garbage)
    assert await read(raw) == raw.pages
    assert await read(raw, reading(1, *PROSE, confidence=0.5), reading(2, *PROSE, confidence=0.5)) == raw.pages
    assert await read(raw, reading(1, *GARBLED), reading(2, *GARBLED)) == raw.pages


async def test_a_labelled_drawing_keeps_its_text_when_its_picture_says_no_more() -> None:
    raw = document(Sheet().picture(0, 0, 595, 842).line(50, 800, "Figure 6. Diagnostic LEDs"))
    assert await read(raw, reading(1, "Figure 6. Diagnostic LEDs")) == raw.pages


async def test_an_empty_sheet_is_not_a_page_that_could_not_be_read() -> None:
    raw = document(Sheet().picture(0, 0, 595, 842), Sheet().picture(0, 0, 595, 842).line(50, 800, "stamp"))
    empty, stamped = await read(raw, reading(1), reading(2))
    assert (empty.images, empty.words) == ((), ())
    assert stamped == raw.pages[1]

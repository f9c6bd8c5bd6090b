"""The text of the pages that the file gives no text for, read from their picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from paillasse.ingestion.scans.legibility import illegible_pages, is_garbled, letters
from paillasse.ingestion.scans.tally import Tally
from paillasse.ingestion.scans.turning import with_reading
from paillasse.protocols.progress import Progress
from paillasse.protocols.reading import PageReader
from paillasse.types.pages import RawDocument, RawPage

_MIN_CONFIDENCE = 0.6
"""A reading below it is noise: measured, text read right has 0.8 and more, text read sideways at most 0.6."""
_MUCH_MORE = 1.5
"""A picture is worth its errors when it holds this many times the letters that the file gives."""


async def read_illegible(raw: RawDocument, path: Path, reader: PageReader, progress: Progress) -> RawDocument:
    """The document with every page that had to be read from its picture, and could; counted under the stage "ocr".

    Raises:
        OcrUnavailable: there is such a page, and nothing to read it with.
    """
    numbers = illegible_pages(raw)
    if not numbers:
        return raw
    tally = Tally[RawPage]("ocr", len(numbers), progress)
    await reader.read(path, numbers, tally)
    return replace(raw, pages=tuple(_better(page, tally.readings.get(page.number)) for page in raw.pages))


def _better(page: RawPage, reading: RawPage | None) -> RawPage:
    """The page as it was read, unless the file gives as much."""
    if reading is None:
        return page
    if not reading.words:  # an empty sheet
        return page if page.words else replace(page, images=(), rules=())
    texts = [word.text for word in reading.words]
    own = [word.text for word in page.words]
    if reading.confidence < _MIN_CONFIDENCE or is_garbled(texts):
        return page
    if own and not is_garbled(own) and letters(texts) < _MUCH_MORE * letters(own):
        return page
    return with_reading(page, reading)

"""Text inside the pictures of pages that have text of their own: which are read, and where the words go."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from paillasse.ingestion.blocks.languages import detect
from paillasse.ingestion.layout.figures import area, find_figures
from paillasse.ingestion.scans.legibility import illegible_pages
from paillasse.ingestion.scans.tally import Tally
from paillasse.protocols.progress import Progress
from paillasse.protocols.reading import PictureReader
from paillasse.types.pages import (
    Box,
    PictureReading,
    PictureRequest,
    PictureText,
    RawDocument,
    RawPage,
    TextSource,
    Word,
)

_MIN_WIDTH, _MIN_HEIGHT, _MIN_AREA = 72.0, 36.0, 8_000.0
"""Points and square points; smaller pictures are pictograms, buttons and logos."""
_ORNAMENT_PAGES = 5
"""A picture shown on more pages of a document than this is an ornament."""
_TEXT_SHARE = 0.15
"""A picture of which text of the page covers more is a coloured ground, or has its labels as text already."""
_OVERLAP = 0.3
"""A word over this share of which text of the page lies is that text, read again."""


def requests_of(raw: RawDocument) -> list[PictureRequest]:
    """The pictures worth reading, in reading order of the pages.

    Left out are those of pages that are read from their picture as a whole, small ones, those covered with text of the
    page, and those that come back on page after page.
    """
    scans = set(illegible_pages(raw))
    pages = [p for p in raw.pages if p.number not in scans and p.words and p.text_source is TextSource.TEXT_LAYER]
    found = [(page, box, _key(page, box)) for page in pages for box in _candidates(page)]
    shown = Counter(key for key, _ in {(key, page.number) for page, _, key in found})
    languages = {page.number: detect(" ".join(word.text for word in page.words)) for page, _, _ in found}
    return [
        PictureRequest(page.number, box, languages[page.number], "" if _words_inside(page, box) else key)
        for page, box, key in found
        if not key or shown[key] <= _ORNAMENT_PAGES
    ]


async def read_pictures(
    raw: RawDocument, wanted: Sequence[PictureRequest], path: Path, reader: PictureReader, progress: Progress
) -> RawDocument:
    """The document with the words in these of its pictures, which are counted under the stage "pictures".

    Raises:
        OcrUnavailable: there is nothing to read them with.
    """
    tally = Tally[PictureReading]("pictures", len(wanted), progress)
    await reader.read(path, wanted, tally)
    by_page: dict[int, list[tuple[Box, PictureReading]]] = {}
    for index, request in enumerate(wanted):
        if (reading := tally.readings.get(index)) is not None:
            by_page.setdefault(request.page, []).append((request.box, reading))
    return replace(raw, pages=tuple(_with_readings(page, by_page.get(page.number, ())) for page in raw.pages))


def _candidates(page: RawPage) -> list[Box]:
    covered = ((word.box, area(word.box)) for word in page.words)
    inked = [(box, size) for box, size in covered if size > 0]
    return [
        box
        for box in find_figures(page.images, page.width, page.height)
        if box.x1 - box.x0 >= _MIN_WIDTH
        and box.y1 - box.y0 >= _MIN_HEIGHT
        and area(box) >= _MIN_AREA
        and sum(size for word, size in inked if _inside(word, box)) <= _TEXT_SHARE * area(box)
    ]


def _key(page: RawPage, box: Box) -> str:
    """Equal for pictures made of the same images in the same shape; empty when the images are not known."""
    keys = [key for key, image in zip(page.image_keys, page.images, strict=False) if _inside(image, box)]
    if not keys:
        return ""
    shape = f"{(box.x1 - box.x0) / (box.y1 - box.y0):.1f}"
    return hashlib.blake2b(" ".join([shape, *sorted(keys)]).encode(), digest_size=8).hexdigest()


def _words_inside(page: RawPage, box: Box) -> bool:
    return any(_inside(word.box, box) for word in page.words)


def _inside(inner: Box, outer: Box) -> bool:
    """True when the middle of one box lies in the other."""
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _with_readings(page: RawPage, readings: Sequence[tuple[Box, PictureReading]]) -> RawPage:
    """The page with the words read in its pictures behind its own; what is text of the page stays out."""
    own = np.array([word.box for word in page.words]).reshape(-1, 4)
    words, texts = list(page.words), list[PictureText]()
    for box, reading in readings:
        new = [word for word in (_placed(word, box) for word in reading.words) if not _is_covered(word.box, own)]
        if new:
            texts.append(PictureText(box, len(words), len(words) + len(new), reading.confidence))
            words += new
    return replace(page, words=tuple(words), picture_texts=tuple(texts)) if texts else page


def _placed(word: Word, box: Box) -> Word:
    """A word of a picture, whose place is given in shares of its width and height, on the page."""
    width, height = box.x1 - box.x0, box.y1 - box.y0
    x0, y0, x1, y1 = word.box
    place = (box.x0 + x0 * width, box.y0 + y0 * height, box.x0 + x1 * width, box.y0 + y1 * height)
    return word._replace(box=Box(*(round(value, 2) for value in place)), size=round(word.size * height, 1))


def _is_covered(box: Box, own: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    width = np.minimum(own[:, 2], box.x1) - np.maximum(own[:, 0], box.x0)
    height = np.minimum(own[:, 3], box.y1) - np.maximum(own[:, 1], box.y0)
    return bool((width.clip(0) * height.clip(0)).sum() > _OVERLAP * area(box))

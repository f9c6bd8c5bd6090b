"""The process that reads one page: `python -m paillasse.adapters.tesseract.worker FILE PAGE MEMORY_MB SECONDS`.

Draws the page, sets it level and upright, has Tesseract read it, finds its rulings and writes one frame of
`paillasse.page_stream` to standard output. One process a page: a page that kills it takes nothing else along.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np

from paillasse.adapters.confinement import claim_stdout, confine, grant_cpu
from paillasse.adapters.pdfium.native import PdfiumError
from paillasse.adapters.tesseract.engine import Token, is_french, quarter_turns, recognise
from paillasse.adapters.tesseract.rendering import Grey, Sheet, open_sheet
from paillasse.adapters.tesseract.rulings import find_rulings
from paillasse.adapters.tesseract.skew import is_blank, skew_of
from paillasse.adapters.tesseract.words import LONG_ENOUGH, confidence_of, is_vertical, page_words
from paillasse.errors.root import PaillasseError
from paillasse.page_stream import OUT_OF_MEMORY, frame, pack_page
from paillasse.types.pages import RawPage, TextSource, Turn

_SKETCH_DPI = 75.0
_DPI = 300.0
"""What Tesseract was trained for."""
_DOUBTFUL = 0.75
"""Below this mean confidence the page may lie sideways or upside down."""
_FAILED = 1


class _Reading(NamedTuple):
    turn: Turn
    picture: Grey
    tokens: list[Token]
    scale: float

    @property
    def confidence(self) -> float:
        return confidence_of(self.tokens)

    @property
    def is_vertical(self) -> bool:
        """True when most characters run up or down: Tesseract reads some sideways pages without turning them."""
        vertical = sum(len(t.text) for t in self.tokens if is_vertical(t))
        return 2 * vertical > sum(len(t.text) for t in self.tokens if len(t.text) >= LONG_ENOUGH)


def main(arguments: list[str]) -> int:
    """Read one page; the exit status is 0 when a page was written."""
    path, number, memory_mb, seconds = Path(arguments[0]), *map(int, arguments[1:4])
    stream = claim_stdout()
    confine(memory_mb)
    grant_cpu(seconds)
    try:
        with open_sheet(path, number) as sheet:
            page = read_page(sheet, number)
    except MemoryError:
        return OUT_OF_MEMORY
    except (OSError, ValueError, PaillasseError, PdfiumError):
        return _FAILED
    stream.write(frame({"kind": "page", **pack_page(page)}))
    stream.flush()
    return 0


def read_page(sheet: Sheet, number: int) -> RawPage:
    """The words of a page with how sure they are, and its rulings; none for an empty sheet.

    The page is read as it lies; where that goes badly, Tesseract is asked which way up it is, and the better reading
    of the two is kept. It is read as English, and once more as French when that is what it turns out to be.
    """
    sketch, _ = sheet.draw(sheet.turn(0), _SKETCH_DPI)
    if is_blank(sketch):
        return RawPage(number, "", sheet.width, sheet.height, (), text_source=TextSource.OCR)
    reading = _read(sheet, skew_of(sketch), "eng")
    if (reading.confidence < _DOUBTFUL or reading.is_vertical) and (quarters := quarter_turns(reading.picture)):
        skew = skew_of(np.ascontiguousarray(np.rot90(sketch, -quarters)))
        again = _read(sheet, 90.0 * quarters + skew, "eng")
        reading = max(reading, again, key=lambda r: (not r.is_vertical, r.confidence))
    if is_french(reading.tokens):
        reading = _read(sheet, reading.turn.degrees, "fra")
    width, height = reading.turn.upright_size
    return RawPage(
        number,
        "",
        round(width, 2),
        round(height, 2),
        page_words(reading.tokens, reading.scale),
        find_rulings(reading.picture, reading.scale),
        text_source=TextSource.OCR,
        confidence=reading.confidence,
        turn=reading.turn if reading.turn.degrees else None,
    )


def _read(sheet: Sheet, degrees: float, language: str) -> _Reading:
    turn = sheet.turn(degrees)
    picture, scale = sheet.draw(turn, _DPI)
    return _Reading(turn, picture, recognise(picture, 72 * scale, language), scale)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

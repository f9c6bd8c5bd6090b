"""The process that reads pictures: `python -m paillasse.adapters.tesseract.pictures.worker FILE MEMORY_MB SECONDS`.

Gets one frame of `paillasse.page_stream` with the pictures on its standard input, and writes each, in order, as a page
of its own (numbered from 1, a `page` frame) to its standard output. SECONDS are those of one picture.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from paillasse.adapters.confinement import claim_stdout, confine, grant_cpu
from paillasse.adapters.pdfium.native import PdfiumError
from paillasse.adapters.tesseract.engine import SCATTERED, recognise
from paillasse.adapters.tesseract.pictures.sheets import laid_out, sheets, taken_apart
from paillasse.adapters.tesseract.pictures.words import picture_words
from paillasse.adapters.tesseract.rendering import Grey, open_sheet
from paillasse.errors.root import PaillasseError
from paillasse.page_stream import LENGTH, OUT_OF_MEMORY, frame, pack_page, unframe
from paillasse.types.pages import Box, RawPage, TextSource

_DPI = 200.0
"""Measured: nearly as many words as at 300, in four fifths of the time; few pictures hold more dots."""
_FAILED = 1


class Task(NamedTuple):
    """What a process is asked for."""

    pictures: list[tuple[int, Box]]
    """Physical page and place of each."""
    language: str
    """`eng` or `fra`."""
    together: int
    """Most pictures read in one go."""


def main(arguments: list[str]) -> int:
    """Read the pictures; the exit status is 0 when all of them were written."""
    path, memory_mb, seconds = Path(arguments[0]), *map(int, arguments[1:3])
    stream = claim_stdout()
    confine(memory_mb)
    try:
        for page in read_pictures(path, _task(sys.stdin.buffer), seconds):
            stream.write(frame({"kind": "page", **pack_page(page)}))
            stream.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    except (OSError, ValueError, PaillasseError, PdfiumError):
        return _FAILED
    return 0


def _task(stream: BinaryIO) -> Task:
    (length,) = LENGTH.unpack(stream.read(LENGTH.size))
    message = unframe(stream.read(length))
    pictures = [(page, Box(*box)) for page, *box in message["pictures"]]
    return Task(pictures, message["language"], message["together"])


def read_pictures(path: Path, task: Task, seconds: int) -> Iterator[RawPage]:
    """Each picture as a page of its own; without words when it holds none that are sure."""
    grant_cpu(seconds)
    drawn = list(_drawn(path, task.pictures))
    number = 0
    for group in sheets([pixels for pixels, _ in drawn], task.together):
        grant_cpu(seconds)
        sheet, tops = laid_out(group)
        found = taken_apart(recognise(sheet, _DPI, task.language, SCATTERED), tops)
        for tokens in found:
            box, scale = task.pictures[number][1], drawn[number][1]
            words, confidence = picture_words(tokens, scale)
            number += 1
            size = box.x1 - box.x0, box.y1 - box.y0
            yield RawPage(number, "", *size, words, text_source=TextSource.OCR, confidence=confidence)


def _drawn(path: Path, pictures: Sequence[tuple[int, Box]]) -> Iterator[tuple[Grey, float]]:
    """The pixels of each picture and their number per point."""
    for page, group in groupby(pictures, key=lambda picture: picture[0]):
        with open_sheet(path, page) as sheet:
            pixels, scale = sheet.draw(sheet.turn(0), _DPI)
        for _, box in group:
            x0, y0, x1, y1 = (max(0, round(value * scale)) for value in box)
            yield np.ascontiguousarray(pixels[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]), scale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

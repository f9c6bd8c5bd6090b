"""The program `tesseract`: a picture in on its standard input, words out on its standard output."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from typing import NamedTuple

from paillasse.adapters.tesseract.rendering import Grey
from paillasse.types.pages import Box

_ENGLISH_WORDS = frozenset("the of and to in is for with on this are be or that from by as at it when if".split())
_FRENCH_WORDS = frozenset(
    "le la les de des du et un une est pour dans sur en par au aux que qui ce ne pas se il".split()
)
_TOO_LITTLE_TEXT = 1
_TSV_COLUMNS = 12
_WORD_LEVEL = "5"


class Token(NamedTuple):
    """One word as recognised."""

    text: str
    box: Box
    """In pixels, origin top-left."""
    confidence: float
    """0 to 1."""
    line: tuple[int, int, int]
    """Block, paragraph and line it stands in."""


AS_PAGE, SCATTERED = 3, 11
"""Page segmentation modes: a page laid out in columns, and text found anywhere."""


def recognise(picture: Grey, dots_per_inch: float, language: str, layout: int = AS_PAGE) -> list[Token]:
    """Every word of a picture whose lines are level, in the engine's reading order.

    Args:
        picture: the page.
        dots_per_inch: its resolution.
        language: what the page is in, `eng` or `fra`. Measured, both at once lose one accent in twenty.
        layout: `AS_PAGE` or `SCATTERED`.
    """
    arguments = ("-l", language, "--psm", str(layout), "--dpi", str(round(dots_per_inch)), "tsv")
    return tokens(_run(picture, *arguments).stdout.decode("utf-8", "replace"))


def is_french(found: Sequence[Token]) -> bool:
    """True when there are more of the commonest French words than of the English ones."""
    words = [token.text.lower() for token in found]
    return sum(word in _FRENCH_WORDS for word in words) > sum(word in _ENGLISH_WORDS for word in words)


def quarter_turns(picture: Grey) -> int:
    """Quarter turns clockwise that set the text upright, 0 also when there is too little of it to tell."""
    found = re.search(rb"^Rotate: (\d+)", _run(picture, "-l", "osd", "--psm", "0").stdout, re.MULTILINE)
    return int(found[1]) // 90 % 4 if found else 0


def tokens(table: str) -> list[Token]:
    """Words of Tesseract's TSV output."""
    found: list[Token] = []
    for row in table.splitlines()[1:]:
        cells = row.split("\t", _TSV_COLUMNS - 1)
        if len(cells) != _TSV_COLUMNS or cells[0] != _WORD_LEVEL or not cells[11].strip():
            continue
        _, _, block, paragraph, line, _, left, top, width, height = map(int, cells[:10])
        box = Box(left, top, left + width, top + height)
        found.append(Token(cells[11].strip(), box, max(float(cells[10]), 0.0) / 100, (block, paragraph, line)))
    return found


def _run(picture: Grey, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program; a picture that it cannot make sense of yields no output.

    Raises:
        OSError: it cannot be started.
        ChildProcessError: it ran out of memory or time, or crashed.
    """
    height, width = picture.shape
    done = subprocess.run(  # noqa: S603 - our own arguments; the picture goes in as data
        [shutil.which("tesseract") or "tesseract", "stdin", "stdout", *arguments],
        input=b"P5\n%d %d\n255\n" % (width, height) + picture.tobytes(),
        capture_output=True,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    if done.returncode not in {0, _TOO_LITTLE_TEXT}:
        raise ChildProcessError(f"tesseract ended with status {done.returncode}")
    return done

"""Words to pieces of lines: runs of words on one baseline without a wide gap.

Everything here refers to words by their index in the raw page, so that nothing is lost or doubled on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from paillasse.types.pages import Box, Word

_SAME_ROW = 0.4
"""Largest distance between the vertical centres of two words of one row, in font sizes."""
_WIDE_GAP = 1.0
"""Smallest gap that separates two pieces of a row, in font sizes."""
_COLUMN_GAP = 0.6
"""The same where a column starts on other lines."""
_COLUMN_LINES = 6
"""Lines that must start at one place to make it a column."""


@dataclass(slots=True)
class Piece:
    """Words in a row: part of a line, or a whole one."""

    words: list[int]
    box: Box
    text: str
    size: float
    """Font size of most of its characters, in points."""
    bold: bool
    """True when most of its letters and digits are bold."""


def union(boxes: Iterable[Box]) -> Box:
    """Smallest box around all of them.

    Raises:
        ValueError: there are none.
    """
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Box(min(x0), min(y0), max(x1), max(y1))


def overlap(a0: float, a1: float, b0: float, b1: float) -> float:
    """Length of the intersection of two intervals, 0 when they are apart."""
    return max(0.0, min(a1, b1) - max(a0, b0))


def is_vertical(word: Word) -> bool:
    """True for a word that runs up or down the page."""
    box = word.box
    return len(word.text) >= 3 and box.y1 - box.y0 > 2 * (box.x1 - box.x0) and box.y1 - box.y0 > 1.6 * word.size


def make_piece(words: Sequence[Word], indexes: Sequence[int]) -> Piece:
    """A piece of the given words, in the given order."""
    chosen = [words[i] for i in indexes]
    sizes: Counter[float] = Counter()
    bold = plain = 0
    for word in chosen:
        length = len(word.text)
        sizes[word.size] += length
        if any(c.isalnum() for c in word.text):
            if word.bold:
                bold += length
            else:
                plain += length
    box = chosen[0].box if len(chosen) == 1 else union(word.box for word in chosen)
    size = max(sizes, key=lambda s: (sizes[s], s))
    return Piece(list(indexes), box, " ".join(word.text for word in chosen), size, bold > plain)


def rows_of(words: Sequence[Word], indexes: Iterable[int]) -> list[list[int]]:
    """Group words that share a baseline, top to bottom, each row from left to right."""
    centred = sorted(((words[i].box.y0 + words[i].box.y1) / 2, words[i].box.x0, i) for i in indexes)
    rows: list[list[int]] = []
    centre = reach = 0.0
    for y, _, i in centred:
        size = words[i].size
        if rows and y - centre <= _SAME_ROW * max(size, reach):
            rows[-1].append(i)
            centre += (y - centre) / len(rows[-1])
            reach = max(reach, size)
        else:
            rows.append([i])
            centre, reach = y, size
    for row in rows:
        row.sort(key=lambda i: (words[i].box.x0, i))
    return rows


def split_row(words: Sequence[Word], row: Sequence[int]) -> list[list[int]]:
    """Cut a row, sorted from left to right, where the white gap is too wide for a space between words."""
    runs: list[list[int]] = []
    right = 0.0
    size = 0.0
    for i in row:
        word = words[i]
        if runs and word.box.x0 - right <= _WIDE_GAP * max(min(word.size, size), 4.0):
            runs[-1].append(i)
            right = max(right, word.box.x1)
        else:
            runs.append([i])
            right = word.box.x1
        size = word.size
    return runs


def find_pieces(words: Sequence[Word], indexes: Iterable[int]) -> list[list[Piece]]:
    """Rows of pieces, top to bottom and left to right.

    Words that run vertically come last, one row for all of them in content order, each run a piece of its own.
    """
    level: list[int] = []
    upright: list[int] = []
    for i in indexes:
        (upright if is_vertical(words[i]) else level).append(i)
    rows = [split_row(words, row) for row in rows_of(words, level)]
    starts = Counter(round(words[run[0]].box.x0 / 2) for row in rows for run in row)
    for row in rows:
        for run in row:
            starts.update(round(words[i].box.x0 / 2) for before, i in pairwise(run) if _wide(words, before, i))
    common = {x for x, count in starts.items() if count >= _COLUMN_LINES}
    split = [[part for run in row for part in _split_at(words, run, common)] for row in rows]
    return [[make_piece(words, run) for run in row] for row in split] + _vertical_rows(words, upright)


def _wide(words: Sequence[Word], before: int, after: int) -> bool:
    return words[after].box.x0 - words[before].box.x1 > _COLUMN_GAP * words[after].size


def _split_at(words: Sequence[Word], run: list[int], starts: set[int]) -> list[list[int]]:
    """Cut at a gap that is no wider than in justified text, but after which a column starts on other lines."""
    parts = [run[:1]]
    for before, i in pairwise(run):
        if _wide(words, before, i) and round(words[i].box.x0 / 2) in starts:
            parts.append([i])
        else:
            parts[-1].append(i)
    return parts


def _vertical_rows(words: Sequence[Word], indexes: list[int]) -> list[list[Piece]]:
    """Vertical words that stand in one narrow column follow each other in content order."""
    runs: list[list[int]] = []
    for i in indexes:
        if runs and overlap(*_sides(words[i]), *_sides(words[runs[-1][-1]])) > 0:
            runs[-1].append(i)
        else:
            runs.append([i])
    return [[make_piece(words, run)] for run in runs]


def _sides(word: Word) -> tuple[float, float]:
    return word.box.x0, word.box.x1


def merge_rows(words: Sequence[Word], pieces: Iterable[Piece]) -> list[Piece]:
    """Whole lines out of the pieces of one column, top to bottom.

    A title in the margin shares its row with text but not its look: it stays a line of its own.
    """
    found = list(pieces)
    owner = {i: k for k, piece in enumerate(found) for i in piece.words}
    lines: list[Piece] = []
    for row in rows_of(words, owner):
        runs: list[list[int]] = []
        for i in row:
            before = found[owner[runs[-1][-1]]] if runs else None
            if before is None or _stands_apart(before, found[owner[i]]):
                runs.append([i])
            else:
                runs[-1].append(i)
        lines += [make_piece(words, run) for run in runs]
    return lines


def _stands_apart(left: Piece, right: Piece) -> bool:
    """Two pieces with much white between them that differ in size, or a bold one before a plain one."""
    if left is right or right.box.x0 - left.box.x1 < 1.5 * right.size or len(left.text) < 4:
        return False
    return abs(left.size - right.size) > 0.7 or (left.bold and not right.bold)

"""From characters to words: split at blanks, gaps, new lines, turns; mend doubled, spaced-out, accented letters."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from paillasse.adapters.pdfium.glyphs import Glyphs
from paillasse.adapters.pdfium.native import Floats
from paillasse.types.pages import Box, Word

_GAP = 0.35
"""Widest gap inside a word, in ems; PDFium already turns most gaps over 0.2 em into blanks."""
_BACK = 0.6
"""Farthest a character may start before the end of the one before it, in ems (accents, kerning)."""
_SAME_LINE = 0.4
"""Least overlap across the writing direction, relative to the lower of two characters: keeps sub- and superscripts."""
_DOUBLED = 0.3
"""Two equal characters nearer than this share of their width are one, printed twice to look bold."""
_LEADERS = re.compile(r"([.…_·])\1{3,}")
_MAX_MARKS = 1_000
_LONGEST_RUN = 200
_LOOK_BACK = 200
"""Equal words a word is compared with, and letters of a spaced-out title: hostile pages must not cost squares."""
_MARKS = {"´": "\u0301", "`": "\u0300", "ˆ": "\u0302", "^": "\u0302", "¨": "\u0308", "˜": "\u0303", "¸": "\u0327",
          "˚": "\u030a", "¯": "\u0304", "ˇ": "\u030c"}  # fmt: skip


def assemble(glyphs: Glyphs, width: float, height: float) -> tuple[Word, ...]:
    """Words in content order, boxes clipped to the page of this width and height."""
    glyphs = _compose_accents(_drop_doubled(glyphs))
    if not glyphs.texts:
        return ()
    starts = np.flatnonzero(_breaks(glyphs))
    ends = np.append(starts[1:], len(glyphs.texts))
    low = np.minimum.reduceat(glyphs.boxes[:, :2], starts).clip(0, (width, height))
    high = np.maximum.reduceat(glyphs.boxes[:, 2:], starts).clip(0, (width, height))
    boxes = np.column_stack((low, high)).round(2).tolist()
    sizes = np.maximum.reduceat(glyphs.sizes, starts).round(2).tolist()
    bold = (np.add.reduceat(glyphs.bold.astype(np.int64), starts) * 2 > ends - starts).tolist()
    words = [
        Word(_join(glyphs.texts[start:end]), Box(*box), size, heavy)
        for start, end, box, size, heavy in zip(starts.tolist(), ends.tolist(), boxes, sizes, bold, strict=True)
    ]
    return _drop_repeated(_merge_spaced(words, glyphs.quadrants[starts].tolist()))


def _join(texts: list[str]) -> str:
    text = "".join(texts)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _select(glyphs: Glyphs, kept: npt.NDArray[np.bool_]) -> Glyphs:
    return Glyphs(
        [t for t, keep in zip(glyphs.texts, kept.tolist(), strict=True) if keep],
        glyphs.boxes[kept],
        glyphs.sizes[kept],
        glyphs.bold[kept],
        glyphs.quadrants[kept],
        glyphs.runs[kept],
        glyphs.objects[kept],
    )


def _along(glyphs: Glyphs) -> Floats:
    """Boxes as start, end along the writing direction and low, high across it, shape (n, 4)."""
    x0, y0, x1, y1 = glyphs.boxes.T
    choices = ((x0, x1, y0, y1), (y0, y1, x0, x1), (-x1, -x0, y0, y1), (-y1, -y0, x0, x1))
    return np.column_stack([np.choose(glyphs.quadrants, [c[k] for c in choices]) for k in range(4)])


def _drop_doubled(glyphs: Glyphs) -> Glyphs:
    """Remove a character drawn again right over the one before it."""
    if len(glyphs.texts) < 2:
        return glyphs
    place = _along(glyphs)
    texts = np.array(glyphs.texts, dtype=object)
    redrawn = np.diff(glyphs.objects) != 0
    near = np.abs(np.diff(place[:, 0])) < _DOUBLED * (place[1:, 1] - place[1:, 0])
    level = np.abs(np.diff(place[:, 2])) < 0.2 * glyphs.sizes[1:]
    doubled = np.concatenate(([False], redrawn & (texts[1:] == texts[:-1]) & near & level))
    return _select(glyphs, ~doubled) if doubled.any() else glyphs


def _compose_accents(glyphs: Glyphs) -> Glyphs:
    """Join an accent drawn over a letter as a character of its own (old TeX) with that letter."""
    marks = [i for i, text in enumerate(glyphs.texts) if text in _MARKS][:_MAX_MARKS]
    if not marks:
        return glyphs
    texts, kept = list(glyphs.texts), np.ones(len(glyphs.texts), dtype=np.bool_)
    for i in marks:
        for letter in np.flatnonzero(_under(glyphs.boxes[i], glyphs.boxes)).tolist():
            composed = unicodedata.normalize("NFC", texts[letter] + _MARKS[texts[i]])
            if letter != i and len(composed) == 1:
                texts[letter], kept[i] = composed, False
                break
    return _select(glyphs._replace(texts=texts), kept)


def _under(mark: Floats, boxes: Floats) -> npt.NDArray[np.bool_]:
    """Which boxes stand mostly under (or over) the mark."""
    over_x = np.minimum(mark[2], boxes[:, 2]) - np.maximum(mark[0], boxes[:, 0])
    over_y = np.minimum(mark[3], boxes[:, 3]) - np.maximum(mark[1], boxes[:, 1])
    narrower = np.minimum(mark[2] - mark[0], boxes[:, 2] - boxes[:, 0])
    return (over_x > 0.6 * narrower) & (over_y > 0.5 * (mark[3] - mark[1]))


def _breaks(glyphs: Glyphs) -> npt.NDArray[np.bool_]:
    """True where a word starts."""
    place, sizes = _along(glyphs), np.minimum(glyphs.sizes[1:], glyphs.sizes[:-1])
    gap = place[1:, 0] - place[:-1, 1]
    overlap = np.minimum(place[1:, 3], place[:-1, 3]) - np.maximum(place[1:, 2], place[:-1, 2])
    lowest = np.minimum(place[1:, 3] - place[1:, 2], place[:-1, 3] - place[:-1, 2])
    inside = (
        (np.diff(glyphs.runs) == 0)
        & (np.diff(glyphs.quadrants) == 0)
        & (gap <= _GAP * sizes)
        & (gap >= -np.maximum(_BACK * sizes, 0.9 * (place[:-1, 1] - place[:-1, 0])))
        & (overlap >= _SAME_LINE * lowest)
    )
    breaks = np.concatenate(([True], ~inside))
    if all(len(text) == 1 for text in glyphs.texts):
        for leaders in _LEADERS.finditer("".join(glyphs.texts)):
            breaks[leaders.start()] = True
            if leaders.end() < len(breaks):
                breaks[leaders.end()] = True
    return breaks


def _merge_spaced(words: list[Word], quadrants: list[int]) -> list[Word]:
    """Join the letters of a spaced-out title and the dots of a spaced leader."""
    merged: list[Word] = []
    at = 0
    while at < len(words):
        end = _spaced_run(words, quadrants, at) if len(words[at].text) == 1 else at + 1
        merged.append(_union(words[at:end]) if end > at + 1 else words[at])
        at = end
    return merged


def _spaced_run(words: list[Word], quadrants: list[int], start: int) -> int:
    """End of the run of spaced-out letters or dots from `start`; `start + 1` when it is none."""
    dots = words[start].text in "._·"
    end, gaps = start + 1, list[float]()
    last = min(len(words), start + _LONGEST_RUN)
    while end < last and quadrants[end] == quadrants[start] == 0 and _goes_on(words, start, end, dots=dots):
        gap = words[end].box.x0 - words[end - 1].box.x1
        if gap < 0 or gap > words[start].size or (gaps and abs(gap - gaps[0]) > max(0.6, 0.35 * gaps[0])):
            break
        gaps.append(gap)
        end += 1
    run = "".join(w.text for w in words[start:end])
    return end if len(run) >= (4 if dots else 5) and (dots or not _is_sequence(run)) else start + 1


def _goes_on(words: list[Word], start: int, end: int, *, dots: bool) -> bool:
    first, word = words[start], words[end]
    same = word.text == first.text if dots else len(word.text) == 1 and word.text.isalpha() and first.text.isalpha()
    return same and abs(word.box.y0 - first.box.y0) < 0.1 * first.size and abs(word.size - first.size) < 0.5


def _is_sequence(run: str) -> bool:
    """Labels such as A B C D E (rows of a plate) or x x x x x, not a word."""
    steps = {ord(b) - ord(a) for a, b in pairwise(run)}
    return len(steps) == 1


def _union(words: list[Word]) -> Word:
    boxes = [w.box for w in words]
    box = Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
    return Word("".join(w.text for w in words), box, words[0].size, words[0].bold)


def _drop_repeated(words: list[Word]) -> tuple[Word, ...]:
    """Keep the first of words printed twice at the same place (false bold, shadows)."""
    seen: defaultdict[str, list[int]] = defaultdict(list)
    kept: list[Word] = []
    for word in words:
        earlier = next((i for i in seen[word.text][-_LOOK_BACK:] if _same_place(kept[i], word)), None)
        if earlier is None:
            seen[word.text].append(len(kept))
            kept.append(word)
        else:
            kept[earlier] = kept[earlier]._replace(bold=True)
    return tuple(kept)


def _same_place(first: Word, second: Word) -> bool:
    near = 0.2 * min(first.size, second.size)
    return abs(first.box.x0 - second.box.x0) < near and abs(first.box.y0 - second.box.y0) < near

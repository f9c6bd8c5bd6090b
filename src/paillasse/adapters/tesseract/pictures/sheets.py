"""Several pictures under each other on one sheet: a third of the time of reading one is that of starting Tesseract."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

import numpy as np

from paillasse.adapters.tesseract.engine import Token
from paillasse.adapters.tesseract.rendering import Grey
from paillasse.types.pages import Box

_GAP = 60
"""White rows between two pictures: nobody takes them for one text."""
_MOST_PIXELS = 6_000_000
_WHITE = 255


def sheets(pictures: Sequence[Grey], most: int) -> Iterator[list[Grey]]:
    """The pictures in order, as many at a time as go on one sheet, `most` at the most."""
    group: list[Grey] = []
    for picture in pictures:
        if group and (len(group) == most or _pixels([*group, picture]) > _MOST_PIXELS):
            yield group
            group = []
        group.append(picture)
    if group:
        yield group


def _pixels(group: Sequence[Grey]) -> int:
    return max(p.shape[1] for p in group) * sum(p.shape[0] + _GAP for p in group)


def laid_out(group: Sequence[Grey]) -> tuple[Grey, list[int]]:
    """The sheet, and the row at which each picture starts."""
    tops = np.cumsum([0, *(picture.shape[0] + _GAP for picture in group)])
    sheet = np.full((int(tops[-1]), max(picture.shape[1] for picture in group)), _WHITE, dtype=np.uint8)
    for picture, top in zip(group, tops, strict=False):
        sheet[top : top + picture.shape[0], : picture.shape[1]] = picture
    return sheet, tops[:-1].tolist()


def taken_apart(found: Sequence[Token], tops: Sequence[int]) -> list[list[Token]]:
    """The words of each picture, places counted from its own top."""
    parts: list[list[Token]] = [[] for _ in tops]
    for token in found:
        at = bisect_right(tops, (token.box.y0 + token.box.y1) / 2) - 1
        x0, y0, x1, y1 = token.box
        parts[at].append(token._replace(box=Box(x0, y0 - tops[at], x1, y1 - tops[at])))
    return parts

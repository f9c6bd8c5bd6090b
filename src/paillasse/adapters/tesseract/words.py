"""Recognised words to words of a page: boxes in points, font sizes guessed, marks that are not text left out."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from paillasse.adapters.tesseract.engine import Token
from paillasse.types.pages import Box, Word

_ASCENT, _X_HEIGHT, _DESCENT = 0.72, 0.5, 0.21
"""Of Latin text faces, in ems: what the height of a word's ink tells of its font size."""
_LOW = set("acemnorsuvwxz")
_BELOW = set("gjpqyç,;")
_RULINGS = "|¦[]_—"
_READ_FOR_BULLETS = {"e", "©", "¢", "*", "°"}
_MIN_MARK = 0.6
"""Confidence from which a word without a letter or digit is a mark that was printed."""
_MIN_WORD = 0.2
_SAME_SIZE = 0.18
"""Lines whose size differs less from that of most of the page's text are set in the same."""


_LARGE, _SURE = 2.5, 0.8
"""Letters this many times as large as most are seen in the strokes of drawings, unless Tesseract is this sure."""
LONG_ENOUGH = 3
"""Characters from which the shape of a word's box tells which way it runs."""


def page_words(tokens: Sequence[Token], scale: float) -> tuple[Word, ...]:
    """Words of the upright page in the engine's order; `scale` is in pixels per point."""
    lines: defaultdict[tuple[int, int, int], list[Token]] = defaultdict(list)
    for token in tokens:
        if (kept := _cleaned(token)) is not None:
            lines[kept.line].append(kept)
    sizes = {line: _line_size(members) / scale for line, members in lines.items()}
    body = _body_size([(sizes[line], sum(len(t.text) for t in members)) for line, members in lines.items()])
    return tuple(
        word
        for line, members in lines.items()
        if sizes[line] <= _LARGE * body or confidence_of(members) >= _SURE
        for word in _set(members, _snapped(sizes[line], body), scale)
    )


def confidence_of(tokens: Sequence[Token]) -> float:
    """Mean confidence over the characters, 0 to 1; 0 without any."""
    characters = sum(len(token.text) for token in tokens)
    return round(sum(t.confidence * len(t.text) for t in tokens) / characters, 3) if characters else 0.0


def is_vertical(token: Token) -> bool:
    """True for a word that runs up or down the page."""
    width, height = token.box.x1 - token.box.x0, token.box.y1 - token.box.y0
    return len(token.text) >= LONG_ENOUGH and height > 2 * width


def _cleaned(token: Token) -> Token | None:
    """The word without the rulings read as letters at its ends; None when nothing is left of it."""
    text = unicodedata.normalize("NFC", "".join(c for c in token.text if c.isprintable()))
    stripped = text.strip(_RULINGS)
    text = stripped if any(map(str.isalnum, stripped)) else text
    least = _MIN_WORD if any(map(str.isalnum, text)) else _MIN_MARK
    if (
        not text.strip("|¦_")
        or token.confidence < least
        or min(token.box.x1 - token.box.x0, token.box.y1 - token.box.y0) <= 0
    ):
        return None
    return token._replace(text=text)


def _line_size(members: Sequence[Token]) -> float:
    """Font size of a line, in pixels: the median over its characters, by the height that each word's letters have."""
    found = [
        _height(token) / (_top(token.text) + _bottom(token.text))
        for token in members
        if any(map(str.isalnum, token.text))
        for _ in token.text
    ]
    return median(found) if found else max(map(_height, members))


def _height(token: Token) -> float:
    """Of its letters, in pixels."""
    width, height = token.box.x1 - token.box.x0, token.box.y1 - token.box.y0
    return width if is_vertical(token) else height


def _top(text: str) -> float:
    return _X_HEIGHT if all(c in _LOW | _BELOW or not c.isalnum() for c in text) else _ASCENT


def _bottom(text: str) -> float:
    return _DESCENT if any(c in _BELOW for c in text) else 0.0


def _body_size(sizes: Sequence[tuple[float, int]]) -> float:
    """Font size of most characters, in points; 10 without any."""
    spread = [size for size, characters in sizes for _ in range(characters)]
    return round(median(spread) * 2) / 2 if spread else 10.0


def _snapped(size: float, body: float) -> float:
    return body if abs(size - body) <= _SAME_SIZE * body else max(float(round(size)), 1.0)


def _with_bullet(members: Sequence[Token]) -> list[Token]:
    """The line; a lone letter that Tesseract makes of a round bullet is the bullet when a word comes after it."""
    first, *others = members
    if first.text in _READ_FOR_BULLETS and others and others[0].text[:1].isalpha():
        return [first._replace(text="•"), *others]
    return list(members)


def _set(members: Sequence[Token], size: float, scale: float) -> list[Word]:
    """The words of a line, their boxes as high as its font so that they share a row, and always over their ink."""
    baseline = median(t.box.y1 / scale - _bottom(t.text) * size for t in members)
    words: list[Word] = []
    for token in _with_bullet(members):
        x0, y0, x1, y1 = (value / scale for value in token.box)
        if not is_vertical(token) and abs(y1 - _bottom(token.text) * size - baseline) < 0.5 * size:
            y0, y1 = min(y0, baseline - _ASCENT * size), max(y1, baseline + _DESCENT * size)
        words.append(
            Word(token.text, Box(*(round(max(v, 0.0), 2) for v in (x0, y0, x1, y1))), round(size, 1), bold=False)
        )
    return words

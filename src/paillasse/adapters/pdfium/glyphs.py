"""Visible characters of a page, in displayed coordinates, with the attributes of the text object they belong to."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from paillasse.adapters.pdfium import native
from paillasse.adapters.pdfium.geometry import Frame
from paillasse.adapters.pdfium.graphics import Shapes
from paillasse.adapters.pdfium.native import Floats
from paillasse.types.pages import Box

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|(?:[-,_ ]|(?<=[a-z]))bd(?![a-z])", re.IGNORECASE)
_BOLD_WEIGHTS = range(680, 1001)
_SLACK = 0.15
"""Ink may leave the loose box by this many ems before the box follows it."""
_STROKE, _FILL_AND_STROKE, _INVISIBLE, _CLIP = 1, 2, 3, 7
_WHITE = 245
"""Red, green and blue from which ink cannot be told from paper."""
_SPECK = 1.0
"""Text lower than this, in points, cannot be read."""
_BLOCK = 256
_HYPHENS = {0x02, 0xAD, 0xFFFE}
"""0x02 and U+FFFE are PDFium's marks for a hyphen that ends a line."""
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_SYMBOL_AREA = range(0xF000, 0xF100)
"""Private-use codes of symbol fonts: units, comparison signs and bullets must stay readable."""
_PICTURE_FONTS = ("wingding", "dingbat", "webding")
# Adobe Symbol encoding, ISO 32000-1 annex D.5; letters are Greek, digits and most of ASCII punctuation are themselves.
_SYMBOL: dict[int, str] = {
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    0x2D: "−", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB2: "″", 0xB3: "≥", 0xB4: "×", 0xB5: "∝", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xD0: "∠", 0xD2: "®", 0xD3: "©", 0xD4: "™", 0xD6: "√", 0xD7: "⋅", 0xE2: "®", 0xE3: "©",
    0xE4: "™", 0xE5: "∑", 0xF2: "∫",
}  # fmt: skip
# Wingdings: the marks met in manuals.
_WINGDINGS: dict[int, str] = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA7: "▪",
    0xA8: "◻", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", 0x21: "✏", 0x46: "☞", 0x4A: "☺",
}  # fmt: skip


class Glyphs(NamedTuple):
    """Characters in content order. Blanks and dropped characters are only seen as `run` numbers that differ."""

    texts: list[str]
    boxes: Floats
    """Displayed x0, y0, x1, y1, shape (n, 4)."""
    sizes: Floats
    """Font size in points as displayed, shape (n,)."""
    bold: npt.NDArray[np.bool_]
    quadrants: npt.NDArray[np.int64]
    """Writing direction: 0 rightwards, 1 downwards, 2 leftwards, 3 upwards, shape (n,)."""
    runs: npt.NDArray[np.int64]
    """Two neighbours with a different number are separated by a blank, shape (n,)."""
    objects: npt.NDArray[np.int64]
    """Which text object draws it, shape (n,)."""


class _Ink(Enum):
    DARK = auto()
    PALE = auto()
    """White, or a mask for what is painted after it: seen where the page is not white."""
    NONE = auto()
    """Seen nowhere; over a picture it is what OCR read there."""


class _Style(NamedTuple):
    size: float
    bold: bool
    quadrant: int
    ink: _Ink
    font: str


def visible_glyphs(text_page: native.Handle, frame: Frame, shapes: Shapes, *, scanned: bool) -> Glyphs:
    """What a reader sees of the text: neither white on white, nor specks, nor what lies off the page.

    Text without ink is kept where it is the OCR layer of a picture, or of a page that is one (`scanned`). What is
    covered by something drawn later, or belongs to a hidden layer, is not told from the rest.
    """
    chars = native.read_characters(text_page)
    objects, first, inverse = np.unique(chars.objects, return_index=True, return_inverse=True)
    styles = _styles(text_page, objects, first, frame)
    sizes = np.array([s.size for s in styles], dtype=np.float64)[inverse]
    boxes = _covering(frame, chars, sizes)
    blank = _blanks(chars.codes)
    seen = ~blank & _on_page(boxes, frame) & ~_specks(boxes, sizes)
    for ink, grounds in ((_Ink.PALE, shapes.grounds), (_Ink.NONE, None if scanned else shapes.images)):
        doubtful = seen & np.array([s.ink is ink for s in styles], dtype=np.bool_)[inverse]
        if grounds is not None and doubtful.any():
            seen[doubtful] = _over(boxes[doubtful], grounds)
    kept = np.flatnonzero(seen)
    owners: list[int] = inverse.tolist()
    texts = [_text(text_page, int(i), int(chars.codes[i]), styles[owners[i]].font) for i in kept.tolist()]
    readable = np.array([bool(t) for t in texts], dtype=np.bool_)
    kept = kept[readable]
    return Glyphs(
        texts=[t for t in texts if t],
        boxes=boxes[kept],
        sizes=sizes[kept],
        bold=np.array([s.bold for s in styles], dtype=np.bool_)[inverse][kept],
        quadrants=np.array([s.quadrant for s in styles], dtype=np.int64)[inverse][kept],
        runs=np.cumsum(blank, dtype=np.int64)[kept],
        objects=chars.objects[kept],
    )


def _styles(
    text_page: native.Handle, objects: npt.NDArray[np.int64], first: npt.NDArray[np.int64], frame: Frame
) -> list[_Style]:
    fonts: dict[native.Handle, native.Font] = {}
    styles: list[_Style] = []
    for handle, index in zip(objects.tolist(), first.tolist(), strict=True):
        if not handle:
            styles.append(_Style(0.0, bold=False, quadrant=0, ink=_Ink.DARK, font=""))
            continue
        font_handle = native.font_of(handle)
        if font_handle not in fonts:
            fonts[font_handle] = native.describe_font(font_handle)
        font, mode = fonts[font_handle], native.render_mode(handle)
        a, b, c, d = native.character_matrix(text_page, index)
        size = abs(native.font_size(handle)) * math.hypot(c, d)
        size = min(size, frame.height) if math.isfinite(size) else frame.height
        bold = mode == _FILL_AND_STROKE or is_bold(font)
        styles.append(_Style(size, bold, _quadrant(a, b, frame), _ink(handle, mode), font.name))
    return styles


def _ink(text_object: native.Handle, mode: int) -> _Ink:
    """How a text object is painted in this rendering mode: ISO 32000-1, table 106; from 4 on it clips as well."""
    if mode == _INVISIBLE:
        return _Ink.NONE
    if mode == _CLIP:
        return _Ink.PALE
    colors = [native.stroke_color(text_object)] if mode % 4 in {_STROKE, _FILL_AND_STROKE} else []
    if mode % 4 != _STROKE:
        colors.append(native.fill_color(text_object))
    if any(color is None or (color.alpha and min(color[:3]) < _WHITE) for color in colors):
        return _Ink.DARK
    return _Ink.PALE if any(color and color.alpha for color in colors) else _Ink.NONE


def _specks(boxes: Floats, sizes: Floats) -> npt.NDArray[np.bool_]:
    """Of both measures the larger: fonts may scale their own shapes up."""
    height = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    return np.maximum(sizes, height) < _SPECK


def _over(boxes: Floats, grounds: Sequence[Box]) -> npt.NDArray[np.bool_]:
    """Which boxes have their middle on one of the grounds."""
    x, y = (boxes[:, :2] + boxes[:, 2:]).T[:, :, None] / 2
    covered = np.zeros(len(boxes), dtype=np.bool_)
    for start in range(0, len(grounds), _BLOCK):
        x0, y0, x1, y1 = np.array(grounds[start : start + _BLOCK]).T
        covered |= ((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)).any(1)
    return covered


def is_bold(font: native.Font) -> bool:
    """By name first; by descriptor flag or weight for fonts whose name does not say."""
    return bool(_BOLD_NAME.search(font.name)) or bool(font.flags & native.FORCE_BOLD) or font.weight in _BOLD_WEIGHTS


def _quadrant(a: float, b: float, frame: Frame) -> int:
    m = frame.to_display
    x, y = m.a * a + m.c * b, m.b * a + m.d * b
    if not (np.isfinite(x) and np.isfinite(y)):
        return 0
    return round(float(np.arctan2(y, x)) / (np.pi / 2)) % 4


def _covering(frame: Frame, chars: native.Characters, sizes: Floats) -> Floats:
    """The loose box, so that words of a line are equally high; held to the ink where the two clearly disagree."""
    loose, tight = frame.boxes(chars.loose), frame.boxes(chars.tight)
    empty = (loose[:, 2] <= loose[:, 0]) | (loose[:, 3] <= loose[:, 1]) | ~np.isfinite(loose).all(1)
    boxes = np.where(empty[:, None], tight, loose)
    em = sizes[:, None]
    inked = ((tight[:, 2] > tight[:, 0]) & (tight[:, 3] > tight[:, 1]))[:, None]
    low, high = boxes[:, :2], boxes[:, 2:]
    lowest, highest = tight[:, :2], tight[:, 2:]
    low = np.where(inked & (lowest < low - _SLACK * em), np.maximum(lowest, low - em / 2), low)
    high = np.where(inked & (highest > high + _SLACK * em), np.minimum(highest, high + em / 2), high)
    # Fonts that declare an absurd height may not leave the ink by more than a line.
    low = np.where(inked, np.maximum(low, lowest - em), low)
    high = np.where(inked, np.minimum(high, highest + em), high)
    return np.column_stack((low, high))


def _on_page(boxes: Floats, frame: Frame) -> npt.NDArray[np.bool_]:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    solid = (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1]) & np.isfinite(boxes).all(1)
    return solid & (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)


def _blanks(codes: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    unique, inverse = np.unique(codes, return_inverse=True)
    return np.array([_is_blank(int(c)) for c in unique], dtype=np.bool_)[inverse]


def _is_blank(code: int) -> bool:
    return (
        0x09 <= code <= 0x0D
        or (code < 0x110000 and chr(code).isspace() and code >= 0x20)
        or code == _SYMBOL_AREA.start + 0x20
    )


def _text(text_page: native.Handle, index: int, code: int, font: str) -> str:
    """The character as printed; empty for what has no shape."""
    if code > 0x20 and code not in _HYPHENS and chr(min(code, 0x10FFFF)).isprintable():
        return chr(code)
    if code in _HYPHENS:
        return "-"
    if code < 0x20 or 0xD800 <= code < 0xE000 or code >= 0x110000:
        return _REPLACEMENT if native.is_unmapped(text_page, index) or code >= 0x20 else ""
    if code in _SYMBOL_AREA:
        return _symbol_text(code, font)
    return "" if unicodedata.category(chr(code)) in {"Cf", "Cc", "Cn"} else chr(code)


def _symbol_text(code: int, font: str) -> str:
    """The character a symbol font draws; the private code itself when unknown."""
    low = code - _SYMBOL_AREA.start
    if any(name in font.lower() for name in _PICTURE_FONTS):
        return _WINGDINGS.get(low, chr(code))
    if low in _SYMBOL:
        return _SYMBOL[low]
    return chr(low) if 0x20 < low < 0x7F else _WINGDINGS.get(low, chr(code))

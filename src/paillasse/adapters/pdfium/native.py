"""Typed seam over PDFium's C interface: the few calls made per character and per object, without wrapper cost.

Everything here is thread-bound like PDFium itself: one document, one thread.
"""

from __future__ import annotations

import ctypes
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

pypdfium2: Any = import_module("pypdfium2")
"""The package ships no types: it is imported as `Any`, here only."""
raw: Any = import_module("pypdfium2.raw")
"""PDFium's C functions and constants."""
PdfiumError: type[Exception] = pypdfium2.PdfiumError

Floats = npt.NDArray[np.float64]
Handle = int
"""Address of a PDFium object."""

FORCE_BOLD = 1 << 18
"""Bit 19 of a font's flags: ISO 32000-1, table 123."""


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """The C function with plain integer handles: half the cost of the generated binding."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_p, _i = ctypes.c_void_p, ctypes.c_int
_unicode = _function("FPDFText_GetUnicode", ctypes.c_uint, _p, _i)
_text_object = _function("FPDFText_GetTextObject", _p, _p, _i)
_loose_box = _function("FPDFText_GetLooseCharBox", _i, _p, _i, _p)
_tight_box = _function("FPDFText_GetCharBox", _i, _p, _i, _p, _p, _p, _p)
_char_matrix = _function("FPDFText_GetMatrix", _i, _p, _i, _p)
_unmapped = _function("FPDFText_HasUnicodeMapError", _i, _p, _i)
_font_size = _function("FPDFTextObj_GetFontSize", _i, _p, _p)
_render_mode = _function("FPDFTextObj_GetTextRenderMode", _i, _p)
_fill_color = _function("FPDFPageObj_GetFillColor", _i, _p, _p, _p, _p, _p)
_stroke_color = _function("FPDFPageObj_GetStrokeColor", _i, _p, _p, _p, _p, _p)
_font = _function("FPDFTextObj_GetFont", _p, _p)
_font_name = _function("FPDFFont_GetBaseFontName", ctypes.c_size_t, _p, _p, ctypes.c_size_t)
_font_weight = _function("FPDFFont_GetWeight", _i, _p)
_font_flags = _function("FPDFFont_GetFlags", _i, _p)


def address(handle: Any) -> Handle:
    """Address behind a pypdfium2 object or ctypes pointer."""
    return ctypes.cast(getattr(handle, "raw", handle), ctypes.c_void_p).value or 0


class Color(NamedTuple):
    """Red, green, blue and opacity, 0 to 255."""

    red: int
    green: int
    blue: int
    alpha: int


class Font(NamedTuple):
    """What is used of a font."""

    name: str
    weight: int
    flags: int


class Characters(NamedTuple):
    """Every character of a page as PDFium orders them; boxes in page space (origin bottom-left)."""

    codes: npt.NDArray[np.int64]
    """Unicode, shape (n,)."""
    objects: npt.NDArray[np.int64]
    """Address of the text object each belongs to, 0 for generated ones, shape (n,)."""
    loose: Floats
    """Advance width × font height: left, top, right, bottom, shape (n, 4)."""
    tight: Floats
    """Ink: left, top, right, bottom, shape (n, 4)."""


def read_characters(text_page: Handle) -> Characters:
    """Codes, objects and boxes of every character of the page."""
    count = max(0, raw.FPDFText_CountChars(ctypes.cast(text_page, raw.FPDF_TEXTPAGE)))
    indices = range(count)
    loose = np.zeros((count, 4), dtype=np.float32)
    tight = np.zeros((count, 4), dtype=np.float64)
    loose_at, tight_at = loose.ctypes.data, tight.ctypes.data
    for index in indices:
        _loose_box(text_page, index, loose_at + 16 * index)
        at = tight_at + 32 * index
        _tight_box(text_page, index, at, at + 16, at + 24, at + 8)
    return Characters(
        codes=np.fromiter((_unicode(text_page, i) for i in indices), np.int64, count),
        objects=np.fromiter((_text_object(text_page, i) or 0 for i in indices), np.int64, count),
        loose=loose.astype(np.float64),
        tight=tight,
    )


def character_matrix(text_page: Handle, index: int) -> tuple[float, float, float, float]:
    """Linear part (a, b, c, d) of the matrix that places the character on the page."""
    matrix = (ctypes.c_float * 6)()
    if not _char_matrix(text_page, index, ctypes.addressof(matrix)):
        return (1.0, 0.0, 0.0, 1.0)
    return (matrix[0], matrix[1], matrix[2], matrix[3])


def is_unmapped(text_page: Handle, index: int) -> bool:
    """True when the font gives no Unicode for the character."""
    return _unmapped(text_page, index) == 1


def font_size(text_object: Handle) -> float:
    """Font size before the matrix."""
    size = ctypes.c_float()
    _font_size(text_object, ctypes.addressof(size))
    return size.value


def render_mode(text_object: Handle) -> int:
    """Text rendering mode: ISO 32000-1, table 106 (3 is invisible)."""
    return int(_render_mode(text_object))


def fill_color(page_object: Handle) -> Color | None:
    """What the object is filled with; None when PDFium does not know, as for patterns."""
    return _color(_fill_color, page_object)


def stroke_color(page_object: Handle) -> Color | None:
    """What the object is outlined with; None when PDFium does not know."""
    return _color(_stroke_color, page_object)


def _color(function: Any, page_object: Handle) -> Color | None:
    parts = (ctypes.c_uint * 4)()
    start = ctypes.addressof(parts)
    return Color(*parts) if function(page_object, start, start + 4, start + 8, start + 12) else None


def font_of(text_object: Handle) -> Handle:
    """Font of a text object."""
    return _font(text_object) or 0


def describe_font(font: Handle) -> Font:
    """Name, weight and flags of a font."""
    if not font:
        return Font("", 0, 0)
    name = ctypes.create_string_buffer(256)
    _font_name(font, ctypes.addressof(name), 256)
    return Font(name.value.decode("utf-8", "replace"), int(_font_weight(font)), int(_font_flags(font)))

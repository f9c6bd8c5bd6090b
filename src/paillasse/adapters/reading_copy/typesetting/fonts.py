"""The typefaces of a reading copy: those that come with reportlab, so that every machine sets the same pages.

Bitstream Vera covers French, English and most of what manuals print; arrows, Greek and check marks come from the
Symbol and Zapf Dingbats faces that every PDF reader has. A character that none of them draws is shown as a lozenge and
keeps its text, so that it can still be read, found and quoted.
"""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

pdfmetrics: Any = import_module("reportlab.pdfbase.pdfmetrics")
ttfonts: Any = import_module("reportlab.pdfbase.ttfonts")
"""The package ships no types: it is imported as `Any`."""

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "PaillasseText", "PaillasseText-Bold", "PaillasseText-Italic", "PaillasseText-BI"
MONOSPACED = "Courier"
_FILES = {REGULAR: "Vera.ttf", BOLD: "VeraBd.ttf", ITALIC: "VeraIt.ttf", BOLD_ITALIC: "VeraBI.ttf"}
_TWINS = {"μ": "µ", "Δ": "∆", "′": "'", "″": '"', "‑": "-", "●": "•"}
"""Characters drawn like another one of the text face; they keep their own text."""
_STAND_IN = "◊"
_BEYOND = re.compile("[\U00010000-\U0010ffff\ud800-\udfff\ufffe\uffff]")
"""Characters for which reportlab writes no text into the file: emoji and historic scripts."""


class Typefaces:
    """The faces of one document; `markup` and `plain` make any text fit to be set with them."""

    def __init__(self) -> None:
        """Register the faces; reportlab keeps them for the whole process, with the stand-ins of earlier documents."""
        for name, file in _FILES.items():
            pdfmetrics.registerFont(ttfonts.TTFont(name, file))
        self._faces: list[Any] = [pdfmetrics.getFont(name).face for name in _FILES]
        pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD_ITALIC)
        self._drawn = set[int](self._faces[0].charToGlyph)
        self._switches: dict[str, str] = {}

    def markup(self, markup: str) -> str:
        """Markup with each character that the text face lacks in one that has it."""
        return "".join(self._set(c) for c in _BEYOND.sub("\ufffd", markup)) if not markup.isascii() else markup

    def listing(self, line: str) -> str:
        """A line of plain text as markup for the monospaced face, which only knows Windows-1252."""
        return "".join(
            _escape(c) if _fits(c, "cp1252") else f'<font face="{REGULAR}">{self.markup(c)}</font>' for c in line
        )

    def _set(self, character: str) -> str:
        if ord(character) in self._drawn:
            return character
        if character not in self._switches:
            self._switches[character] = self._switch(character)
        return self._switches[character]

    def _switch(self, character: str) -> str:
        for face in ("Symbol", "ZapfDingbats"):
            if character not in _TWINS and _fits(character, face.lower()):
                return f'<font face="{face}">{character}</font>'
        shown = ord(_TWINS.get(character, _STAND_IN))
        for face in self._faces:
            face.charToGlyph[ord(character)] = face.charToGlyph[shown]
            face.charWidths[ord(character)] = face.charWidths[shown]
        return character


def _escape(character: str) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;", " ": "\u00a0"}.get(character, character)


def _fits(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True

"""Which pages have to be read from their picture: no usable text layer, or one that is not language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from paillasse.language.text import fold
from paillasse.types.pages import RawDocument, RawPage

_ENOUGH = 60
"""Fewest letters from which the health of a page can be told."""
_MIN_PLAUSIBLE = 0.5
_MIN_FREQUENT = 0.45
_FREQUENT = frozenset("etaoinsrlu")
"""The ten most frequent letters hold about three quarters of English, French, German, Italian and Spanish text."""
_PARTS = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[aeiouy]")
_NOT_IN_WORDS = re.compile(r"[^\W\d][=~^¤¦§¶]+[^\W\d]")
_FEW_WORDS = 30
_PICTURE_SHARE = 0.4
"""A page with few words whose pictures cover more than this is a scan with a stamp, or a labelled drawing."""


def illegible_pages(raw: RawDocument) -> list[int]:
    """Numbers of the pages on which something is drawn that the file does not give as text."""
    return [page.number for page in raw.pages if not page.failed and _is_illegible(page)]


def _is_illegible(page: RawPage) -> bool:
    if not page.words:
        return bool(page.images or page.rules)
    return _is_picture(page) or is_garbled(word.text for word in page.words)


def _is_picture(page: RawPage) -> bool:
    pictures = sum((box.x1 - box.x0) * (box.y1 - box.y0) for box in page.images)
    return len(page.words) < _FEW_WORDS and pictures > _PICTURE_SHARE * page.width * page.height


def letters(words: Iterable[str]) -> int:
    """Letters and digits in all of them."""
    return sum(char.isalnum() for word in words for char in word)


def is_garbled(words: Iterable[str]) -> bool:
    """True when a text layer holds letters that are not language: a font without a usable character map.

    Two signs: most letters stand in impossible words (control or private characters, symbols between letters, mostly
    accented letters, no vowel), or the letters that are frequent in every language here are rare.
    """
    plausible = total = frequent = 0
    for word in words:
        letters = sum(map(len, _PARTS.findall(word))) + sum(_is_strange(c) for c in word)
        total += letters
        if _is_plausible(word):
            plausible += letters
            frequent += sum(c in _FREQUENT for c in fold(word))
    if total < _ENOUGH:
        return False
    return plausible < _MIN_PLAUSIBLE * total or frequent < _MIN_FREQUENT * plausible


def _is_strange(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs")


def _is_plausible(word: str) -> bool:
    if any(map(_is_strange, word)) or _NOT_IN_WORDS.search(word):
        return False
    for part in _PARTS.findall(word):
        accented = sum(not c.isascii() for c in part)
        if len(part) >= 4 and (accented > 0.5 * len(part) or len(part) > 40):
            return False
        if len(part) >= 5 and not part.isupper() and not _VOWEL.search(fold(part)):
            return False
    return True

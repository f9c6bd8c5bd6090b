"""What was read of a document, page by page, and what was not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from paillasse.page_types import BlockKind, Page, RawDocument, RawPage, TextSource
from paillasse.text import fold
from paillasse.types import CoverageReport, PageCoverage, PageTrouble

_ENOUGH = 60
"""Fewest letters from which the health of a page can be told."""
_MIN_PLAUSIBLE = 0.5
_MIN_FREQUENT = 0.45
_FREQUENT = frozenset("etaoinsrlu")
"""The ten most frequent letters hold about three quarters of English, French, German, Italian and Spanish text."""
_PARTS = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile(r"[aeiouy]")
_NOT_IN_WORDS = re.compile(r"[^\W\d][=~^¤¦§¶]+[^\W\d]")


def coverage_report(raw: RawDocument, pages: Sequence[Page], *, codes: int = 0) -> CoverageReport:
    """Characters, tables, figures and trouble of each page; `codes` is the number of code entries found."""
    kinds = [block.kind for page in pages for block in page.blocks]
    return CoverageReport(
        tuple(_coverage(before, page) for before, page in zip(raw.pages, pages, strict=True)),
        headings=kinds.count(BlockKind.HEADING),
        warnings=kinds.count(BlockKind.WARNING),
        codes=codes,
    )


def _coverage(raw: RawPage, page: Page) -> PageCoverage:
    return PageCoverage(
        page.number,
        page.label,
        sum(len(word.text) for word in page.words),
        len(page.tables),
        len(page.figures),
        page.text_source,
        page.confidence,
        _trouble(raw, page),
    )


def _trouble(raw: RawPage, page: Page) -> PageTrouble | None:
    if raw.failed:
        return PageTrouble.PARSE_FAILED
    if page.text_source is TextSource.NONE:
        return PageTrouble.NO_TEXT if raw.images else None
    return PageTrouble.GARBLED_TEXT if is_garbled(word.text for word in page.words) else None


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

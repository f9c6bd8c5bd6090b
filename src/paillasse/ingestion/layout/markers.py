"""Marks at the start of a line: list markers, signal words, captions, section numbers, dot leaders."""

from __future__ import annotations

import re

from paillasse.types.pages import WarningLevel

_BULLET = re.compile(r"^(?:[•●▪■◦○□▫‣⁃∙·⦁⚫►▶▸▷➢➤➧➔➜➝➞→⇒❖✓✔✗☐☑\u2013\u2014\u2012\u2212\-*o]|[\ue000-\uf8ff])$")
_STEP = re.compile(
    r"^(?:\(?\d{1,2}[.)]|\d{1,2}[.)°]?-|\d{1,2}[°º]|\(?[a-zA-Z][.)]|\(?[ivx]{1,4}[.)]|[①-⑳❶-❿])$",
)
_STEP_WORD = re.compile(r"^(?:step|étape|etape|schritt|passo|paso)$", re.IGNORECASE)
_SIGNALS = {
    "DANGER": WarningLevel.DANGER,
    "GEFAHR": WarningLevel.DANGER,
    "PERICOLO": WarningLevel.DANGER,
    "PELIGRO": WarningLevel.DANGER,
    "WARNING": WarningLevel.WARNING,
    "WARNINGS": WarningLevel.WARNING,
    "AVERTISSEMENT": WarningLevel.WARNING,
    "AVERTISSEMENTS": WarningLevel.WARNING,
    "WARNUNG": WarningLevel.WARNING,
    "AVVERTENZA": WarningLevel.WARNING,
    "ADVERTENCIA": WarningLevel.WARNING,
    "CAUTION": WarningLevel.CAUTION,
    "CAUTIONS": WarningLevel.CAUTION,
    "ATTENTION": WarningLevel.CAUTION,
    "MISE EN GARDE": WarningLevel.CAUTION,
    "PRÉCAUTION": WarningLevel.CAUTION,
    "PRECAUTION": WarningLevel.CAUTION,
    "PRÉCAUTIONS": WarningLevel.CAUTION,
    "PRUDENCE": WarningLevel.CAUTION,
    "VORSICHT": WarningLevel.CAUTION,
    "ACHTUNG": WarningLevel.CAUTION,
    "ATTENZIONE": WarningLevel.CAUTION,
    "ATENCIÓN": WarningLevel.CAUTION,
    "PRECAUCIÓN": WarningLevel.CAUTION,
    "NOTICE": WarningLevel.NOTICE,
    "AVIS": WarningLevel.NOTICE,
}
_WORDS = "|".join(sorted((s.replace(" ", r"\s+") for s in _SIGNALS), key=len, reverse=True))
_SIGNAL = re.compile(rf"^[\W_]*({_WORDS})(?!\w)\s*(\W*)", re.IGNORECASE)
_AFTER_SYMBOL = re.compile(rf"^[^\sa-z]{{1,2}}\s+((?i:{_WORDS}))(?!\w)\s*(\W*)$")
"""A letter of a symbol font, a lone signal word."""
_SECTION = re.compile(r"^(?:(\d{1,2}(?:\.\d{1,2}){0,4})\.?|([A-Z](?:\.\d{1,2}){1,3})\.?|([IVX]{1,5})[.)])$")
_CHAPTER = re.compile(
    r"^(?:chapter|chapitre|section|part|partie|appendix|appendices|annexe|annex|anhang|kapitel|capitolo|appendice|"
    r"apéndice|capítulo)\s+(?:\d{1,2}|[A-Z]|[IVX]{1,4})\b(?!\.\d)",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"^(?i:fig(?:ure|\.)?|table(?:au)?|tab\.|illustration|schéma|abb(?:ildung|\.)?|tabelle|figura|tabella|tabla|photo|"
    r"image|picture|diagram)\s*(?:[Nn]°\s*)?(?:[A-Z]?\d+(?:[-.–]\d+)*[a-z]?|[A-Z][-.]?\d+|[IVX]+)"
    r"(?:\s*[:.–—(-]|\s*$|\s+[^\Wa-zà-ÿ_])",
)
_LEADER = re.compile(r"(?:\.\s?){4,}|(?:…\s?){2,}|(?:_\s?){6,}")


def bullet(word: str) -> bool:
    """True for a word that is a bullet sign."""
    return bool(_BULLET.match(word))


def step_marker(words: list[str]) -> int:
    """How many words at the start number a step: 2 for "Step 3:", 1 for "3.", 0 for none."""
    if not words:
        return 0
    if _STEP.match(words[0]):
        return 1
    if len(words) > 1 and _STEP_WORD.match(words[0]) and re.match(r"^(?:\d{1,2}|[A-Z])[.:)]?$", words[1]):
        return 2
    return 0


def signal(text: str) -> tuple[WarningLevel, str, str] | None:
    """The signal word a text starts with: (level, the word as printed, the punctuation after it)."""
    match = _SIGNAL.match(text) or _AFTER_SYMBOL.match(text)
    if match is None:
        return None
    printed = match.group(1)
    return _SIGNALS[re.sub(r"\s+", " ", printed).upper()], printed, match.group(2)


def section_depth(words: list[str]) -> int:
    """Depth of the section number a title starts with ("3.2.1" → 3, "Chapter 4" → 1), 0 without one."""
    if _CHAPTER.match(" ".join(words[:2])):
        return 1
    match = _SECTION.match(words[0]) if len(words) > 1 else None
    if match is None:
        return 0
    number = match.group(1) or match.group(2)
    if number is None:
        return 1
    if number.endswith(".0"):
        return 1
    return number.count(".") + 1


def caption(text: str) -> bool:
    """True for "Figure 3: …", "Tableau 2", "Table 4-1 …"."""
    return bool(_CAPTION.match(text))


def leader(text: str) -> bool:
    """True for a line of a table of contents: dots that lead to a page number."""
    return bool(_LEADER.search(text))

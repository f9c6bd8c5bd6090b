"""Which edition of a manual: revision and date as printed on the first and last pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from paillasse.language.text import fold
from paillasse.types.pages import Page

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january janvier januar gennaio enero jan", "february fevrier februar febbraio febrero feb",
            "march mars marz marzo mar", "april avril aprile abril apr", "may mai maggio mayo",
            "june juin juni giugno junio jun", "july juillet juli luglio julio jul", "august aout agosto aug",
            "september septembre settembre septiembre sep sept", "october octobre oktober ottobre octubre oct",
            "november novembre noviembre nov", "december decembre dezember dicembre diciembre dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:er|st|nd|rd|th)?\.?\s+(?P<m>{_MONTH})\.?,?\s+(?P<y>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<m>{_MONTH})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s*(?P<y>(?:19|20)\d\d)\b"),
    re.compile(rf"\b(?P<m>{_MONTH})\.?,?\s+(?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3]\d)\b"),
    re.compile(r"\b(?P<d>[0-3]?\d)[./](?P<m>0?[1-9]|1[0-2])[./](?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"(?<![\d/])(?P<m>0?[1-9]|1[0-2])/(?P<y>(?:19|20)\d\d)\b"),
)
_NUMBER = r"[\s:]+(\d{1,2}(?:\.[\dA-Z]{1,3})*|[A-Z])\b(?!\s*[’'])"
_REVISIONS = tuple(
    (re.compile(pattern + number, re.IGNORECASE), confidence)
    for pattern, number, confidence in (
        (r"\brev(?:ision|\.)?(?:\s*n[o°]\.?)?", r"[\s:]+([A-Z]\d?|\d{1,2}(?:\.\d{1,3})*[A-Z]?)(?![\w/])", 0.9),
        (r"\biss(?:ue|\.)?", _NUMBER, 0.8),
        (r"\b[ée]dition", _NUMBER, 0.8),
        (r"(?<!software )(?<!firmware )(?<!logiciel )\bversion", _NUMBER, 0.7),
        (r"\bv\.?", r"\s?(\d{1,2}\.\d{1,3}(?:\.\d+)?)\b", 0.5),
    )
)


def guess_revision(pages: Sequence[Page]) -> tuple[str, float]:
    """Revision as printed after "Rev.", "Issue", "Édition", "Version", and confidence; empty without one."""
    for text in _edges(pages):
        for pattern, confidence in _REVISIONS:
            if match := pattern.search(text):
                return match.group(1), confidence
    return "", 0.0


def guess_date(pages: Sequence[Page], created: str) -> tuple[date | None, float]:
    """Latest date printed on the first or last pages, else the file's creation date, and confidence.

    Dates after the creation of the file are not of this edition.
    """
    match = re.match(r"D:(\d{4})(\d\d)(\d\d)", created)
    made = _date({"y": match.group(1), "m": match.group(2), "d": match.group(3)}) if match else None
    printed = [
        found
        for text in _edges(pages)
        for pattern in _DATES
        for match in pattern.finditer(fold(text))
        if (found := _date(match.groupdict())) and (made is None or found <= made)
    ]
    return (max(printed), 0.8) if printed else (made, 0.3 if made else 0.0)


def _edges(pages: Sequence[Page]) -> list[str]:
    """Texts of the first three pages, then of the last two."""
    return [" ".join(word.text for word in page.words) for page in (*pages[:3], *reversed(pages[3:][-2:]))]


def _date(parts: dict[str, str | None]) -> date | None:
    month = parts.get("m") or ""
    try:
        return date(int(parts.get("y") or 0), _MONTHS.get(month) or int(month), int(parts.get("d") or 1))
    except ValueError:
        return None

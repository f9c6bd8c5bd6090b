"""The number printed on a page, found among its furniture and believed when it counts up with the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_PAGE_OF = re.compile(
    r"\b(?:page|seite|pagina|página|p\.)\s*:?\s*(\d{1,4})\b|\b(\d{1,4})\s*(?:/|of|sur|de|von)\s*\d{1,4}\b",
    re.IGNORECASE,
)
_COMPOUND = re.compile(r"^([A-Z]{1,2}|\d{1,2})([-–.])(\d{1,3})$")
_ARABIC = re.compile(r"^[-–\[(]?(\d{1,4})[-–\])]?$")
_ROMAN = re.compile(r"^[ivxlc]{1,7}$", re.IGNORECASE)
_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class PrintedNumber(NamedTuple):
    """A number that may count the pages."""

    style: str
    """What comes before the counting part: "" for plain numbers, "3-", "A-", or "roman"."""
    value: int
    printed: str


def page_labels(given: Mapping[int, str], furniture: Mapping[int, Sequence[str]]) -> dict[int, str]:
    """Label of each page.

    Args:
        given: page number → label of the file itself, "" without one.
        furniture: page number → texts of its running headers and footers.

    Returns:
        The file's label, else the printed number when it counts up by one with the pages nearby, else the page number.
        Labels of the file that only repeat the page number say nothing and are passed over.
    """
    if all(label.strip() == str(number) for number, label in given.items()):
        given = dict.fromkeys(given, "")
    candidates = {number: [c for text in furniture.get(number, ()) for c in printed_numbers(text)] for number in given}
    offsets = Counter((c.style, c.value - number) for number, found in candidates.items() for c in set(found))
    total = len(given)
    labels: dict[int, str] = {}
    for number, label in given.items():
        if label.strip():
            labels[number] = label.strip()
            continue
        ranked = sorted(
            ((offsets[c.style, c.value - number], c.printed) for c in candidates[number]), key=lambda pair: -pair[0]
        )
        needed = 2 if total > 2 else 1
        labels[number] = ranked[0][1] if ranked and ranked[0][0] >= needed else _between(number, offsets, total)
    return labels


def _between(number: int, offsets: Counter[tuple[str, int]], total: int) -> str:
    """Pages without a printed number count along when nearly the whole document does."""
    for (style, offset), count in offsets.most_common(1):
        if style == "" and count >= 0.6 * total and number + offset > 0:
            return str(number + offset)
    return str(number)


def printed_numbers(text: str) -> list[PrintedNumber]:
    """What in a header or footer may be the number of its page."""
    found = [
        PrintedNumber("", int(value), value)
        for match in _PAGE_OF.finditer(text)
        if (value := match.group(1) or match.group(2))
    ]
    tokens = text.strip("-–—[]() ").split()
    for token in tokens[:1] + tokens[-1:]:
        if match := _ARABIC.match(token):
            found.append(PrintedNumber("", int(match.group(1)), match.group(1)))
        elif match := _COMPOUND.match(token):
            found.append(PrintedNumber(match.group(1) + match.group(2), int(match.group(3)), token))
        elif _ROMAN.match(token) and (value := _roman(token)):
            found.append(PrintedNumber("roman", value, token))
    return found


def _roman(token: str) -> int:
    """Value of a roman numeral, 0 when the letters do not form one in the usual order of magnitude."""
    values = [_VALUES[c] for c in token.lower()]
    return sum(-v if k + 1 < len(values) and values[k + 1] > v else v for k, v in enumerate(values))

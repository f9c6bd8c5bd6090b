"""The numbers that Word computes when it draws a page: written into the paragraphs, as any reader sees them printed.

The way of counting is that of ECMA-376 part 1, 17.9: a number belongs to an abstract list and a level; a paragraph
raises its level by one and restarts the deeper ones; the text of a level names the levels it shows (`%1.%2`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

etree: Any = import_module("lxml.etree")
"""The package ships no types: it is imported as `Any`."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Choice"
"""A text box as new versions of Word draw it; the same paragraphs stand in the fallback, which is read."""
_MAX_LEVELS = 9
_MAX_ANCESTORS = 20


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts."""

    start: int
    form: str
    text: str


_Place = tuple[str, int]
"""Id of a list (`numId`) and level from 0."""


def number_paragraphs(body: Any, numbering: Any, styles: Any | None) -> None:
    """Put the number of each numbered paragraph in front of its text; bullets stay lists.

    Args:
        body: root of the document, changed in place.
        numbering: root of its list definitions.
        styles: root of its styles, where it has any.
    """
    lists = _Lists(numbering)
    by_style = {} if styles is None else _style_places(styles)
    for paragraph in body.iter(f"{_W}p"):
        place = _place(paragraph, by_style)
        if place and next(paragraph.iterancestors(_CHOICE), None) is None:
            number = lists.next_number(place)
            if number:
                _write(paragraph, number)


class _Lists:
    """The lists of a document and how far each has counted."""

    def __init__(self, root: Any) -> None:
        abstract = {a.get(f"{_W}abstractNumId"): a for a in root.iter(f"{_W}abstractNum")}
        self._abstract: dict[str, str] = {}
        self._levels: dict[_Place, _Level] = {}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _MAX_LEVELS)
        for number in root.iter(f"{_W}num"):
            name = str(number.get(f"{_W}numId"))
            base = _value(number.find(f"{_W}abstractNumId"))
            # A list that starts anew counts by itself, although it looks like the one it was copied from.
            own = any(o.find(f"{_W}startOverride") is not None for o in number.iter(f"{_W}lvlOverride"))
            self._abstract[name] = f"own-{name}" if own else base
            self._read(name, abstract.get(base))
            for override in number.iter(f"{_W}lvlOverride"):
                self._override(name, override)

    def next_number(self, place: _Place) -> str:
        """What is printed in front of the next paragraph at this place; empty for bullets and unknown lists."""
        name, depth = place
        level = self._levels.get(place)
        if level is None or level.form in ("bullet", "none"):
            return ""
        counts = self._counts[self._abstract[name]]
        current = counts[depth]
        counts[depth] = level.start if current is None else current + 1
        counts[depth + 1 :] = [None] * (_MAX_LEVELS - depth - 1)
        text = level.text
        for shown in range(_MAX_LEVELS):
            if f"%{shown + 1}" in text:
                other = self._levels.get((name, shown), level)
                count = counts[shown]
                text = text.replace(f"%{shown + 1}", _formed(other.start if count is None else count, other.form))
        return text.strip()

    def _read(self, name: str, abstract: Any) -> None:
        for level in () if abstract is None else abstract.iter(f"{_W}lvl"):
            self._set(name, level)

    def _set(self, name: str, level: Any) -> None:
        depth = _whole(level.get(f"{_W}ilvl"), 0)
        if 0 <= depth < _MAX_LEVELS:
            self._levels[name, depth] = _Level(
                start=_whole(_value(level.find(f"{_W}start")), 1),
                form=_value(level.find(f"{_W}numFmt")) or "decimal",
                text=_value(level.find(f"{_W}lvlText")),
            )

    def _override(self, name: str, override: Any) -> None:
        level = override.find(f"{_W}lvl")
        if level is not None:
            self._set(name, level)
        depth = _whole(override.get(f"{_W}ilvl"), 0)
        start = _value(override.find(f"{_W}startOverride"))
        known = self._levels.get((name, depth))
        if start and known:
            self._levels[name, depth] = _Level(_whole(start, 1), known.form, known.text)


def _place(paragraph: Any, styles: Mapping[str, _Place]) -> _Place | None:
    """Where a paragraph stands among the lists: by itself, else by its style."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return None
    by_style = styles.get(_value(properties.find(f"{_W}pStyle")))
    own = properties.find(f"{_W}numPr")
    if own is None:
        return by_style
    name = _value(own.find(f"{_W}numId")) or (by_style[0] if by_style else "")
    depth = _whole(_value(own.find(f"{_W}ilvl")), by_style[1] if by_style else 0)
    return (name, depth) if name and name != "0" and 0 <= depth < _MAX_LEVELS else None


def _style_places(root: Any) -> dict[str, _Place]:
    """Places of the styles that number their paragraphs, inherited ones too."""
    styles = {str(s.get(f"{_W}styleId")): s for s in root.iter(f"{_W}style")}
    places: dict[str, _Place] = {}
    for name, style in styles.items():
        depth, current, seen = -1, style, 0
        while current is not None and seen < _MAX_ANCESTORS:
            found = current.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                depth = _whole(_value(found.find(f"{_W}ilvl")), depth) if depth < 0 else depth
                if number := _value(found.find(f"{_W}numId")):
                    places[name] = (number, min(max(depth, 0), _MAX_LEVELS - 1))
                    break
            current, seen = styles.get(_value(current.find(f"{_W}basedOn"))), seen + 1
    return {name: place for name, place in places.items() if place[0] != "0"}


def _write(paragraph: Any, number: str) -> None:
    """Put the number in front, and take the paragraph out of its list, which would count it once more."""
    properties = paragraph.find(f"{_W}pPr")
    own = properties.find(f"{_W}numPr")
    if own is None:
        own = etree.SubElement(properties, f"{_W}numPr")
    own.clear()
    for part in ("ilvl", "numId"):  # list 0 is no list, also where the style names one
        etree.SubElement(own, f"{_W}{part}").set(f"{_W}val", "0")
    run = etree.Element(f"{_W}r")
    text = etree.SubElement(run, f"{_W}t")
    text.text = f"{number} "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.insert(paragraph.index(properties) + 1, run)


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(f"{_W}val") or "")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _formed(count: int, form: str) -> str:
    """A number as its list writes it; unusual scripts are written in figures."""
    match form:
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 5) if count > 0 else "0"
            return letters.upper() if form == "upperLetter" else letters
        case "lowerRoman" | "upperRoman":
            return _roman(count) if form == "upperRoman" else _roman(count).lower()
        case "decimalZero":
            return f"{count:02d}"
        case _:
            return str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4000:
        return str(count)
    values = zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _ROMAN, strict=True)
    text = ""
    for value, letters in values:
        text += letters * (count // value)
        count %= value
    return text


_ROMAN = ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I")

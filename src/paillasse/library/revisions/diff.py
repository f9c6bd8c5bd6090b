"""What changed from one revision of a manual to the next, section by section: pure, and complete.

Every line of either revision that is not in the other at the same place is in exactly one change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from paillasse.library.revisions.alignment import align, title_key
from paillasse.library.revisions.matching import in_both
from paillasse.library.revisions.sections import Section, SectionLine

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ALIKE = 60.0
"""Two lines this similar (rapidfuzz ratio, 0 to 100) are one that was changed."""
_REACH = 40
"""Lines ahead in which the other wording of a line is looked for."""
_COMPARED = 300
"""Characters of a line that tell whether it is like another one."""


class SectionChangeKind(StrEnum):
    """What became of a section."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line that was changed, or, with one side empty, added or removed."""

    old: SectionLine | None
    new: SectionLine | None

    @property
    def numbers(self) -> bool:
        """True when a number is not what it was: the first thing to look at in a manual."""
        return _numbers(self.old) != _numbers(self.new)


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that is not what it was."""

    kind: SectionChangeKind
    old_path: tuple[str, ...]
    """Titles in the old revision, outermost first; empty for a section that was added."""
    new_path: tuple[str, ...]
    old_pages: tuple[int, ...]
    new_pages: tuple[int, ...]
    lines: tuple[LineChange, ...]
    """Those whose numbers changed first, each part in the order of the manual. None when only the title changed."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions beside each other."""

    changes: tuple[SectionChange, ...]
    """In the order of the new revision; what was removed stands where it stood."""
    unchanged: int
    """Sections that say the same under the same title, but for its number."""


def compare(old: Sequence[Section], new: Sequence[Section]) -> Comparison:
    """What changed from the sections of one revision to those of another."""
    pairs = align(old, new)
    changes: list[SectionChange] = []
    unchanged = 0
    for i, j in _in_order(len(old), len(new), pairs):
        change = _change(None if i is None else old[i], None if j is None else new[j])
        if change is None:
            unchanged += 1
        else:
            changes.append(change)
    return Comparison(tuple(changes), unchanged)


def _in_order(olds: int, news: int, pairs: dict[int, int]) -> list[tuple[int | None, int | None]]:
    """Pairs and single sections by their place in the new revision; removed ones after what they followed."""
    placed: list[tuple[tuple[int, int], int | None, int | None]] = []
    place = -1
    for i in range(olds):
        place = pairs.get(i, place)
        placed.append(((place, 0 if i in pairs else i + 1), i, pairs.get(i)))
    taken = set(pairs.values())
    placed += [((j, 0), None, j) for j in range(news) if j not in taken]
    return [(i, j) for _, i, j in sorted(placed, key=lambda each: each[0])]


def _change(old: Section | None, new: Section | None) -> SectionChange | None:
    lines = sorted(_line_changes(old.lines if old else (), new.lines if new else ()), key=lambda line: not line.numbers)
    if old and new and not lines and _title(old) == _title(new):
        return None
    kind = SectionChangeKind.CHANGED
    if old is None or new is None:
        kind = SectionChangeKind.ADDED if old is None else SectionChangeKind.REMOVED
    return SectionChange(
        kind,
        old.path if old else (),
        new.path if new else (),
        old.pages if old else (),
        new.pages if new else (),
        tuple(lines),
    )


def _title(section: Section) -> str:
    """Its own: where a chapter got another title, its sections did not change for that."""
    return title_key(section.path[-1]) if section.path else ""


def _line_changes(old: Sequence[SectionLine], new: Sequence[SectionLine]) -> Iterator[LineChange]:
    old_start = new_start = 0
    for old_from, old_to, new_from, new_to in in_both([line.text for line in old], [line.text for line in new]):
        yield from _reworded(old[old_start:old_from], new[new_start:new_from])
        old_start, new_start = old_to, new_to
    yield from _reworded(old[old_start:], new[new_start:])


def _reworded(old: Sequence[SectionLine], new: Sequence[SectionLine]) -> Iterator[LineChange]:
    """Lines of one place: each old one with the new one most like it, in order; the others by themselves."""
    start = 0
    for line in old:
        ahead = [other.text[:_COMPARED] for other in new[start : start + _REACH]]
        best = process.extractOne(line.text[:_COMPARED], ahead, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if best is None:
            yield LineChange(line, None)
            continue
        found = start + best[2]
        yield from (LineChange(None, other) for other in new[start:found])
        yield LineChange(line, new[found])
        start = found + 1
    yield from (LineChange(None, other) for other in new[start:])


def _numbers(line: SectionLine | None) -> list[str]:
    return _NUMBER.findall(line.text) if line else []

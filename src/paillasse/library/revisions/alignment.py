"""Which section of one revision is which of the other, whatever was inserted, moved, renumbered or retitled."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from paillasse.language.text import fold
from paillasse.library.revisions.matching import in_both
from paillasse.library.revisions.sections import Section

Pairs = dict[int, int]
"""Index of a section in the old revision → index of the same one in the new."""

_NUMBERING = re.compile(
    r"^(?:(?:chapter|chapitre|section|appendix|annexe|part|partie) +(?:\d+(?:[.-]\d+)*|[a-z]|[ivxlc]+)\b"
    r"|\d+(?:[.-]\d+)*\b|(?:[a-z]|[ivxlc]+)(?=[.)]))[.):]* *-? *(?=[^\W\d])"
)
_SAME = 0.5
"""Two sections whose lines are the same to this share (Dice) are one, whatever their titles."""
_EVERYWHERE = 20
"""A line that more sections hold (a warning repeated in each) does not tell which of them is meant."""


def align(old: Sequence[Section], new: Sequence[Section]) -> Pairs:
    """Pair the sections of two revisions; each is in one pair at most.

    First those with the same titles, in order; then those with the same titles that moved; then those that say the
    same under another title.
    """
    keys = [[_key(section) for section in side] for side in (old, new)]
    pairs: Pairs = {}
    for old_from, old_to, new_from, new_to in in_both(*keys):
        pairs.update(zip(range(old_from, old_to), range(new_from, new_to), strict=True))
    _by_title(keys, pairs)
    _by_content(old, new, pairs)
    return pairs


def title_key(title: str) -> str:
    """A title as it is compared: without accents, case and numbering, which shifts when a section is inserted."""
    return _NUMBERING.sub("", " ".join(fold(title).split()))


def _key(section: Section) -> tuple[str, ...]:
    return tuple(map(title_key, section.path))


def _by_title(keys: Sequence[Sequence[tuple[str, ...]]], pairs: Pairs) -> None:
    waiting: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in reversed(_left(len(keys[1]), pairs.values())):
        waiting[keys[1][j]].append(j)
    for i in _left(len(keys[0]), pairs):
        if waiting[keys[0][i]]:
            pairs[i] = waiting[keys[0][i]].pop()


def _by_content(old: Sequence[Section], new: Sequence[Section], pairs: Pairs) -> None:
    """Best pairs first."""
    taken: set[int] = set()
    for _, i, j in sorted(_alike(old, new, pairs), key=lambda found: (-found[0], found[1], found[2])):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)


def _alike(old: Sequence[Section], new: Sequence[Section], pairs: Pairs) -> Iterator[tuple[float, int, int]]:
    holders: defaultdict[str, list[int]] = defaultdict(list)
    sets = {j: {line.text for line in new[j].lines} for j in _left(len(new), pairs.values())}
    for j, texts in sets.items():
        for text in texts:
            holders[text].append(j)
    for i in _left(len(old), pairs):
        texts = {line.text for line in old[i].lines}
        telling = (holders[text] for text in texts if len(holders.get(text, ())) <= _EVERYWHERE)
        for j in {j for some in telling for j in some}:
            share = 2 * len(texts & sets[j]) / (len(texts) + len(sets[j]))
            if share >= _SAME:
                yield share, i, j


def _left(count: int, taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [index for index in range(count) if index not in used]

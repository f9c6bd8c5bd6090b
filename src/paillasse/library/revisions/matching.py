"""What two sequences have in common, in order."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from rapidfuzz.distance import Indel

Stretch = tuple[int, int, int, int]
"""Where something stands in one sequence, from and to, and where in the other."""


def in_both(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[Stretch]:
    """The longest common subsequence, stretch by stretch; quick however often an element repeats."""
    numbers: dict[Hashable, int] = {}
    sides = [[numbers.setdefault(element, len(numbers)) for element in side] for side in (old, new)]
    for code in Indel.opcodes(*sides):
        if code.tag == "equal":
            yield code.src_start, code.src_end, code.dest_start, code.dest_end

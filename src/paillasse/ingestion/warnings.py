"""Which warnings bear on which chunk: by section, by chapter, by adjacency, then by reference."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from paillasse.types.documents import Chunk, ChunkKind

_NEAR = 6
"""Chunks: how far a warning at the head of a chapter reaches into what is no procedure."""
_LEAST_WORDS = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
_FOLLOW = re.compile(
    r"\bproc[ée]dures?\b[^.;:!?]{0,80}(?:\b(?:sections?|paragraphes?|paragraphs?|chapitres?|chapters?)|§)"
    r"\s*(\d+(?:\.\d+)*)",
    re.IGNORECASE,
)
"""Tells to carry out the procedure of another section, by its number."""
_MOST = 6
"""Warnings linked to one chunk at most, the nearest first."""


def link_warnings(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """The chunks, in reading order, with `warnings` filled in.

    A warning bears on the chunks of its own section and on the chunk it immediately precedes, even across a heading:
    that is where writers put it. One at the head of a chapter or section, before its first sub-heading, bears on all
    the procedures under that heading (a "section safety message" of ANSI Z535.6) and on whatever else follows soon.
    Whoever is told to carry out the procedure of another section needs the warnings of that section too.
    """
    alarms = [c for c in chunks if _warns(c)]
    after = dict(pairwise(c.ordinal for c in chunks if c.kind is not ChunkKind.FIGURE))
    linked: list[Chunk] = []
    heads: list[Chunk] = []
    for chunk in chunks:
        heads = [a for a in heads if chunk.heading_path[: len(a.heading_path)] == a.heading_path]
        if chunk.kind is ChunkKind.WARNING:
            if chunk.heading_path and _warns(chunk):
                heads.append(chunk)
            linked.append(replace(chunk, warnings=()))
        else:
            linked.append(replace(chunk, warnings=_bearing(chunk, alarms, heads, after)))
    return tuple(linked)


def _bearing(
    chunk: Chunk, alarms: Sequence[Chunk], heads: Sequence[Chunk], after: Mapping[int, int]
) -> tuple[str, ...]:
    """Ids of the warnings for one chunk.

    `heads` are the earlier ones whose heading still encloses it, `after` tells what follows what, figures left out.
    """
    alarms = [a for a in alarms if _same_language(a, chunk)]
    heads = [a for a in heads if _same_language(a, chunk)]
    bearing = {a.id: a for a in alarms if a.section == chunk.section or _precedes(a, chunk, after)}
    followed = _FOLLOW.findall(" ".join(chunk.text.split()))
    bearing |= {a.id: a for a in alarms if any(_stands_in(a, number) for number in followed)}
    bearing |= {a.id: a for a in heads if chunk.kind is ChunkKind.PROCEDURE or chunk.ordinal - a.ordinal <= _NEAR}
    near = sorted(bearing.values(), key=lambda a: (abs(a.ordinal - chunk.ordinal), a.ordinal))[:_MOST]
    return tuple(a.id for a in sorted(near, key=lambda a: a.ordinal))


def _stands_in(alarm: Chunk, number: str) -> bool:
    """Whether a warning stands under the heading of this number, as in "6.3 Cleaning"."""
    return any(title.split(maxsplit=1)[0].rstrip(".") == number for title in alarm.heading_path if title.strip())


def _warns(chunk: Chunk) -> bool:
    """A warning that says something: not the signal word or the exclamation mark of a sign alone."""
    return chunk.kind is ChunkKind.WARNING and len(_WORD.findall(chunk.text)) >= _LEAST_WORDS


def _same_language(alarm: Chunk, chunk: Chunk) -> bool:
    """Manuals in five languages print each warning five times."""
    return not alarm.language or not chunk.language or alarm.language == chunk.language


def _precedes(alarm: Chunk, chunk: Chunk, after: Mapping[int, int]) -> bool:
    return after.get(alarm.ordinal) == chunk.ordinal and alarm.heading_path[:1] == chunk.heading_path[:1]

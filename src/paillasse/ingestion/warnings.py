"""Which warnings bear on which chunk: by section, then by adjacency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paillasse.types import Chunk, ChunkKind

_NEAR = 3
"""Chunks: a warning this close in reading order bears on its neighbours of the same chapter."""
_MOST = 6
"""Warnings linked to one chunk at most, the nearest first."""


def link_warnings(chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """The chunks with `warnings` filled in.

    A warning bears on the chunks of its own section, on the sub-sections that it opens (it stands directly under their
    parent heading) and on the chunk it immediately precedes, even across a heading: that is where writers put it.
    """
    alarms = [c for c in chunks if c.kind is ChunkKind.WARNING]
    return tuple(replace(chunk, warnings=_bearing(chunk, alarms)) for chunk in chunks)


def _bearing(chunk: Chunk, alarms: Sequence[Chunk]) -> tuple[str, ...]:
    if chunk.kind is ChunkKind.WARNING:
        return ()
    near = sorted(
        (a for a in alarms if _bears_on(a, chunk)),
        key=lambda a: (abs(a.ordinal - chunk.ordinal), a.ordinal),
    )[:_MOST]
    return tuple(a.id for a in sorted(near, key=lambda a: a.ordinal))


def _bears_on(alarm: Chunk, chunk: Chunk) -> bool:
    if alarm.section == chunk.section:
        return True
    distance = chunk.ordinal - alarm.ordinal
    depth = len(alarm.heading_path)
    opens = depth > 0 and len(chunk.heading_path) > depth and chunk.heading_path[:depth] == alarm.heading_path
    same_chapter = alarm.heading_path[:1] == chunk.heading_path[:1]
    return (opens and 0 < distance <= 2 * _NEAR) or (same_chapter and 0 < distance <= 1)

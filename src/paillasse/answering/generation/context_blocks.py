"""The context as a model reads it: numbered lines, section by section, within a budget of tokens."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from paillasse.answering.evidence.scoring import quotable
from paillasse.answering.extractive import claim_text
from paillasse.answering.models.consultation import estimated_tokens
from paillasse.protocols.answering import Context, ScoredLine
from paillasse.types.documents import Chunk, LineKind

_LINE_TOKENS = 4
"""For the number of a line."""
_BLOCK_TOKENS = 60
"""For what stands around a section."""

Place = tuple[str, int]
"""(chunk id, line index)."""
_Key = tuple[str, int]
"""(document id, section)."""


@dataclass(frozen=True, slots=True)
class NumberedContext:
    """What is sent, and which line each number stands for."""

    text: str
    places: Mapping[int, Place]


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    chunks: tuple[Chunk, ...]
    """In reading order."""

    def lines(self) -> list[Place]:
        return [(c.id, i) for c in self.chunks for i, line in enumerate(c.lines) if quotable(line)]


def numbered(context: Context, titles: Mapping[str, str], budget: int) -> NumberedContext:
    """The best lines that fit.

    From the best line down, its whole section is taken where that fits, else its passage, else the line alone. Each
    section stands in a block of its own whose mark the text of a manual cannot know, so that no text can end its block.

    Args:
        context: hits and their lines, best first.
        titles: document id → title.
        budget: tokens, estimated.
    """
    sections = _sections(context, titles)
    chunks = {hit.chunk.id: hit.chunk for hit in context.hits}
    chosen = _chosen(context.lines, sections, chunks, budget)
    mark = uuid.uuid4().hex[:8]
    places: dict[int, Place] = {}
    blocks: list[str] = []
    for key, kept in chosen.items():
        parts = [f"<<<DATA {mark}: {sections[key].heading}"]
        for place in (p for p in sections[key].lines() if p in kept):
            places[len(places) + 1] = place
            where = "(in a figure) " if chunks[place[0]].lines[place[1]].kind is LineKind.LABEL else ""
            parts.append(f"[{len(places)}] {where}{claim_text(chunks[place[0]], place[1])}")
        blocks.append("\n".join([*parts, f"END {mark}>>>"]))
    return NumberedContext("\n\n".join(blocks), places)


def _sections(context: Context, titles: Mapping[str, str]) -> dict[_Key, _Section]:
    grouped: dict[_Key, list[Chunk]] = {}
    for chunk in dict.fromkeys(hit.chunk for hit in context.hits):
        grouped.setdefault((chunk.document_id, chunk.section), []).append(chunk)
    return {
        key: _Section(
            " > ".join([titles.get(key[0], ""), *chunks[0].heading_path]),
            tuple(sorted(chunks, key=lambda c: c.ordinal)),
        )
        for key, chunks in grouped.items()
    }


def _chosen(
    lines: Sequence[ScoredLine], sections: Mapping[_Key, _Section], chunks: Mapping[str, Chunk], budget: int
) -> dict[_Key, set[Place]]:
    left = budget
    chosen: dict[_Key, set[Place]] = {}
    for scored in lines:
        key = (scored.chunk.document_id, scored.chunk.section)
        kept = chosen.get(key, set[Place]())
        if (scored.chunk.id, scored.index) in kept:
            continue
        around = 0 if kept else _BLOCK_TOKENS
        for wanted in _portions(scored, sections[key]):
            added = wanted - kept
            cost = around + sum(_LINE_TOKENS + estimated_tokens(claim_text(chunks[c], i)) for c, i in added)
            if cost <= left:
                left -= cost
                chosen[key] = kept | added
                break
    return chosen


def _portions(scored: ScoredLine, section: _Section) -> Iterator[set[Place]]:
    """From the most to the least that may be sent for a line."""
    places = section.lines()
    yield set(places)
    yield {place for place in places if place[0] == scored.chunk.id}
    yield {(scored.chunk.id, scored.index)}

"""A document as its sections: headings, the lines under each, and the pages they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from paillasse.types.documents import Chunk, Line, LineKind
from paillasse.types.pages import Span


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A sentence, step or row, verbatim, and the page where it begins."""

    text: str
    page: int
    """Physical number, from 1."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading, without its subsections."""

    path: tuple[str, ...]
    """Titles of the enclosing sections and its own, outermost first; empty before the first heading."""
    lines: tuple[SectionLine, ...]

    @property
    def pages(self) -> tuple[int, ...]:
        """Physical pages on which a line of it begins, ascending."""
        return tuple(sorted({line.page for line in self.lines}))


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of an outline."""

    title: str
    level: int
    """1 for the outermost."""
    page: int
    """Physical page where the text under it begins, from 1."""


def sections(chunks: Sequence[Chunk]) -> tuple[Section, ...]:
    """The sections of a document in reading order.

    A line that several chunks hold (the header of a table, an overlap) is told once: spans say which one it is. Words
    inside pictures are left out: what OCR makes of them differs from one print of the same picture to the next.

    Args:
        chunks: of one document, by ordinal.
    """
    found: list[Section] = []
    seen: set[tuple[Span, ...]] = set()
    for _, group in groupby(chunks, key=lambda chunk: chunk.section):
        together = list(group)
        lines = [line for chunk in together for line in chunk.lines]
        found.append(Section(together[0].heading_path, tuple(_once(lines, seen))))
    return tuple(section for section in found if section.lines)


def outline(chunks: Iterable[Chunk]) -> tuple[Heading, ...]:
    """The headings of a document in reading order, without those that nothing stands under.

    Args:
        chunks: of one document, by ordinal.
    """
    headings: list[Heading] = []
    above: tuple[str, ...] = ()
    for _, group in groupby(chunks, key=lambda chunk: chunk.section):
        chunk = next(group)
        path = chunk.heading_path
        if path:
            # Its own title always: it is a section of its own, even when the one before is called the same.
            first = min(_shared(above, path), len(path) - 1)
            page = chunk.pages[0] if chunk.pages else 1
            headings += [Heading(title, level, page) for level, title in enumerate(path[first:], first + 1)]
        above = path
    return tuple(headings)


def _shared(above: tuple[str, ...], path: tuple[str, ...]) -> int:
    """How many titles from the outermost on are the same."""
    same = (a == b for a, b in zip(above, path, strict=False))
    return sum(1 for _ in takewhile(bool, same))


def _once(lines: Iterable[Line], seen: set[tuple[Span, ...]]) -> Iterator[SectionLine]:
    for line in lines:
        if line.spans and line.spans not in seen and line.kind is not LineKind.LABEL:
            seen.add(line.spans)
            yield SectionLine(line.text, line.spans[0].page)

"""Running headers, footers and page numbers: what repeats at the edge of the pages; and the labels printed there."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from paillasse.ingestion.layout.labels import printed_numbers
from paillasse.ingestion.layout.lines import Piece
from paillasse.language.text import fold

_ZONE = 0.14
"""Share of the page height, at the top and at the bottom, where furniture stands."""
_WIDE_ZONE = 0.25
"""The same for what is on nearly every page: header tables of procedures."""
_DEPTH = 12
"""Rows looked at from each edge."""
_SNAP = 5.0
"""Rows this close, in points from their edge, stand at the same place."""
_ROMAN = re.compile(r"^[ivxlc]{1,6}$")
_NUMBER = re.compile(r"\d+")
_PLAIN_NUMBER = re.compile(r"^@-?\d+$")


@dataclass(slots=True)
class PageRows:
    """Rows of pieces of one page, top to bottom, and the height of the page."""

    number: int
    height: float
    rows: list[list[Piece]]


@dataclass(slots=True)
class _Edge:
    """One row near an edge, as compared between pages."""

    page: int
    row: int
    place: int
    """Distance from the edge in units of `_SNAP`."""
    share: float
    """Distance from the edge as a share of the page height."""
    key: str
    literal: str
    """The text as printed, for rows of numbers that never change: telephones."""
    pieces: frozenset[str]
    gap: float
    """White between the row and its inner neighbour, in its own font sizes."""
    size: float
    running: bool
    """True when it is no larger than body text and each piece is a larger title elsewhere."""


def normalised(text: str) -> str:
    """Text with what changes from page to page taken out: numbers, and roman numerals that stand alone."""
    tokens = ["#" if _ROMAN.match(token) else _NUMBER.sub("#", token) for token in fold(text).split()]
    return " ".join(tokens)


def find_furniture(pages: Sequence[PageRows]) -> dict[int, set[int]]:
    """By page number, indexes of the rows that repeat at the same place at the top or bottom of pages."""
    found: dict[int, set[int]] = {page.number: set() for page in pages}
    if len(pages) < 3:
        return found
    body, titles = _titles(pages)
    for top in (True, False):
        _mark([edge for page in pages for edge in _edges(page, body, titles, top=top)], len(pages), found)
    # Where the same text is all there is, it is the text: a document may not lose every word.
    if all(len(found[page.number]) == len(page.rows) for page in pages):
        return {page.number: set() for page in pages}
    return found


def _titles(pages: Sequence[PageRows]) -> tuple[float, dict[str, float]]:
    """Size of body text, and of each short text set larger than the body, in points, by its letters and digits."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for row in page.rows:
            for piece in row:
                sizes[round(piece.size, 1)] += len(piece.text)
    body = max(sizes, key=lambda size: sizes[size], default=0.0)
    titles: dict[str, float] = {}
    for page in pages:
        for row in page.rows:
            for piece in row:
                if piece.size > 1.1 * body and len(piece.words) <= 12:
                    titles[_bare(piece.text)] = max(piece.size, titles.get(_bare(piece.text), 0.0))
    return body, titles


def _is_running(row: Sequence[Piece], titles: dict[str, float]) -> bool:
    """Each piece is set larger elsewhere, numbers aside."""
    worded = [piece for piece in row if _key(piece.text, 0)[:1] not in "@="]
    return bool(worded) and all(titles.get(_bare(piece.text), 0.0) > piece.size for piece in worded)


def _key(text: str, page: int) -> str:
    """What is compared between pages: a lone number by how it counts with them, other text without its numbers."""
    key = normalised(text)
    if key.strip("#-–—./[]() "):
        return key
    numbers = printed_numbers(text)
    return f"@{numbers[0].style}{numbers[0].value - page}" if numbers else f"={text}"


def _bare(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


def _edges(page: PageRows, body: float, titles: dict[str, float], *, top: bool) -> list[_Edge]:
    count = len(page.rows)
    order = range(count) if top else range(count - 1, -1, -1)
    edges: list[_Edge] = []
    for r in list(order)[:_DEPTH]:
        row = page.rows[r]
        y0, y1 = min(p.box.y0 for p in row), max(p.box.y1 for p in row)
        distance = y0 if top else page.height - y1
        share = distance / max(page.height, 1.0)
        if share > _WIDE_ZONE:
            break
        inner = r + 1 if top else r - 1
        gap = 99.0
        if 0 <= inner < count:
            other = page.rows[inner]
            white = min(p.box.y0 for p in other) - y1 if top else y0 - max(p.box.y1 for p in other)
            gap = white / max(row[0].size, 1.0)
        keys = [_key(p.text, page.number) for p in row]
        size = row[0].size
        running = size <= 1.05 * body and _is_running(row, titles)
        place = round(distance / _SNAP)
        literal = " ".join(p.text for p in row)
        key = " ".join(keys)
        edges.append(_Edge(page.number, r, place, share, key, literal, frozenset(keys), gap, size, running))
    return edges


def _mark(edges: list[_Edge], page_count: int, found: dict[int, set[int]]) -> None:
    """Accept rows from the edge inwards: furniture never has body text outside of it."""
    whole: dict[tuple[str, int], set[int]] = defaultdict(set)
    parts: dict[tuple[str, int], set[int]] = defaultdict(set)
    for edge in edges:
        for place in (edge.place - 1, edge.place, edge.place + 1):
            whole[edge.key, place].add(edge.page)
            whole[edge.literal, place].add(edge.page)
            for piece in edge.pieces:
                parts[piece, place].add(edge.page)
    placed: dict[tuple[int, float], set[int]] = defaultdict(set)
    for edge in edges:
        placed[edge.place, edge.size].add(edge.page)
    by_page: dict[int, list[_Edge]] = defaultdict(list)
    for edge in edges:
        by_page[edge.page].append(edge)
    for page, rows in by_page.items():
        accepted = 0
        for k, edge in enumerate(rows, start=1):
            like = max(whole[edge.key, edge.place], whole[edge.literal, edge.place], key=len)
            same = len(like)
            facing = sum(other % 2 == page % 2 for other in like)
            part = max(len(parts[piece, edge.place]) for piece in edge.pieces)
            running = edge.running and len(placed[edge.place, edge.size]) >= max(4, 0.3 * page_count)
            certain = running or _is_certain(edge, max(same, 2 * facing if facing > 3 else 0), page_count)
            repeats = _repeats(edge, same, part, page_count)
            if certain or (repeats and edge.gap > 1):
                accepted = k
            elif not repeats:
                break
        found[page].update(edge.row for edge in rows[:accepted])


def _is_certain(edge: _Edge, same: int, page_count: int) -> bool:
    """On half of the pages (or of the left or right ones), or a number that counts with the pages."""
    return same >= max(3, 0.5 * page_count) or (edge.share <= _ZONE and _counts(edge.key, same))


def _counts(key: str, same: int) -> bool:
    """A lone number that counts with the pages: on two when it is roman or has a chapter, plain ones on three."""
    return key.startswith("@") and same >= (3 if _PLAIN_NUMBER.match(key) else 2)


def _repeats(edge: _Edge, same: int, part: int, page_count: int) -> bool:
    """Several times at the same place: furniture if white parts it from the body, else perhaps the head of a table."""
    return edge.share <= _ZONE and (same >= 3 or part >= max(3, 0.1 * page_count))

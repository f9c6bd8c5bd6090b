"""One page as a reader goes through it: columns of lines, tables, boxes, pictures' own words, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from paillasse.ingestion.layout import markers
from paillasse.ingestion.layout.columns import reading_order
from paillasse.ingestion.layout.figures import area, find_figures
from paillasse.ingestion.layout.lines import Piece, find_pieces, is_vertical, make_piece, merge_rows, union
from paillasse.ingestion.tables.aligned import find_aligned_tables
from paillasse.ingestion.tables.cells import TableDraft
from paillasse.ingestion.tables.grids import Grid, find_grids, strokes_of
from paillasse.ingestion.tables.ruled import rule_groups, table_from_grid, table_from_rules
from paillasse.types.pages import Box, RawPage, Word

_MARKER_GAP = 60.0
"""A list marker stands at most this far from its text, in points."""
_BESIDE = 100.0
"""A signal word beside a frame is at most this far from its edge, in points."""
_FRAME_SHARE = 0.6
"""Larger frames are the border of the page."""


@dataclass(slots=True)
class Column:
    """Lines under each other; `frame` numbers the drawn box they stand in, 0 outside of any."""

    lines: list[Piece]
    frame: int = 0


@dataclass(slots=True)
class PictureText:
    """Words inside a picture: labels and call-outs, not running text."""

    box: Box
    pieces: list[Piece]
    bold: bool = False


@dataclass(slots=True)
class Flow:
    """A page in reading order."""

    parts: list[Column | TableDraft | PictureText]
    figures: list[Box]


@dataclass(slots=True)
class _Frame:
    box: Box
    number: int
    pieces: list[Piece] = field(default_factory=list[Piece])
    lead: list[Piece] = field(default_factory=list[Piece])
    """A signal word set beside the text, often half-way down: it is read first."""
    bold: bool = False

    def take_lead(self, piece: Piece) -> bool:
        """Make a lone signal word that stands just left of the frame or inside it at its left edge the lead."""
        middle = (piece.box.y0 + piece.box.y1) / 2
        beside = self.box.y0 <= middle <= self.box.y1 and -_BESIDE < piece.box.x1 - self.box.x0 < _BESIDE
        if self.lead or not beside or not _is_lone_signal(piece):
            return False
        self.lead.append(piece)
        self.box = union([self.box, piece.box])
        return True


_Item = Piece | TableDraft | PictureText | _Frame


class _PageFlow:
    """Takes the words of a page away, kind by kind, until only running text is left."""

    def __init__(self, page: RawPage, indexes: Sequence[int]) -> None:
        self.page = page
        self.words: Sequence[Word] = page.words
        self.left = set(indexes)
        boxes = np.array([word.box for word in page.words]).reshape(-1, 4)
        self.x = (boxes[:, 0] + boxes[:, 2]) / 2
        self.y = (boxes[:, 1] + boxes[:, 3]) / 2
        self.items: list[_Item] = []
        self.frames: list[_Frame] = []
        self.drawings: list[Box] = []
        self.upright: list[Piece] = []

    def inside(self, box: Box) -> list[int]:
        """Words not yet taken whose middle lies in the box, in content order."""
        hits = (self.x >= box.x0) & (self.x <= box.x1) & (self.y >= box.y0) & (self.y <= box.y1)
        return [i for i in np.flatnonzero(hits).tolist() if i in self.left]

    def take_ruled(self) -> None:
        """Tables, frames and drawings made of rulings."""
        across, down = strokes_of(self.page.rules)
        grids, loose = find_grids(across, down)
        for grid in sorted(grids, key=lambda g: area(g.box)):
            self._take_grid(grid)
        for rules in rule_groups(loose):
            box = Box(rules[0].start - 2, rules[0].at, rules[0].end + 2, rules[-1].at)
            if indexes := self.inside(box):
                self._take_table(table_from_rules(self.words, indexes, rules))

    def _take_grid(self, grid: Grid) -> None:
        indexes = self.inside(grid.box)
        if self._take_table(table_from_grid(self.words, indexes, grid) if indexes else None):
            return
        strokes = len(grid.across) + len(grid.down)
        if strokes >= 12 and len(indexes) < 2 * strokes:
            self.drawings.append(grid.box)
        elif indexes and area(grid.box) < _FRAME_SHARE * self.page.width * self.page.height:
            self.frames.append(_Frame(grid.box, len(self.frames) + 1))

    def _take_table(self, table: TableDraft | None) -> bool:
        if table is None:
            return False
        self.left.difference_update(table.words)
        self.items.append(table)
        return True

    def take_pictures(self) -> list[Box]:
        """Short words on pictures; gives the pictures."""
        figures = find_figures([*self.page.images, *self.drawings], self.page.width, self.page.height)
        for box in figures:
            indexes = self.inside(box)
            pieces = [piece for row in find_pieces(self.words, indexes) for piece in row]
            if pieces and _are_labels(pieces, box):
                self.left.difference_update(indexes)
                self.items.append(PictureText(box, pieces))
        return figures

    def take_text(self) -> None:
        """What is left: vertical words, then pieces, those in frames apart."""
        upright = [i for i in sorted(self.left) if is_vertical(self.words[i])]
        self.left.difference_update(upright)
        self.upright = [piece for row in find_pieces(self.words, upright) for piece in row]
        filled: list[_Frame] = []
        for frame in self.frames:
            indexes = self.inside(frame.box)
            if indexes:
                filled.append(frame)
                self.left.difference_update(indexes)
                frame.pieces = [p for row in self._rows(indexes) for p in row if not frame.take_lead(p)]
                self.items.append(frame)
        rows = self._rows(self.left)
        tables = find_aligned_tables(self.words, rows)
        taken = {i for table in tables for i in table.words}
        self.items += tables
        loose = [piece for row in rows for piece in row if piece.words[0] not in taken]
        self.items += [piece for piece in loose if not any(frame.take_lead(piece) for frame in filled)]

    def _rows(self, indexes: Sequence[int] | set[int]) -> list[list[Piece]]:
        return [join_markers(self.words, row) for row in find_pieces(self.words, indexes)]

    def ordered(self, items: Sequence[_Item], frame: int = 0) -> list[Column | TableDraft | PictureText]:
        """Items in reading order, pieces of a column joined to lines."""
        parts: list[Column | TableDraft | PictureText] = []
        for column in reading_order(items):
            pending: list[Piece] = []
            for item in column:
                if isinstance(item, Piece):
                    pending.append(item)
                    continue
                parts += self._lines(pending, frame)
                pending = []
                parts += self._framed(item) if isinstance(item, _Frame) else [item]
            parts += self._lines(pending, frame)
        return parts

    def _framed(self, frame: _Frame) -> list[Column | TableDraft | PictureText]:
        return [*self._lines(frame.lead, frame.number), *self.ordered(frame.pieces, frame.number)]

    def _lines(self, pieces: list[Piece], frame: int) -> list[Column]:
        return [Column(merge_rows(self.words, pieces), frame)] if pieces else []


def page_flow(page: RawPage, indexes: Sequence[int]) -> Flow:
    """The words `indexes` of a page in reading order; each of them is in exactly one part."""
    flow = _PageFlow(page, indexes)
    flow.take_ruled()
    figures = flow.take_pictures()
    flow.take_text()
    aside: list[Column | TableDraft | PictureText] = [Column([piece]) for piece in flow.upright]
    return Flow(flow.ordered(flow.items) + aside, figures)


def join_markers(words: Sequence[Word], row: list[Piece]) -> list[Piece]:
    """A row with list markers joined to the text at their right."""
    joined: list[Piece] = []
    for piece in row:
        previous = joined[-1] if joined else None
        near = previous is not None and piece.box.x0 - previous.box.x1 < _MARKER_GAP
        if previous is not None and near and (_is_marker(previous) or _counts(previous, piece)):
            joined[-1] = make_piece(words, previous.words + piece.words)
        else:
            joined.append(piece)
    return joined


def _is_marker(piece: Piece) -> bool:
    texts = piece.text.split()
    return len(texts) == 1 and (markers.bullet(texts[0]) or markers.step_marker(texts) == 1)


def _counts(piece: Piece, after: Piece) -> bool:
    """A bare number in front of a sentence."""
    return piece.text.isdecimal() and len(piece.text) <= 2 and len(after.words) >= 3 and after.text[:1].isupper()


def _is_lone_signal(piece: Piece) -> bool:
    found = markers.signal(piece.text)
    return found is not None and len(piece.text) <= len(found[1]) + 3 and (piece.bold or found[1].isupper())


def _are_labels(pieces: Sequence[Piece], box: Box) -> bool:
    """Scattered short words, not text set on a coloured ground."""
    words = sum(len(piece.words) for piece in pieces)
    covered = sum(area(piece.box) for piece in pieces)
    return words / len(pieces) <= 4 and covered < 0.4 * area(union([box]))

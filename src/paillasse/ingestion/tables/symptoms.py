"""Tables of symptoms with their causes and remedies: which rows belong to one symptom, and how a long row is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from paillasse.ingestion.sentences import join_words, sentence_ends, split_span, table_lines
from paillasse.language.text import fold
from paillasse.types.documents import Line, LineKind
from paillasse.types.pages import Page, Span, Table

CAUSE = re.compile(r"\b(?:cause|causes|reason|raison|origine)\b")
"""Of a column's title, folded; so are the others."""
REMEDY = re.compile(
    r"\b(?:remed\w*|action|actions|solution|solutions|correct\w*|what to do|que faire|mesure|mesures|intervention)\b"
)
_SYMPTOM = re.compile(
    r"\b(?:symptom\w*|problem\w*|faults?|troubles?|observations?|malfunctions?|failures?|pannes?|defauts?|anomalies?|"
    r"dysfonctionnements?|incidents?|defaillances?)\b"
)

Fits = Callable[[str], bool]
"""Whether a text is short enough for a line."""
_Piece = tuple[int, Span]
"""Column and words."""


@dataclass(slots=True)
class SymptomRows:
    """What a table says of one symptom."""

    symptom: Line | None
    """Its cells alone; None when they stand on the page before."""
    rows: list[Line]
    """The first one with the symptom, those after it with further causes and remedies."""


def symptom_columns(titles: Sequence[str]) -> int:
    """How many columns, from the left, tell the symptom; 0 for a table of something else.

    Those before the first title that speaks of causes or remedies, in a table that has both, or one of them beside a
    title that speaks of symptoms.
    """
    folded = [fold(title) for title in titles]
    told = [bool(CAUSE.search(title) or REMEDY.search(title)) for title in folded]
    if True not in told:
        return 0
    before = told.index(True)
    both = any(map(CAUSE.search, folded)) and any(map(REMEDY.search, folded))
    return before if both or any(map(_SYMPTOM.search, folded[:before])) else 0


def by_symptom(page: Page, table: Table, fits: Fits) -> list[SymptomRows]:
    """The rows of a table, symptom by symptom; none when it lists something else.

    A row goes on with the symptom above when it says the same, or nothing: what rows share stands in the first of them.
    A row that does not fit is cut between sentences; its pieces keep to their columns.
    """
    columns = symptom_columns(table.header)
    groups: list[SymptomRows] = []
    filled = [row for row in table.rows if any(cell.end > cell.start for cell in row)]
    for row, line in zip(filled, table_lines(page, table), strict=True) if columns else ():
        if line.kind is LineKind.HEADER:
            continue
        symptom = _alone(line, row, columns)
        if not groups or not same_symptom(symptom, groups[-1].symptom):
            groups.append(SymptomRows(symptom, []))
        groups[-1].rows += [line] if fits(line.text) else _split(page, row, fits)
    return groups


def same_symptom(symptom: Line | None, above: Line | None) -> bool:
    """Whether rows belong to the symptom above them: they say the same, or nothing."""
    return symptom is None or (above is not None and symptom.cells == above.cells)


def _alone(line: Line, row: Sequence[Span], columns: int) -> Line | None:
    cells = line.cells[:columns]
    if not any(cells):
        return None
    span = Span(row[0].page, row[0].start, row[columns - 1].end)
    empty = [""] * (len(line.cells) - columns)
    return Line(" ".join(filter(None, cells)), (span,), LineKind.ROW, (*cells, *empty))


def _split(page: Page, row: Sequence[Span], fits: Fits) -> list[Line]:
    lines: list[Line] = []
    pending: list[_Piece] = []
    for piece in _pieces(page, row, fits):
        if pending and not fits(_line(page, [*pending, piece], len(row)).text):
            lines.append(_line(page, pending, len(row)))
            pending = []
        pending.append(piece)
    return [*lines, _line(page, pending, len(row))]


def _pieces(page: Page, row: Sequence[Span], fits: Fits) -> Iterator[_Piece]:
    """Sentences of the cells, in halves where they do not fit; the number of a step stays with its sentence."""
    for column, cell in enumerate(row):
        words = page.words[cell.start : cell.end]
        start = 0
        for end in sentence_ends(words):
            if end < len(words) and not any(c.isalpha() for word in words[start:end] for c in word.text):
                continue
            whole = Span(cell.page, cell.start + start, cell.start + end)
            for line in split_span(page, whole, LineKind.ROW, fits):
                yield column, line.spans[0]
            start = end


def _line(page: Page, pieces: Sequence[_Piece], columns: int) -> Line:
    cells = [""] * columns
    for column in dict.fromkeys(column for column, _ in pieces):
        spans = [span for c, span in pieces if c == column]
        cells[column] = join_words(page.words[spans[0].start : spans[-1].end])
    whole = Span(pieces[0][1].page, pieces[0][1].start, pieces[-1][1].end)
    return Line(" ".join(filter(None, cells)), (whole,), LineKind.ROW, tuple(cells))

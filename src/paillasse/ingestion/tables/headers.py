"""Header rows of a table, and whether it goes on from the page before."""

from __future__ import annotations

from collections.abc import Sequence

from paillasse.ingestion.tables.cells import TableDraft
from paillasse.language.text import fold
from paillasse.types.pages import Word

_MAX_HEADER_WORDS = 8
_TITLES = frozenset(
    """code codes error erreur meaning signification description cause causes remedy action actions solution remede
    corrective correction remedial fault faults panne anomalie observation symptom symptome problem probleme
    parameter parametre value valeur values unit unite item
    part number reference designation quantity quantite qty step etape name nom type function fonction range default
    command commande response reponse setting reglage key touche specification caracteristique model modele field
    option options message indication comment remarks remarques date result test term definition""".split()
)


def cell_text(words: Sequence[Word], cell: Sequence[int]) -> str:
    """The words of a cell, joined by spaces."""
    return " ".join(words[i].text for i in cell)


def header_rows(words: Sequence[Word], table: TableDraft) -> int:
    """1 when the first row names the columns (2 when two bold rows do), 0 when it is data already."""
    rows = table.rows
    if len(rows) < 2:
        return 0
    first = rows[0]
    filled = [cell for cell in first if cell]
    if not filled or max(len(cell) for cell in filled) > _MAX_HEADER_WORDS:
        return 0
    if len(filled) == 1 < len(first):
        deeper = TableDraft(table.box, rows[1:], table.ruled)
        return 1 + header_rows(words, deeper) if len(rows) > 2 and header_rows(words, deeper) == 1 else 0
    if _bold(words, first) and not all(_bold(words, row) for row in rows[1:]):
        return 2 if len(rows) > 3 and _bold(words, rows[1]) else 1
    texts = [cell_text(words, cell) for cell in first]
    if sum(bool(_TITLES & set(fold(text).split())) for text in texts) >= max(2, len(filled) / 2):
        return 1
    return int(len(filled) == len(first) and _other_than_body(words, texts, rows[1:]))


def _bold(words: Sequence[Word], row: Sequence[Sequence[int]]) -> bool:
    marks = [words[i].bold for cell in row for i in cell if any(c.isalnum() for c in words[i].text)]
    return bool(marks) and all(marks)


def _other_than_body(words: Sequence[Word], texts: Sequence[str], body: Sequence[Sequence[Sequence[int]]]) -> bool:
    """No digits at the top of a column whose cells mostly hold numbers."""
    if any(_has_digit(text) for text in texts):
        return False
    for c in range(len(texts)):
        column = [cell_text(words, row[c]) for row in body if row[c]]
        if len(column) >= 2 and sum(_has_digit(text) for text in column) >= 0.7 * len(column):
            return True
    return False


def _has_digit(text: str) -> bool:
    return any(c.isdigit() for c in text)


def same_columns(above: TableDraft, below: TableDraft) -> bool:
    """True when two tables have as many columns, are as wide and stand at about the same place.

    Facing pages may have mirrored margins.
    """
    if len(above.rows[0]) != len(below.rows[0]) or above.ruled != below.ruled:
        return False
    widths = abs((above.box.x1 - above.box.x0) - (below.box.x1 - below.box.x0))
    return widths < (8 if above.ruled else 40) and abs(above.box.x0 - below.box.x0) < 60

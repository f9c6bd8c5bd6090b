"""The questions of a run as a table, a line each: for people who compare responses and contexts of several runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paillasse.experiments.rows import QuestionRow

Cell = str | float | bool | None


def table_of(rows: Sequence[QuestionRow]) -> dict[str, list[Cell]]:
    """Columns by name, all of one length; a figure that was not measured of a question is None."""
    told = [_cells(row) for row in rows]
    figures = sorted({name for row in rows for name in row.figures})
    names = [*dict.fromkeys(name for cells in told for name in cells), *figures]
    lines = [{**cells, **row.figures} for cells, row in zip(told, rows, strict=True)]
    return {name: [line.get(name) for line in lines] for name in names}


def _cells(row: QuestionRow) -> Mapping[str, Cell]:
    return {
        "id": row.id,
        "question": row.question,
        "response": row.answer,
        "contexts": "\n\n".join(row.contexts),
        "quotes": "\n\n".join(row.quotes),
        "outcome": row.outcome,
        "passed": row.passed,
        "rank": row.rank,
        "slices": ", ".join(row.slices),
        "reviewed": row.reviewed,
    }

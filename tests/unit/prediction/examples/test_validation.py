from __future__ import annotations

from collections.abc import Callable

import pytest

from paillasse.errors.models import TrainingDataError
from paillasse.prediction.examples.rows import Row, load, write
from paillasse.prediction.examples.validation import validated
from paillasse.prediction.features import NAMES
from prediction_rows import rows_of

Change = Callable[[Row], Row]


def _with(row: Row, **values: object) -> Row:
    return row.model_copy(update=values)


def _feature(row: Row, name: str, value: float) -> Row:
    return _with(row, features=row.features | {name: value})


def test_sound_rows_become_arrays():
    rows = rows_of()
    table = validated(rows)
    assert table.rows.shape == (len(rows), len(NAMES))
    assert table.tickets.tolist() == [row.ticket for row in rows]
    part = table.part(table.tickets.nonzero()[0])
    assert part.tickets.all()
    assert len(part.groups) == len(part.withheld) == len(part.refused) == len(part.rows)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: [], "nothing to learn from"),
        (lambda rows: rows[:20], "at least 60"),
        (lambda rows: [_feature(rows[0], "coverage", 1.5), *rows[1:]], "coverage: .*fails for 1.5"),
        (lambda rows: [_feature(rows[0], "line", float("nan")), *rows[1:]], "line: not_nullable"),
        (lambda rows: [_feature(rows[0], "age", 1.0), *rows[1:]], "age"),
        (lambda rows: [*rows, rows[0]], "multiple_fields_uniqueness"),
        (lambda rows: [_with(rows[0], features_version=0), *rows[1:]], "version 0 of the features"),
        (lambda rows: [_with(r, ticket=False) for r in rows], "0% of the rows are tickets"),
        (lambda rows: [_with(r, group=f"g{i % 3}") for i, r in enumerate(rows)], "about 3 machines"),
        (lambda rows: [_with(r, group="g" if int(r.case[1]) > 2 else r.case) for r in rows], "are about one machine"),
        (lambda rows: [rows[0], _with(rows[1], group="m7"), *rows[2:]], "on both sides of a split"),
        (lambda rows: [_feature(r, "likeness", float(r.ticket)) for r in rows], "likeness alone tells every ticket"),
        (lambda rows: [_with(r, features=rows[i % 5].features) for i, r in enumerate(rows)], "the same in several"),
    ],
)
def test_what_is_wrong_stops_training(change: Callable[[list[Row]], list[Row]], sentence: str):
    with pytest.raises(TrainingDataError, match=sentence):
        validated(change(rows_of()))


def test_rows_are_read_as_they_were_written(tmp_path):
    write(tmp_path / "rows.jsonl", rows_of())
    assert load([tmp_path / "rows.jsonl"]) == rows_of()


def test_a_line_that_is_no_row_is_named(tmp_path):
    (tmp_path / "rows.jsonl").write_text('{"case": 1}\n')
    with pytest.raises(TrainingDataError, match=r"rows\.jsonl:1 is no row"):
        load([tmp_path / "rows.jsonl"])
    with pytest.raises(TrainingDataError, match="cannot be read"):
        load([tmp_path / "missing.jsonl"])

"""Data before training: what is wrong with a table stops it, in a sentence that says what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from paillasse.errors.models import TrainingDataError
from paillasse.prediction.examples.rows import Row
from paillasse.prediction.examples.table import Table
from paillasse.prediction.features import FEATURES, NAMES, VERSION
from paillasse.prediction.learning.figures import auroc

_LEAST_ROWS = 60
_LEAST_SHARE = 0.05
"""Of each of the two answers; and the most of rows that are alike in several groups."""
LEAST_GROUPS = 6
_LARGEST_GROUP = 0.5
"""Share of all rows."""
_LEAK = 0.99
"""A feature that alone tells this well was not known when the question was asked."""
_NAMED = 5


def validated(rows: Sequence[Row]) -> Table:
    """The rows as arrays.

    Raises:
        TrainingDataError: a value is missing or out of its bounds; a question is there twice, or on both sides of a
            split; a feature tells the answer all by itself; there are too few rows of a kind.
    """
    if not rows:
        raise TrainingDataError("There is nothing to learn from.")
    other = next((row for row in rows if row.features_version != VERSION), None)
    if other is not None:
        raise TrainingDataError(
            f"{other.case} has version {other.features_version} of the features; this program has {VERSION}.",
            hint="Collect the rows again: `paillasse train escalation --golden FILE`.",
        )
    check_schema(rows)
    table = Table.of(rows, NAMES)
    _check_balance(table)
    _check_groups(rows)
    _check_leaks(table)
    return table


def check_schema(rows: Sequence[Row]) -> None:
    """Types and bounds; nothing missing, nothing that is not known, no question twice.

    Raises:
        TrainingDataError: what is wrong, and where.
    """
    pandas: Any = import_module("pandas")
    pandera: Any = import_module("pandera.pandas")
    words = pandera.Column(str, pandera.Check.str_length(min_value=1))
    truths = pandera.Column(bool)
    numbers = {f.name: pandera.Column(float, pandera.Check.in_range(f.least, f.most)) for f in FEATURES}
    schema = pandera.DataFrameSchema(
        {"case": words, "golden": words, "group": words, "withheld": truths, "ticket": truths, "refused": truths}
        | numbers,
        strict=True,
        unique=["golden", "case", "withheld"],
    )
    told = [row.model_dump(exclude={"features", "features_version", "manuals"}) | row.features for row in rows]
    try:
        schema.validate(pandas.DataFrame(told), lazy=True)
    except pandera.errors.SchemaErrors as error:
        failures = error.failure_cases.to_dict("records")
        sentences = [f"{f['column']}: {f['check']} fails for {f['failure_case']!r}" for f in failures]
        raise TrainingDataError("; ".join(list(dict.fromkeys(sentences))[:_NAMED])) from error


def _check_balance(table: Table) -> None:
    if len(table.rows) < _LEAST_ROWS:
        raise TrainingDataError(f"There are {len(table.rows)} rows; at least {_LEAST_ROWS} are needed.")
    share = float(table.tickets.mean())
    if not _LEAST_SHARE <= share <= 1 - _LEAST_SHARE:
        raise TrainingDataError(f"{share:.0%} of the rows are tickets: too few of one kind to learn from.")


def _check_groups(rows: Sequence[Row]) -> None:
    sizes = Counter(row.group for row in rows)
    if len(sizes) < LEAST_GROUPS:
        raise TrainingDataError(f"The rows are about {len(sizes)} machines; at least {LEAST_GROUPS} are needed.")
    [(name, largest)] = sizes.most_common(1)
    if largest > _LARGEST_GROUP * len(rows):
        raise TrainingDataError(f"{largest} of {len(rows)} rows are about one machine, that of {name}.")
    sides: dict[tuple[str, str], str] = {}
    for row in rows:
        if sides.setdefault((row.golden, row.case), row.group) != row.group:
            raise TrainingDataError(f"{row.case} would be on both sides of a split: it is in several groups.")


def _check_leaks(table: Table) -> None:
    for name, column in zip(table.names, table.rows.T, strict=True):
        alone = auroc(table.tickets, column)
        if max(alone, 1 - alone) >= _LEAK:
            raise TrainingDataError(f"{name} alone tells every ticket (AUROC {alone:.3f}): it knows the answer.")
    groups: dict[bytes, set[str]] = {}
    for row, group in zip(table.rows, table.groups.tolist(), strict=True):
        groups.setdefault(row.tobytes(), set()).add(group)
    alike = sum(len(groups[row.tobytes()]) > 1 for row in table.rows)
    if alike > _LEAST_SHARE * len(table.rows):
        raise TrainingDataError(f"{alike} rows are the same in several groups: they are no questions apart.")

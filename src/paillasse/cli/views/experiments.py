"""Runs and their differences as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from paillasse.experiments.comparison import Difference
from paillasse.experiments.datasets.versions import DatasetVersion
from paillasse.language.text import printable
from paillasse.protocols.tracking import Run
from paillasse.types.golden_case import FIXED_SLICES

_COLUMNS = {
    "all/hit_at_1": "hit@1",
    "all/hit_at_5": "hit@5",
    "answer_correctness": "right",
    "refused_unanswerable": "refused",
    "latency_ms/total/p95": "p95 ms",
}
_ID = 8


def runs_view(runs: Sequence[Run]) -> Table:
    """A line a run."""
    table = Table(box=None, header_style="bold")
    for label in ("run", "configuration", "asked"):
        table.add_column(label, no_wrap=True)
    for label in _COLUMNS.values():
        table.add_column(label, justify="right")
    table.add_column("")
    for run in runs:
        figures = [_figure(name, run.metrics.get(name)) for name in _COLUMNS]
        state = Text() if run.finished else Text("begun", style="yellow")
        table.add_row(run.id[:_ID], run.name, run.parameters.get("dataset.questions", ""), *figures, state)
    return table


def comparison_view(first: Run, second: Run, differences: Sequence[Difference]) -> RenderableType:
    """What differs in the configurations; every figure on all questions; on slices what differs for sure."""
    changed = {
        name: (first.parameters.get(name, ""), second.parameters.get(name, ""))
        for name in sorted(first.parameters.keys() | second.parameters.keys())
        if first.parameters.get(name) != second.parameters.get(name)
    }
    choices = Table("parameter", first.id[:_ID], second.id[:_ID], box=None, header_style="bold")
    for name, (before, after) in changed.items():
        choices.add_row(name, printable(before), printable(after))
    whole = [each for each in differences if each.place in ("all", "unanswerable")]
    sure = [each for each in differences if each not in whole and each.verdict]
    places = list(FIXED_SLICES)
    sure.sort(key=lambda each: places.index(each.place) if each.place in places else len(places))
    share = f"{differences[0].confidence:.0%}"
    parts: list[RenderableType] = [choices, Text(), _table(whole, share)]
    if sure:
        parts += [Text("\nSlices where the difference is significant", style="bold"), _table(sure, share)]
    return Group(*parts, Text())


def _table(differences: Sequence[Difference], share: str) -> Table:
    table = Table("slice", box=None, header_style="bold", padding=(0, 1, 0, 0))
    table.add_column("figure", no_wrap=True)
    for label in ("n", "first", "second", "change", share):
        table.add_column(label, justify="right", no_wrap=True)
    table.add_column("")
    for each in differences:
        if not (each.first or each.second):  # tokens and cost where no language model is asked
            continue
        style = {"better": "green", "worse": "red"}.get(each.verdict, "")
        table.add_row(
            printable(each.place),
            each.figure,
            str(each.n),
            _number(each.first),
            _number(each.second),
            _number(each.difference, "+"),
            f"{_number(each.low, '+')}…{_number(each.high, '+')}",
            Text(each.verdict, style=style),
        )
    return table


def _number(value: float, sign: str = "") -> str:
    return f"{value:{sign}.0f}" if abs(value) >= 100 else f"{value:{sign}.2f}"


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if name.startswith("latency") else f"{value:.2f}"


def datasets_view(versions: Sequence[DatasetVersion]) -> Table:
    """A line a version: cases, and how many of them came, changed and went."""
    table = Table(box=None, header_style="bold")
    for label in ("golden set", "version", "hash", "cases", "+", "~", "-", "since", "note"):
        table.add_column(label, justify="right" if label in {"version", "cases", "+", "~", "-"} else "left")
    for each in versions:
        counts = [str(len(ids)) for ids in (each.added, each.changed, each.removed)]
        since = f"{each.at:%Y-%m-%d}"
        told = (str(each.number), each.hash, str(each.cases), *counts, since)
        table.add_row(Text(printable(each.name)), *told, Text(printable(each.note)))
    return table

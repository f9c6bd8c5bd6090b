"""The report as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from paillasse.evaluation.metrics import RANKING_METRICS
from paillasse.evaluation.report import Interval, PageEntry, Report

_RATES = {
    "answer_correctness": "answerable: answer correct",
    "refused_answerable": "answerable: wrongly refused",
    "refused_unanswerable": "unanswerable: refused",
    "citations_valid": "citations valid",
    "warnings_shown": "warnings shown",
}


def render(report: Report) -> RenderableType:
    """Pages found by slice, answers, latencies and misses, ready to print with rich."""
    parts: list[RenderableType] = [_pages(report), _answers(report), _latencies(report)]
    if report.misses:
        parts.append(_misses(report))
    return Group(*parts)


def _pages(report: Report) -> Table:
    table = _table("Right page found", "slice", "n", *RANKING_METRICS, "hit@5, 95 %", "correct", "refused")
    for name, figures in report.slices.items():
        by_name = figures.model_dump()
        bounds = report.intervals.slices.get(name)
        answers = report.answers[name]
        table.add_row(
            Text(name),
            str(figures.n),
            *(_rate(by_name[metric]) for metric in RANKING_METRICS),
            _bounds(bounds["hit@5"] if bounds else None),
            _rate(answers.correct),
            _rate(answers.refused),
        )
    return table


def _answers(report: Report) -> Table:
    table = _table(f"Answers ({report.n} questions, configuration {report.config_hash})", "figure", "rate", "95 %")
    values, intervals = report.model_dump(include=set(_RATES)), report.intervals.model_dump(include=set(_RATES))
    for name, label in _RATES.items():
        table.add_row(label, _rate(values[name]), _bounds(intervals[name]))
    table.add_row("refusals that were right", _rate(report.refusals.precision), "")
    return table


def _latencies(report: Report) -> Table:
    table = _table("Latency in ms", "stage", "p50", "p95")
    for stage, latency in report.latency_ms.items():
        table.add_row(stage, f"{latency.p50:.0f}", f"{latency.p95:.0f}")
    return table


def _misses(report: Report) -> Table:
    table = Table(title="Misses: no acceptable page among the first 5", title_justify="left", show_lines=True)
    for column in ("question", "expected", "retrieved instead", "rank"):
        table.add_column(column, overflow="fold")
    for miss in report.misses:
        question = Text(f"{miss.id}: {miss.question}")
        table.add_row(question, _listed(miss.expected), _listed(miss.retrieved), str(miss.rank or "-"))
    return table


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _rate(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else "-"


def _bounds(interval: Interval | None) -> str:
    return f"{interval[0]:.2f} to {interval[1]:.2f}" if interval else ""


def _listed(pages: Sequence[PageEntry]) -> Text:
    """Pages gathered by file, files in order of appearance."""
    by_file: dict[str, list[int]] = {}
    for entry in pages:
        by_file.setdefault(entry.file, []).append(entry.page)
    return Text("\n".join(f"{file}: {', '.join(map(str, numbers))}" for file, numbers in by_file.items()))

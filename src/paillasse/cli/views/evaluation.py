"""The report as tables for a terminal; 80 columns are enough."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from paillasse.evaluation.metrics import RANKING_METRICS
from paillasse.evaluation.report import Interval, Miss, PageEntry, Report
from paillasse.types.golden_case import FIXED_SLICES

_SHORT = {"hit@3": "@3", "hit@5": "@5", "hit@10": "@10", "mrr@10": "MRR", "ndcg@10": "nDCG"} | {
    "precision@5": "P@5",
    "recall@10": "R@10",
}
_OF_A_FILE = ("hit@1", "hit@5", "hit@10")
_RATES = {
    "answer_correctness": "answerable: answer right",
    "refused_answerable": "answerable: wrongly refused",
    "refused_unanswerable": "unanswerable: refused",
    "citations_valid": "citations valid",
    "warnings_shown": "warnings shown",
}


def report_view(report: Report) -> RenderableType:
    """Pages found by slice and by file, answers, latencies and misses, ready to print with rich."""
    files = [name for name in report.slices if name.lower().endswith(".pdf")]  # nothing else can be ingested
    others = [name for name in report.slices if name not in files]
    parts: list[RenderableType] = [
        _pages(report, "slice", others, RANKING_METRICS),
        _pages(report, "file", files, _OF_A_FILE),
        _answers(report),
        *([_qualities(report)] if any(report.qualities.values()) else []),
        _latencies(report),
        *(_miss(miss) for miss in report.misses),
    ]
    return Group(*(Padding(part, (0, 0, 1, 0)) for part in parts))


def _pages(report: Report, title: str, names: Sequence[str], shown: Sequence[str]) -> Table:
    table = _table(title, "n", *(_SHORT.get(metric, metric) for metric in shown), "@5: 95 %", "right")
    for name in names:
        figures = report.slices[name].model_dump()
        bounds = report.intervals.slices.get(name, {}).get("hit@5")
        rates = [_rate(figures[metric]) for metric in shown]
        table.add_row(Text(name), str(figures["n"]), *rates, _bounds(bounds), _rate(report.answers[name].correct))
    return table


def _answers(report: Report) -> Table:
    table = _table(f"{report.n} questions, configuration {report.config_hash}", "rate", "95 %")
    values, intervals = report.model_dump(include=set(_RATES)), report.intervals.model_dump(include=set(_RATES))
    for name, label in _RATES.items():
        table.add_row(label, _rate(values[name]), _bounds(intervals[name]))
    table.add_row("refusals that were right", _rate(report.refusals.precision), "")
    return table


def _qualities(report: Report) -> Table:
    names = [name for name in FIXED_SLICES if report.qualities.get(name)]
    table = _table("answers and passages", *names)
    for figure in report.qualities["all"]:
        table.add_row(figure.replace("_", " "), *(_rate(report.qualities[name].get(figure)) for name in names))
    return table


def _latencies(report: Report) -> Table:
    table = _table("latency in ms", "p50", "p95")
    for stage, latency in report.latency_ms.items():
        table.add_row(stage, f"{latency.p50:.0f}", f"{latency.p95:.0f}")
    return table


def _miss(miss: Miss) -> Group:
    place = f"first right page at {miss.rank}" if miss.rank else "no right page"
    return Group(
        Text.assemble((miss.id, "bold"), f" {miss.question}  ({place}, {miss.outcome})"),
        Padding(Text(f"expected   {_listed(miss.expected)}\nretrieved  {_listed(miss.retrieved)}"), (0, 0, 0, 2)),
    )


def _table(first: str, *columns: str) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold underline")
    table.add_column(first, no_wrap=True, max_width=42)
    for column in columns:
        width = 9 if "95 %" in column else max(4, len(column))
        table.add_column(column, justify="right", min_width=width)
    return table


def _rate(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _bounds(interval: Interval | None) -> str:
    return f"{interval[0]:.2f}–{interval[1]:.2f}" if interval else ""


def _listed(pages: Sequence[PageEntry]) -> str:
    """Pages gathered by file, files in order of appearance."""
    by_file: dict[str, list[int]] = {}
    for entry in pages:
        by_file.setdefault(entry.file, []).append(entry.page)
    return "; ".join(f"{file} {', '.join(map(str, numbers))}" for file, numbers in by_file.items()) or "nothing"

"""A picture of a run: its figures by slice, with their intervals."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from paillasse.evaluation.report import Report
from paillasse.types.golden_case import FIXED_SLICES

_FIGURES = {"hit@1": "tab:blue", "hit@5": "tab:orange", "ndcg@10": "tab:green"}
_WIDTH = 0.27


def draw(report: Report, path: Path) -> None:
    """Bars of the ranking figures by slice, fixed slices first, then kinds, as PNG; slices of single files left out."""
    backend: Any = import_module("matplotlib.backends.backend_agg")
    figures: Any = import_module("matplotlib.figure")
    slices = report.model_dump()["slices"]
    places = [name for name, part in slices.items() if part["n"] and ("." not in name or name in FIXED_SLICES)]
    figure = figures.Figure(figsize=(max(6, 1.1 * len(places)), 4), layout="constrained")
    backend.FigureCanvasAgg(figure)
    axes = figure.subplots()
    for number, (name, colour) in enumerate(_FIGURES.items()):
        means = [slices[place][name] for place in places]
        bounds = [report.intervals.slices[place][name] for place in places]
        below = [max(0.0, mean - low) for mean, (low, _) in zip(means, bounds, strict=True)]
        above = [max(0.0, high - mean) for mean, (_, high) in zip(means, bounds, strict=True)]
        left = [place + (number - 1) * _WIDTH for place in range(len(places))]
        axes.bar(left, means, _WIDTH, yerr=[below, above], label=name, color=colour, ecolor="0.4")
    labels = [f"{place}\n(n={slices[place]['n']})" for place in places]
    axes.set_xticks(range(len(places)), labels, rotation=30, ha="right")
    axes.set_ylim(0, 1)
    axes.set_title(f"Pages found, with 95 % intervals · configuration {report.config_hash}")
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=120)

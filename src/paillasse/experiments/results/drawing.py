"""Pictures of a run: pages found and answers by slice, with their intervals, and where the time goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from paillasse.evaluation.report import Interval, Report
from paillasse.judging.formulas import FORMULAS
from paillasse.types.golden_case import FIXED_SLICES

_RANKING = ("hit@1", "hit@5", "ndcg@10")
_COLOURS = ("tab:blue", "tab:orange", "tab:green", "tab:red")

_Means = Mapping[str, Mapping[str, float | None]]
_Bounds = Mapping[str, Mapping[str, Interval]]


def draw(report: Report, folder: Path) -> None:
    """Write `slices.png`, `answers.png` and `latency.png`; fixed slices first, then kinds, single files left out."""
    slices = report.model_dump()["slices"]
    places = [name for name, part in slices.items() if part["n"] and ("." not in name or name in FIXED_SLICES)]
    labels = {place: f"{place}\n(n={slices[place]['n']})" for place in places}
    of = f"configuration {report.config_hash}"
    _by_slice(labels, _RANKING, (slices, report.intervals.slices), f"Pages found · {of}", folder / "slices.png")
    told = (report.qualities, report.intervals.qualities)
    _by_slice(labels, tuple(FORMULAS), told, f"Answers and their passages · {of}", folder / "answers.png")
    _by_stage(report, f"Time of a lone user · {of}", folder / "latency.png")


def _by_slice(
    labels: Mapping[str, str], figures: Sequence[str], told: tuple[_Means, _Bounds], title: str, path: Path
) -> None:
    """Bars of figures from 0 to 1; none where a figure was not measured on a slice."""
    means, bounds = told
    picture, axes = _canvas(max(6, 1.2 * len(labels)))
    width = 0.8 / len(figures)
    for number, (name, colour) in enumerate(zip(figures, _COLOURS, strict=False)):
        found = [(at, mean, bounds[place][name]) for at, place in enumerate(labels)
                 if (mean := means.get(place, {}).get(name)) is not None]  # fmt: skip
        below = [max(0.0, mean - low) for _, mean, (low, _) in found]
        above = [max(0.0, high - mean) for _, mean, (_, high) in found]
        left = [at + (number - (len(figures) - 1) / 2) * width for at, *_ in found]
        heights = [mean for _, mean, _ in found]
        axes.bar(left, heights, width, yerr=[below, above], label=name, color=colour, ecolor="0.4")
    axes.set_xticks(range(len(labels)), labels.values(), rotation=30, ha="right")
    axes.set_ylim(0, 1)
    axes.set_title(f"{title} · 95 % intervals")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1))  # beside the bars, not over them
    picture.savefig(path, dpi=120)


def _by_stage(report: Report, title: str, path: Path) -> None:
    picture, axes = _canvas(8)
    stages = list(report.latency_ms)
    for number, (name, colour) in enumerate(zip(("p50", "p95"), _COLOURS, strict=False)):
        left = [at + (number - 0.5) * 0.4 for at in range(len(stages))]
        axes.bar(left, [getattr(report.latency_ms[stage], name) for stage in stages], 0.4, label=name, color=colour)
    axes.set_xticks(range(len(stages)), stages)
    axes.set_ylabel("milliseconds")
    axes.set_title(title)
    axes.legend()
    picture.savefig(path, dpi=120)


def _canvas(width: float) -> tuple[Any, Any]:
    """A picture of this width in inches, and its axes."""
    backend: Any = import_module("matplotlib.backends.backend_agg")
    figures: Any = import_module("matplotlib.figure")
    picture = figures.Figure(figsize=(width, 4), layout="constrained")
    backend.FigureCanvasAgg(picture)
    return picture, picture.subplots()

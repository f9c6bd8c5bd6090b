"""Latency, build time, disk and memory over the number of chunks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from benchmarks.scale.phases import SCOPES

COLOURS = ("#b5402a", "#22384f")


def draw(sizes: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Four panels as PNG, both axes logarithmic."""
    figure = Figure(figsize=(11, 7), layout="constrained")
    panels = figure.subplots(2, 2)
    chunks = [figures["chunks"] for figures in sizes]
    for scope, colour in zip(SCOPES, COLOURS, strict=True):
        for key, style, label in (("p95_ms", "o-", "ours"), ("engine_p95_ms", "s:", "engine alone")):
            values = [figures[scope][key] for figures in sizes]
            panels[0, 0].plot(chunks, values, style, color=colour, label=f"{label}, {scope} collections")
    build = [figures["upsert_seconds"] + figures["optimize_seconds"] for figures in sizes]
    panels[0, 1].plot(chunks, build, "o-", color=COLOURS[0], label="upsert and optimize")
    panels[1, 0].plot(chunks, [figures["disk_mb"] for figures in sizes], "o-", color=COLOURS[0], label="disk")
    for key, style, label in (
        ("build_memory_mb", "o-", "after building"),
        ("search_memory_mb", "s:", "after searching"),
    ):
        panels[1, 1].plot(chunks, [figures[key] for figures in sizes], style, color=COLOURS[1], label=label)
    titles = ("hybrid search with a filter, p95, ms", "build, s", "disk, MB", "memory of the process, MB")
    for axes, title in zip(panels.flat, titles, strict=True):
        finish(axes, title)
    figure.savefig(path, dpi=110)


def finish(axes: Axes, title: str) -> None:
    """What all panels share."""
    axes.set(xscale="log", yscale="log", xlabel="chunks", title=title)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.margins(y=0.45)  # the legend stands above the lines
    axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize=8, frameon=False, loc="upper left")
    axes.spines[["top", "right"]].set_visible(False)

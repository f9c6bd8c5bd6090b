"""The comparison as one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

OWN_COLOURS = {"paillasse": "#b5402a", "paillasse-text": "#d98b7a"}
PEER_COLOURS = ("#22384f", "#42607c", "#6686a0", "#8ca8bd", "#b0c4d2", "#cfdbe4")
SLICES = (("en", "English"), ("fr", "French"), ("cross_lingual", "across languages"), ("error_code", "error codes"))


def draw(systems: Mapping[str, Any], path: Path, caption: str) -> None:
    """Pages found, speed, latency, memory and disk; as PNG."""
    figure = Figure(figsize=(12, 9), layout="constrained")
    grid = figure.add_gridspec(3, 2, height_ratios=(1.3, 1, 1))
    peers = iter(PEER_COLOURS)
    colours = [OWN_COLOURS.get(name) or next(peers) for name in systems]
    found(figure.add_subplot(grid[0, :]), systems, colours)
    bars(figure.add_subplot(grid[1, 0]), systems, ("pages_per_second", "pages ingested per second"), colours)
    bars(figure.add_subplot(grid[1, 1]), systems, ("retrieval_p95_ms", "retrieval of a question, p95, ms"), colours)
    bars(figure.add_subplot(grid[2, 0]), systems, ("peak_mb", "peak memory, MB"), colours)
    bars(figure.add_subplot(grid[2, 1]), systems, ("disk_mb", "index on disk, MB"), colours)
    figure.suptitle(caption, fontsize=10)
    figure.savefig(path, dpi=110)


def found(axes: Axes, systems: Mapping[str, Any], colours: Sequence[str]) -> None:
    """Page hit@5 by slice, whiskers for the 95 % interval."""
    slices = [(key, label) for key, label in SLICES if next(iter(systems.values()))["pages"].get(key, {}).get("n")]
    width = 0.84 / len(systems)
    for place, ((name, system), colour) in enumerate(zip(systems.items(), colours, strict=True)):
        figures = [system["pages"][key] for key, _ in slices]
        heights = np.array([f["hit@5"] for f in figures])
        bounds = np.array([f["intervals"]["hit@5"] for f in figures]).reshape(-1, 2)
        whiskers = np.maximum(np.stack([heights - bounds[:, 0], bounds[:, 1] - heights]), 0)
        at = np.arange(len(slices)) + (place + 0.5) * width - 0.42
        axes.bar(at, heights, width * 0.92, yerr=whiskers, color=colour, label=name, error_kw={"lw": 0.8, "alpha": 0.6})
        for x, height in zip(at, heights, strict=True):
            axes.text(x, 0.02, f"{height:.2f}", ha="center", fontsize=7, color="white", rotation=90)
    questions = next(iter(systems.values()))["pages"]
    axes.set_xticks(range(len(slices)), [f"{label} ({questions[key]['n']} questions)" for key, label in slices])
    axes.set(ylim=(0, 1.02), title="a right page among the first five")
    axes.legend(ncols=len(systems), fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.08), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


def bars(axes: Axes, systems: Mapping[str, Any], figure: tuple[str, str], colours: Sequence[str]) -> None:
    """One figure, a bar per system, in the order of the table."""
    key, title = figure
    values = [system["costs"][key] for system in systems.values()]
    drawn = axes.barh(list(systems), values, color=colours)
    axes.bar_label(
        drawn, [f"{value:,.0f}" if value >= 100 else f"{value:.2g}" for value in values], padding=3, fontsize=8
    )
    axes.invert_yaxis()
    if key == "retrieval_p95_ms":
        axes.set_xscale("log")
    axes.margins(x=0.12)
    axes.set_title(title, fontsize=10)
    axes.spines[["top", "right"]].set_visible(False)

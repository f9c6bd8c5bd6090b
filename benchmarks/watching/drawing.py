"""A dashboard as a person sees it, drawn from what Prometheus answers: Grafana itself is not to be had everywhere."""

from __future__ import annotations

import io
import math
import re
import time
from pathlib import Path
from typing import Any

import httpx
import matplotlib as mpl
from PIL import Image

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.gridspec import GridSpec

_STEP_SECONDS = 5
_SPAN_SECONDS = 180
_LABEL = re.compile(r"\{\{(\w+)\}\}")
_SCALES = {"bytes": (2.0**20, " MB"), "Bps": (1024.0, " kB/s"), "percentunit": (0.01, " %"), "reqps": (1.0, " /s")}
_MOST_LEGENDS = 8


def drawn(board: dict[str, Any], prometheus: str, path: Path) -> None:
    """Draw the last minutes of every panel, in the places that Grafana gives them."""
    panels = board["panels"]
    rows = max(panel["gridPos"]["y"] + panel["gridPos"]["h"] for panel in panels)
    figure = plt.figure(figsize=(18, rows * 0.42), layout="constrained")
    figure.suptitle(f"{board['title']}: {board['description']}", fontsize=12, x=0.01, ha="left")
    grid = GridSpec(rows, 24, figure=figure)
    for panel in panels:
        place = panel["gridPos"]
        cells = grid[place["y"] : place["y"] + place["h"], place["x"] : place["x"] + place["w"]]
        _panel(figure.add_subplot(cells), panel, prometheus)
    drawing = io.BytesIO()
    figure.savefig(drawing, dpi=70)
    plt.close(figure)
    Image.open(drawing).save(path, quality=70, method=6)


def _panel(axes: Axes, panel: dict[str, Any], prometheus: str) -> None:
    axes.set_title(panel["title"], fontsize=9, loc="left")
    found = [one for target in panel["targets"] for one in _series(prometheus, target)]
    largest = max((value for _, values in found for _, value in values), default=0.0)
    scale, name = scaled(panel["fieldConfig"]["defaults"]["unit"], largest)
    if panel["type"] == "stat":
        axes.axis("off")
        for line, (legend, values) in enumerate(found[:3]):
            told = f"{values[-1][1] / scale:.4g}{name}"
            axes.text(0, 0.55 - 0.3 * line, told, fontsize=17 if len(found) == 1 else 11, transform=axes.transAxes)
            axes.text(0.45, 0.55 - 0.3 * line, legend, fontsize=7, transform=axes.transAxes)
        return
    first = min((values[0][0] for _, values in found), default=0.0)
    for legend, values in found:
        axes.plot([at - first for at, _ in values], [value / scale for _, value in values], label=legend, linewidth=1)
    axes.set_ylim(0, 1.3 * axes.get_ylim()[1])  # room for the legend
    axes.tick_params(labelsize=7)
    axes.grid(alpha=0.3)
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:g}{name}")
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:g} s")
    if found:
        axes.legend(*(part[:_MOST_LEGENDS] for part in axes.get_legend_handles_labels()), fontsize=6, loc="upper left")


def scaled(unit: str, largest: float) -> tuple[float, str]:
    """What to divide values in a unit of Grafana's by, and what to write behind them."""
    if unit != "s":
        return _SCALES.get(unit, (1.0, ""))
    return (1e-3, " ms") if largest < 2 else (1.0, " s") if largest < 3600 else (3600.0, " h")


def _series(prometheus: str, target: dict[str, Any]) -> list[tuple[str, list[tuple[float, float]]]]:
    """Legend and points of each series; without those that are no number."""
    now = time.time()
    asked = {"query": target["expr"], "start": now - _SPAN_SECONDS, "end": now, "step": _STEP_SECONDS}
    answer = httpx.get(f"{prometheus}/api/v1/query_range", params=asked, timeout=30)
    found: list[tuple[str, list[tuple[float, float]]]] = []
    for one in answer.raise_for_status().json()["data"]["result"]:
        points = [(float(at), float(value)) for at, value in one["values"] if not math.isnan(float(value))]
        if points:
            found.append((_LABEL.sub(lambda m, one=one: one["metric"].get(m[1], ""), target["legendFormat"]), points))
    return found

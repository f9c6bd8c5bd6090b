"""A report of `paillasse eval` as Markdown, floors beside the figures: what a pull request is told.

    python deploy/gates/summary.py report.json [floors.json]

It needs Python alone. Whether a floor was missed is for `paillasse eval --floors` to say with its exit code.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).parents[2] / "evals" / "samples.floors.json"


def figure(report: dict[str, Any], path: str) -> float | None:
    """`all/hit@1` of the slices, or a figure of the whole."""
    part, _, name = path.rpartition("/")
    found = report["slices"].get(part, {}) if part else report
    value = found.get(name)
    return None if value is None else float(value)


def told(report: dict[str, Any], floors: dict[str, dict[str, float]]) -> str:
    """The table."""
    lines = [
        f"### Answers to {report['n']} golden questions",
        "",
        "| figure | measured | bound | |",
        "|---|---|---|---|",
    ]
    for bound, sign in (("at_least", "≥"), ("at_most", "≤")):
        for path, limit in floors.get(bound, {}).items():
            value = figure(report, path)
            kept = value is not None and (value >= limit if bound == "at_least" else value <= limit)
            shown = "not measured" if value is None else f"{value:.3f}"
            lines.append(f"| {path} | {shown} | {sign} {limit} | {'' if kept else '**missed**'} |")
    latency = report["latency_ms"]["total"]
    lines += ["", f"Latency {latency['p50']:.0f} ms in the median, {latency['p95']:.0f} ms in the 95th percentile."]
    lines += [f"Without an acceptable page among the first five: {len(report['misses'])}.", ""]
    return "\n".join(lines) + f"Configuration `{report['config_hash']}`."


if __name__ == "__main__":
    floors = Path(sys.argv[2]) if len(sys.argv) > 2 else FLOORS
    print(told(json.loads(Path(sys.argv[1]).read_text("utf-8")), json.loads(floors.read_text("utf-8"))))

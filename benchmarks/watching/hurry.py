"""The rules of the repository thirty times as fast: what takes an hour shows in two minutes; all else stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FACTOR = 30
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_DURATION = re.compile(r"(?<![\w.-])(\d+)([smhd])\b")
_SECONDS = re.compile(r"(?<![\w.])(900|3600|86400)\b")
"""That rules compare ages with."""


def faster(rules: str) -> str:
    """The text of rules with every window, every `for` and every age divided."""
    rules = _SECONDS.sub(lambda found: str(int(found[1]) // FACTOR), rules)
    return _DURATION.sub(lambda found: f"{int(found[1]) * _UNITS[found[2]] * 1000 // FACTOR}ms", rules)


def hurried(patterns: Sequence[str], folder: Path) -> dict[str, Any]:
    """What to change in the configuration of Prometheus for that; the rules are written into the folder."""
    rules = folder / "rules"
    rules.mkdir()
    for pattern in map(Path, patterns):
        for path in pattern.parent.glob(pattern.name):
            (rules / path.name).write_text(faster(path.read_text("utf-8")), "utf-8")
    each = {"scrape_interval": "2s", "scrape_timeout": "2s", "evaluation_interval": "2s"}
    return {"global": each, "rule_files": [str(rules / "*.yml")]}

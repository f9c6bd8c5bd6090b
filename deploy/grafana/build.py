"""Write the dashboards from their descriptions beside this file: `python deploy/grafana/build.py`.

A dashboard is a YAML file: a title, what it answers, and rows of panels. A panel has a title, a sentence that says what
to read from it, a unit as Grafana calls it, and a query for each legend. Everything else is the same in all of them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
_SOURCE = {"type": "prometheus", "uid": "prometheus"}
_WIDTH, _HEIGHT = 24, 8
"""Of Grafana's grid: columns, and rows of a panel."""
_STAT_HEIGHT = 4


def dashboard(described: dict[str, Any], uid: str) -> dict[str, Any]:
    """A dashboard as Grafana reads it."""
    panels: list[dict[str, Any]] = []
    top = 0
    for row in described["rows"]:
        height = _STAT_HEIGHT if all(panel.get("kind") == "stat" for panel in row) else _HEIGHT
        width = _WIDTH // len(row)
        for place, panel in enumerate(row):
            grid = {"x": place * width, "y": top, "w": width, "h": height}
            panels.append(_panel(panel, len(panels) + 1, grid))
        top += height
    return {
        "uid": uid,
        "title": described["title"],
        "description": described["description"],
        "tags": ["paillasse"],
        "timezone": "browser",
        "schemaVersion": 41,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "links": [{"type": "dashboards", "tags": ["paillasse"], "title": "Paillasse", "asDropdown": True}],
        "annotations": {"list": [_alerts()]},
        "panels": panels,
    }


def _panel(panel: dict[str, Any], number: int, grid: dict[str, int]) -> dict[str, Any]:
    kind = panel.get("kind", "timeseries")
    options: dict[str, Any] = {"legend": {"showLegend": True, "displayMode": "list", "placement": "bottom"}}
    if kind == "stat":
        options = {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "none", "graphMode": "area"}
    return {
        "id": number,
        "type": kind,
        "title": panel["title"],
        "description": panel["description"],
        "datasource": _SOURCE,
        "gridPos": grid,
        "fieldConfig": {"defaults": {"unit": panel["unit"], "min": 0, **panel.get("field", {})}, "overrides": []},
        "options": options,
        "targets": [
            {"refId": chr(ord("A") + place), "datasource": _SOURCE, "expr": expr, "legendFormat": legend}
            for place, (legend, expr) in enumerate(panel["queries"].items())
        ],
    }


def _alerts() -> dict[str, Any]:
    """Marks on every graph where an alert fired."""
    return {
        "name": "Alerts",
        "datasource": _SOURCE,
        "enable": True,
        "expr": 'ALERTS{alertstate="firing"}',
        "titleFormat": "{{alertname}}",
        "iconColor": "red",
    }


def written() -> dict[Path, str]:
    """Every dashboard, by the file that it belongs in."""
    found: dict[Path, str] = {}
    for source in sorted(FOLDER.glob("panels/*.yml")):
        described = yaml.safe_load(source.read_text(encoding="utf-8"))
        told = json.dumps(dashboard(described, f"paillasse-{source.stem}"), indent=1, ensure_ascii=False)
        found[FOLDER / "dashboards" / f"{source.stem}.json"] = told + "\n"
    return found


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text, encoding="utf-8")

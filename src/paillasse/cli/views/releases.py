"""Releases as tables for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from paillasse.language.text import printable
from paillasse.protocols.tracking import Run
from paillasse.releases.types import Release


def releases_view(releases: Sequence[Release]) -> Table:
    """A line a release."""
    table = Table(box=None, header_style="bold")
    for label in ("release", "name", "configuration", "index", "made", "gate", ""):
        table.add_column(label)
    for each in releases:
        aliases = Text(", ".join(each.aliases), style="green")
        gate, made = each.tags.get("gate", "not asked"), f"{each.created_at:%Y-%m-%d %H:%M}"
        table.add_row(str(each.version), printable(each.name), each.config, each.generation, made, gate, aliases)
    return table


def release_view(release: Release, run: Run) -> RenderableType:
    """Everything that is said of a release, and its figures on all questions."""
    table = Table.grid(padding=(0, 2))
    for name, value in sorted(release.tags.items()):
        table.add_row(Text(name, style="dim"), _prompts(value) if name == "prompts" else printable(value))
    figures = Table("figure", box=None, header_style="bold")
    figures.add_column("value", justify="right")
    for name, value in sorted(run.metrics.items()):
        if name.startswith(("all/", "unanswerable/", "reviewed/", "latency_ms/total")) or "/" not in name:
            figures.add_row(name, f"{value:.4g}")
    return Group(releases_view([release]), Text(), table, Text(f"run {run.id}", style="dim"), Text(), figures)


def _prompts(told: str) -> str:
    """Their names in the registry with version; a release has some fifty, most of them in two languages."""
    return printable(", ".join(name.partition(".")[2] for name in told.split()))


def failures_view(version: int, failures: Sequence[str]) -> Text:
    """Why a release does not pass its gates, or that it does."""
    if not failures:
        return Text(f"Release {version} passes its gates.", style="green")
    lines = [f"Release {version} does not pass its gates:", *(f"  ✗ {printable(each)}" for each in failures)]
    return Text("\n".join(lines), style="red")

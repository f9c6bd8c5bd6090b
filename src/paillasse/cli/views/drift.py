"""Drift as tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from paillasse.drift.types import DriftReport, FeatureDrift, FollowUp, Progress, State, Window
from paillasse.language.text import printable

_STYLES = {State.STABLE: "green", State.DRIFTED: "red"}


def reports_view(reports: Sequence[DriftReport]) -> Table:
    """A line a report."""
    table = Table(box=None, header_style="bold")
    for label in ("report", "checked", "questions", "", "drifted"):
        table.add_column(label, overflow="fold")
    for each in reports:
        drifted = ", ".join(feature.name for feature in each.features if feature.drifted)
        state = Text(each.state, style=_STYLES.get(each.state, "dim"))
        table.add_row(each.id, f"{each.checked_at:%Y-%m-%d %H:%M}", _count(each.current), state, drifted)
    return table


def report_view(report: DriftReport) -> RenderableType:
    """What was compared with what, every feature, and what a drift led to."""
    parts: list[RenderableType] = [
        Text(f"report {report.id}, {report.checked_at:%Y-%m-%d %H:%M} UTC, {printable(report.release)}", style="dim"),
        *_windows(report),
        Text(report.said, style=_STYLES.get(report.state, "")),
    ]
    if report.features:
        parts += [Text(), _features(report.features)]
    follow_ups = [*_followed("measured again", report.evaluation), *_followed("trained again", report.retraining)]
    return Group(*parts, *([Text(), *follow_ups] if follow_ups else []))


def _features(features: Sequence[FeatureDrift]) -> Table:
    table = Table("feature", box=None, header_style="bold")
    for label in ("reference", "now", "distance", "least", "p (adjusted)"):
        table.add_column(label, justify="right")
    table.add_column()
    for each in features:
        told = [_number(each.reference), _number(each.current), f"{each.distance:.3f}", f"{each.least_distance:.2f}"]
        p_value = "too few" if each.p_value is None else f"{each.p_value:.2g}"
        table.add_row(each.name, *told, p_value, Text("drifted", style="red") if each.drifted else "")
    return table


def _windows(report: DriftReport) -> Iterator[Text]:
    for label, window in (("reference", report.reference), ("now", report.current)):
        if window is not None:
            yield Text(f"{label}: {window.questions} questions, {window.since:%Y-%m-%d} to {window.until:%Y-%m-%d}")


def _followed(what: str, follow_up: FollowUp) -> Iterator[Text]:
    if follow_up.state is not Progress.NONE:
        run = f" (run {follow_up.run_id})" if follow_up.run_id else ""
        yield Text(f"{what}: {follow_up.state} {printable(follow_up.said)}{run}".strip())


def _count(window: Window | None) -> str:
    return str(window.questions) if window else "0"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"

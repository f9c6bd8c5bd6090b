"""A rollout for a terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from paillasse.language.text import printable

if TYPE_CHECKING:
    from paillasse.api.schemas.rollout import FigureOut, RolloutOut

_STYLES = {"better": "green", "worse": "red", "alike": "green"}


def rollout_view(told: RolloutOut) -> RenderableType:
    """What is tried on whom, what both answered, and what the test says of it."""
    parts: list[RenderableType] = [_title(told), Text(), _arms(told), Text(), _figures(told)]
    alike = told.likeness
    if alike is not None and alike.same_outcome is not None and alike.same_pages is not None:
        said = f"{alike.questions} questions asked of both: the same outcome in {alike.same_outcome:.0%}, "
        parts += [Text(), Text(f"{said}{alike.same_pages:.0%} of the cited pages in common.")]
    return Group(*parts)


def _title(told: RolloutOut) -> Text:
    made_of = told.control.made_of
    production = f"release {made_of.release}" if made_of.release else f"configuration {made_of.config}, no release"
    since = f"since {told.started_at:%Y-%m-%d %H:%M} UTC, by {told.started_by}"
    said = (
        f"Release {told.candidate.made_of.release} beside {production}: {told.mode}, {told.share:.0%} of users, {since}"
    )
    lines = [said, *filter(None, [told.reason])]
    if told.end is not None:
        how = told.end.how.replace("_", " ")
        lines.append(
            f"Ended {told.end.at:%Y-%m-%d %H:%M} UTC, {how}" + (f": {told.end.reason}" if told.end.reason else "")
        )
    return Text("\n".join(printable(line) for line in lines))


def _arms(told: RolloutOut) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("", "users", "questions", "errors", "refusals", "ms", "cost"):
        table.add_column(name, justify="right" if name else "left")
    for name, arm in (("production", told.control), ("candidate", told.candidate)):
        milliseconds = "" if arm.latency_ms is None else f"{arm.latency_ms:.0f}"
        counts = (arm.users, arm.questions, arm.errors, arm.refusals)
        table.add_row(name, *map(str, counts), milliseconds, f"{arm.cost:.4g}")
    return table


def _figures(told: RolloutOut) -> Table:
    table = Table(box=None, header_style="bold")
    for name in ("figure", "production", "candidate", "difference"):
        table.add_column(name, justify="left" if name == "figure" else "right")
    table.add_column("")
    for each in told.figures:
        verdict = Text(each.verdict, style=_STYLES.get(each.verdict, "dim"))
        table.add_row(each.figure, _number(each, each.control), _number(each, each.candidate), _interval(each), verdict)
    return table


def _number(figure: FigureOut, value: float | None) -> str:
    if value is None:
        return ""
    return f"{math.exp(value):.0f} ms" if figure.figure == "log latency" else f"{value:.3f}"


def _interval(figure: FigureOut) -> str:
    if figure.low is None or figure.high is None:
        return ""
    if figure.figure == "log latency":
        return f"× {math.exp(figure.low):.2f} to {math.exp(figure.high):.2f}"
    return f"{figure.low:+.3f} to {figure.high:+.3f}"

"""The loss over time: a table that survives a stop, and a picture of it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from paillasse.training.distillation import Step

_HEADER = "seconds\tfrench_loss\tenglish_loss\n"
_EVERY = 10.0
"""Seconds between two rows."""


@contextmanager
def writing(path: Path) -> Generator[Callable[[Step], None]]:
    """A function that records steps in a tab-separated file; its picture is drawn beside it when the block ends.

    Rows of a run that was stopped after its last checkpoint are replaced by those of the one that goes on.

    Raises:
        OSError: the file cannot be written.
    """
    rows = _read(path)
    begun = False

    def record(step: Step) -> None:
        nonlocal begun
        if not begun:
            rows[:] = [row for row in rows if row[0] < step.seconds]
            begun = True
        if not rows or step.seconds - rows[-1][0] >= _EVERY:
            rows.append((step.seconds, step.french_loss, step.english_loss))
            lines = ("\t".join(f"{value:.5g}" for value in row) + "\n" for row in rows)
            path.write_text(_HEADER + "".join(lines), encoding="utf-8")

    try:
        yield record
    finally:
        if rows:
            _draw(rows, path.with_suffix(".png"))


def _read(path: Path) -> list[tuple[float, float, float]]:
    lines = path.read_text(encoding="utf-8").splitlines()[1:] if path.exists() else []
    return [(float(a), float(b), float(c)) for a, b, c in (line.split("\t") for line in lines)]


def _draw(rows: list[tuple[float, float, float]], path: Path) -> None:
    figures: Any = import_module("matplotlib.figure")  # without pyplot there is no window and no global state
    figure = figures.Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    minutes = [seconds / 60 for seconds, _, _ in rows]
    axes.plot(minutes, [french for _, french, _ in rows], label="French", color="#0072b2")
    axes.plot(minutes, [english for _, _, english in rows], label="English", color="#d55e00", linestyle="--")
    axes.set(xlabel="minutes of training", ylabel="1 − cosine with the teacher", ylim=(0, None))
    axes.legend(frameon=False)
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=150)

"""How many machines a load takes: the model of `docs/scaling.md`, held against what was measured.

    uv run python -m benchmarks.scaling.simulate --json out/bench/scaling.json --plot docs/images/scaling.webp

Everything it needs stands below, with where it was measured; it takes half a minute and asks no server.
"""

from __future__ import annotations

import argparse
import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from benchmarks.scaling.queueing import Draw, Outcome, Station, interactive_response, questions_come, users_ask

CORES, AT_ONCE = 2, 8
"""Of the machine that was measured, and questions that a process works on at once."""
THINK = (5.0, 15.0)
"""Seconds between an answer and the next question, evenly spread, in the load test."""
MEASURED = {50: (5.0, 0.140, 0.430), 200: (12.1, 5.8, 9.3)}
"""Users → answers per second, p50 and p95 in seconds: docs/measurements.md, "The service under load"."""
WORK = CORES / 12.1
"""Processor seconds of a question with all around it: two cores were full at 12.1 a second."""
SPREAD = 0.4
"""Standard deviation of a question's work to its mean: `measure` gives the times of single questions."""
SEARCH_MS = {1_000: 1.2, 10_000: 4.1, 100_000: 5.3, 1_000_000: 10.0}
"""Passages → processor milliseconds of the search in a question, of which the search among 7,000 is in `WORK`."""
INDEX_MB = {1_000: 226, 10_000: 293, 100_000: 512, 1_000_000: 2_743}
"""Passages → memory of a process with the index, after searching: docs/measurements.md, "At scale"."""
PASSAGES_A_PAGE = 6_967 / 1_944
PAGES, QUESTIONS = 2_000, 0.5
"""One laboratory: pages of its manuals, and questions per second when it is busy (150 people, one in five minutes)."""
SCALES = (1, 10, 100, 10_000)
WANTED_SECONDS, BUSY = 1.0, 0.7
"""Nineteen answers in twenty within so long; and cores no busier than this, for what a model leaves out."""


def work_of(mean: float, seed: int) -> Draw:
    """Processor seconds of questions: a gamma distribution of this mean and `SPREAD`."""
    shape = 1 / SPREAD**2
    return partial(np.random.default_rng(seed).gamma, shape, mean / shape)


def checked(users: int) -> dict[str, Any]:
    """The simulation beside the load test."""
    think = partial(np.random.default_rng(users).uniform, *THINK)
    found = users_ask(Station(CORES, AT_ONCE), users, think, work_of(WORK, users + 1), 900)
    throughput, p50, p95 = MEASURED[users]
    return {
        "users": users,
        "measured": {"answers_per_second": throughput, "p50": p50, "p95": p95},
        "simulated": told(found),
        "law_mean": round(interactive_response(users, throughput, sum(THINK) / 2), 2),
    }


def told(found: Outcome) -> dict[str, float]:
    """Rounded for people."""
    return {
        "answers_per_second": round(found.answers_per_second, 2),
        "p50": round(found.percentile(50), 3),
        "p95": round(found.percentile(95), 3),
    }


def search_seconds(passages: float) -> float:
    """Processor seconds of a search, between and beyond the measured sizes on straight lines over the logarithm."""
    sizes, spent = np.log10(list(SEARCH_MS)), np.array(list(SEARCH_MS.values())) / 1e3
    at = np.log10(passages)
    beyond = max(0.0, at - sizes[-1]) * (spent[-1] - spent[-2])
    return float(np.interp(at, sizes, spent)) + float(beyond)


def index_gb(passages: float) -> float:
    """Memory of the index: a straight line through the measured sizes."""
    slope, intercept = np.polyfit(list(INDEX_MB), list(INDEX_MB.values()), 1)
    return float(slope * passages + intercept) / 1e3


def sized(scale: int) -> dict[str, Any]:
    """What so many laboratories take together: processes of two cores, found by simulation, and the index."""
    passages, rate = scale * PAGES * PASSAGES_A_PAGE, scale * QUESTIONS
    mean = WORK + search_seconds(passages) - search_seconds(PAGES * PASSAGES_A_PAGE)
    processes = max(1, int(np.ceil(rate * mean / BUSY / CORES)))
    while True:
        # Of very many processes a hundred stand for all: what one has to spare helps the others no more than that.
        part = min(1.0, 100 / processes)
        station = Station(round(CORES * processes * part), round(AT_ONCE * processes * part))
        found = questions_come(station, rate * part, work_of(mean, scale), 4_000 / (rate * part), seed=scale)
        if found.percentile(95) <= WANTED_SECONDS:
            break
        processes += 1
    return {
        "scale": scale,
        "pages": scale * PAGES,
        "passages": round(passages),
        "questions_per_second": rate,
        "cpu_seconds_a_question": round(mean, 4),
        "processes": processes,
        "busy": round(rate * mean / (CORES * processes), 2),
        "p95": round(found.percentile(95), 3),
        "index_gb": round(index_gb(passages), 1),
    }


def draw(checks: list[dict[str, Any]], path: Path) -> None:
    """Measured and simulated answers over users, and the time that nineteen in twenty take."""
    levels = [10, 25, 50, 75, 100, 110, 120, 130, 140, 160, 200]
    curve = [
        users_ask(Station(CORES, AT_ONCE), n, partial(np.random.default_rng(n).uniform, *THINK), work_of(WORK, n), 600)
        for n in levels
    ]
    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    left.plot(levels, [each.answers_per_second for each in curve], color="#22384f", label="simulated")
    left.axhline(CORES / WORK, color="#22384f", linestyle=":", label="two cores, full")
    right.plot(levels, [each.percentile(95) for each in curve], color="#22384f", label="simulated, p95")
    right.plot(levels, [each.percentile(50) for each in curve], color="#22384f", linestyle="--", label="simulated, p50")
    for check in checks:
        told, users = check["measured"], check["users"]
        left.plot(users, told["answers_per_second"], "o", color="#b5402a", label="measured" if users == 50 else None)
        right.plot(users, told["p95"], "o", color="#b5402a", label="measured, p95" if users == 50 else None)
        right.plot(users, told["p50"], "s", color="#b5402a", label="measured, p50" if users == 50 else None)
    left.set_title("answers per second, two cores", fontsize=10, loc="left")
    right.set_title("seconds from question to answer", fontsize=10, loc="left")
    right.set_yscale("log")
    for axes in (left, right):
        axes.set_xlabel("users who read for 5 to 15 s between two questions")
        axes.legend(frameon=False, fontsize=8)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(color="#dddddd", linewidth=0.5)
    figure.savefig(path, dpi=110)


def main() -> None:
    """Read the command line, simulate, write JSON and the plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("--plot", type=Path)
    given = parser.parse_args()
    checks = [checked(users) for users in MEASURED]
    found = {"checked": checks, "sized": [sized(scale) for scale in SCALES]}
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if given.plot is not None:
        draw(checks, given.plot)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()

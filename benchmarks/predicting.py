"""Is the escalation predictor that ships any good on manuals that it never learnt from, and how long does it take?

    uv run python -m benchmarks.predicting --home HOME --golden GOLDEN.jsonl...

Every golden question is asked, and asked again as if the manuals that answer it were not there. Of both tables
together, and of the questions as they are: how well tickets are told from what the manuals answer, how calibrated the
probabilities are, and what is refused today and from one half on; then the time that one prediction takes, reasons
included. For manuals that it learnt from, `paillasse train escalation` measures across machines instead.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from paillasse.composition.startup import open_services
from paillasse.evaluation import dataset
from paillasse.loop.escalating import collect_rows
from paillasse.prediction.escalation import EscalationModel
from paillasse.prediction.examples.table import Table
from paillasse.prediction.learning.figures import auroc, calibration_error
from paillasse.prediction.learning.report import Refusals, refusals
from paillasse.settings import Settings
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Query, Scope

_REPEATS = 20
"""Predictions of each answer; the fastest counts, for the machine has other things to do."""


async def measure(settings: Settings, cases: Sequence[GoldenCase], model: EscalationModel) -> tuple[Table, list[float]]:
    """Rows of every question, and milliseconds that predicting took, by question."""
    async with open_services(settings, None) as services:
        rows = await collect_rows(services, cases, "measured", _untold)
        answerer, taken = await services.answerer(Scope()), list[float]()
        for case in cases:
            answer = await answerer.answer(Query(case.question, equipment=case.equipment if case.needs_filter else ""))
            times: list[float] = []
            for _ in range(_REPEATS):
                began = time.perf_counter()
                model.predict(answer)
                times.append(1000 * (time.perf_counter() - began))
            taken.append(min(times))
    return Table.of(rows, model.features), taken


def told(name: str, table: Table, model: EscalationModel) -> str:
    """The figures of some rows."""
    probabilities = model.probabilities(table.rows)
    lines = [
        f"{name}: {len(table.rows)} rows, {int(table.tickets.sum())} tickets",
        f"  AUROC {auroc(table.tickets, probabilities):.3f}",
        f"  expected calibration error {calibration_error(table.tickets, probabilities):.3f}",
        f"  refused today: {_said(refusals(table.tickets, table.refused))}",
        f"  refused from one half on: {_said(refusals(table.tickets, probabilities >= 0.5))}",
    ]
    return "\n".join(lines)


def _said(rule: Refusals) -> str:
    return f"precision {rule.precision:.2f}, recall {rule.recall:.2f}, of answerable {rule.refused_answerable:.2f}"


def _untold(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def main() -> None:
    """Ask, predict, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--golden", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    model = EscalationModel.load()
    table, taken = asyncio.run(measure(Settings(home=options.home), dataset.load(options.golden), model))
    print(f"{model.version}, {model.family}")
    print(told("with manuals left out", table, model))
    print(told("as they are", table.part(np.flatnonzero(~table.withheld)), model))
    median, late = np.percentile(taken, [50, 95]).tolist()
    print(f"a prediction: median {median:.2f} ms, 95th percentile {late:.2f} ms")


if __name__ == "__main__":
    main()

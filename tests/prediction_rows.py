"""Rows as a home with eight machines would give them."""

from __future__ import annotations

import numpy as np

from paillasse.prediction.examples.rows import Row
from paillasse.prediction.features import FEATURES, VERSION

MACHINES = 8


def rows_of(count: int = 12, spread: float = 0.15) -> list[Row]:
    """Of each machine so many questions, half of them tickets, told by `coverage` for the most part.

    The less it spreads, the surer it tells them.
    """
    generator = np.random.default_rng(1)
    made: list[Row] = []
    for machine in range(MACHINES):
        for index in range(count):
            ticket = index % 2 == 1
            drawn = {f.name: float(generator.uniform(max(f.least, 0.0), min(f.most, 1.0))) for f in FEATURES}
            drawn["coverage"] = float(np.clip(generator.normal(0.35 if ticket else 0.65, spread), 0, 1))
            made.append(
                Row(
                    case=f"m{machine}-{index // 2}",
                    golden="made",
                    group=f"m{machine}",
                    withheld=ticket and index % 4 == 1,
                    ticket=ticket,
                    refused=ticket and index % 3 == 0,
                    features_version=VERSION,
                    features=drawn,
                )
            )
    return [row if row.withheld or not row.ticket else row.model_copy(update={"case": f"{row.case}u"}) for row in made]

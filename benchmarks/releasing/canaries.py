"""How often a canary is taken back that is just as bad as it may be, and how soon one that is worse.

    uv run python -m benchmarks.releasing.canaries [--runs 200]

Questions come one by one, each for the canary with the probability of its share, and everybody looks after each of
them. Times are lognormal, with a standard deviation of 0.6 of their logarithm.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter
from dataclasses import dataclass
from statistics import median

from paillasse.rollouts.evidence.guarding import MORE_ERRORS, MORE_REFUSALS, SLOWER, Breach, breach
from paillasse.rollouts.types import Arm, Tally

_MS, _SPREAD = 300.0, 0.6


@dataclass(frozen=True, slots=True)
class Scene:
    """What production does, and how much more of it the canary."""

    name: str
    questions: int
    share: float
    errors: float = 0.0
    refusals: float = 0.1
    more_errors: float = 0.0
    more_refusals: float = 0.0
    slower: float = 1.0


_BORDER = {"more_errors": MORE_ERRORS, "more_refusals": MORE_REFUSALS, "slower": SLOWER}
SCENES = (
    Scene("all bounds reached, 10 % of users", 2000, 0.1, errors=0.01, **_BORDER),
    Scene("all bounds reached, 50 % of users", 1000, 0.5, errors=0.01, **_BORDER),
    Scene("all bounds reached, many refusals", 2000, 0.1, refusals=0.3, **_BORDER),
    Scene("refusals 10 % → 30 %", 4000, 0.1, more_refusals=0.2),
    Scene("errors 0 → 50 %", 600, 0.1, more_errors=0.5),
    Scene("errors 0 → 5 %", 6000, 0.1, more_errors=0.05),
    Scene("twice as long", 2000, 0.1, slower=2.0),
)


def taken_back(scene: Scene, draw: random.Random) -> tuple[Breach, int] | None:
    """What one canary is taken back for, and after how many of its questions; None where it is kept."""
    counts = dict.fromkeys(Arm, Tally())
    for _ in range(scene.questions):
        chosen = draw.random() < scene.share
        arm = Arm.CANDIDATE if chosen else Arm.CONTROL
        counts[arm] += _answered(scene, draw, chosen=chosen)
        if found := breach(counts[Arm.CONTROL], counts[Arm.CANDIDATE]):
            return found[0], counts[Arm.CANDIDATE].questions
    return None


def _answered(scene: Scene, draw: random.Random, *, chosen: bool) -> Tally:
    failed = draw.random() < scene.errors + chosen * scene.more_errors
    refused = draw.random() < scene.refusals + chosen * scene.more_refusals
    logarithm = draw.gauss(math.log(_MS * (scene.slower if chosen else 1.0)), _SPREAD)
    return Tally(1, int(failed), int(refused), 1, logarithm, logarithm * logarithm)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    runs = parser.parse_args().runs
    for scene in SCENES:
        draw = random.Random(5)  # noqa: S311 - a sample, no secret
        ends = [end for _ in range(runs) if (end := taken_back(scene, draw))]
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(Counter(end[0] for end in ends).items()))
        after = f", after {median(end[1] for end in ends):.0f} questions of its own" if ends else ""
        print(f"{scene.name:<36}{len(ends):>4} of {runs} taken back{after}  {reasons}", flush=True)


if __name__ == "__main__":
    main()

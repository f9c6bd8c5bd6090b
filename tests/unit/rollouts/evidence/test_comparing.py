from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from paillasse.rollouts.evidence.comparing import FIGURES, Compared, Verdict, compare, compared
from paillasse.rollouts.types import Arm, Tally, UserTally

ERRORS, REFUSALS, THUMBS, LATENCY, COST = FIGURES


def users(arm: Arm, many: int, **counts: Any) -> list[UserTally]:
    """Users who all asked alike; `counts` are fields of `Tally`, or `thumbs` and `thumbs_up`."""
    thumbs = {name: counts.pop(name, 0) for name in ("thumbs", "thumbs_up")}
    tally = Tally(**{"questions": 10, **counts})
    return [UserTally(arm, f"{arm}-{number}", tally, **thumbs) for number in range(many)]


def both(many: int, control: dict[str, Any], candidate: dict[str, Any]) -> list[UserTally]:
    return users(Arm.CONTROL, many, **control) + users(Arm.CANDIDATE, many, **candidate)


def of(found: Sequence[Compared], name: str) -> Compared:
    return next(each for each in found if each.figure == name)


def test_few_users_are_not_enough_however_much_they_ask() -> None:
    found = compare(both(19, {"questions": 1000, "refusals": 0}, {"questions": 1000, "refusals": 900}))
    assert {each.verdict for each in found} == {Verdict.UNKNOWN}
    refusals = of(found, "refusals")
    assert (refusals.control, refusals.candidate, refusals.users, refusals.low) == (0.0, 0.9, (19, 19), None)


def test_one_who_asks_all_the_time_is_one_user() -> None:
    told = both(30, {}, {"refusals": 5})
    assert of(compare(told), "refusals").verdict is Verdict.WORSE
    busy = [UserTally(arm, "busy", Tally(questions=5000, refusals=2500)) for arm in Arm]
    assert of(compare([*told, *busy]), "refusals").verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("figure", "control", "candidate", "verdict"),
    [
        ("errors", {"failures": 0}, {"failures": 4}, Verdict.WORSE),
        ("errors", {"failures": 4}, {"failures": 0}, Verdict.BETTER),
        ("refusals", {"refusals": 4}, {"refusals": 1}, Verdict.BETTER),
        ("thumbs up", {"thumbs": 5, "thumbs_up": 1}, {"thumbs": 5, "thumbs_up": 4}, Verdict.BETTER),
        ("thumbs up", {"thumbs": 5, "thumbs_up": 4}, {"thumbs": 5, "thumbs_up": 1}, Verdict.WORSE),
        ("errors", {"failures": 0}, {"failures": 0}, Verdict.UNKNOWN),
        ("cost", {}, {}, Verdict.UNKNOWN),
    ],
)
def test_what_differs_clearly_is_told(
    figure: str, control: dict[str, Any], candidate: dict[str, Any], verdict: Verdict
) -> None:
    found = of(compare(both(60, control, candidate)), figure)
    assert found.verdict is verdict
    if verdict is not Verdict.UNKNOWN:
        assert None not in {found.low, found.high, found.control, found.candidate}


def test_many_who_are_answered_alike_are_alike() -> None:
    random = np.random.default_rng(5)
    told = [
        UserTally(arm, f"{arm}{number}", Tally(questions=50, refusals=int(random.binomial(50, 0.1))))
        for arm in Arm
        for number in range(150)
    ]
    assert of(compare(told), "refusals").verdict is Verdict.ALIKE


def test_means_are_compared_as_rates_are() -> None:
    random = np.random.default_rng(6)

    def told(arm: Arm, ms: float) -> list[UserTally]:
        logs = [random.normal(math.log(ms), 0.4, 20) for _ in range(80)]
        return [
            UserTally(
                arm, f"{arm}{n}", Tally(questions=20, timed=20, log_ms=float(each.sum()), cost=0.01 * ms * (1 + n % 3))
            )
            for n, each in enumerate(logs)
        ]

    found = compare([*told(Arm.CONTROL, 300), *told(Arm.CANDIDATE, 700)])
    assert of(found, "log latency").verdict is Verdict.WORSE
    assert of(found, "cost").verdict is Verdict.WORSE


def false_alarms(runs: int, many: int, questions: int) -> float:
    """Share of runs in which somebody who looks all the time sees a difference between two that do alike.

    Users differ among themselves: some ask much more than others, and are refused more often.
    """
    random, found = np.random.default_rng(11), 0
    for _ in range(runs):
        weights, rates = random.pareto(3, many) + 0.5, random.beta(1, 5, many)
        arms = [Arm.CANDIDATE if chosen else Arm.CONTROL for chosen in random.random(many) < 0.5]
        who = random.choice(many, questions, p=weights / weights.sum())
        refused = random.random(questions) < rates[who]
        counts, refusals = np.zeros(many, int), np.zeros(many, int)
        for number in range(questions):
            counts[who[number]] += 1
            refusals[who[number]] += refused[number]
            if number % 20 == 19:
                told = zip(arms, counts.tolist(), refusals.tolist(), strict=True)
                tallies = [UserTally(arm, "", Tally(questions=n, refusals=k)) for arm, n, k in told]
                if compared(REFUSALS, tallies, 0.05).verdict in {Verdict.BETTER, Verdict.WORSE}:
                    found += 1
                    break
    return found / runs


def test_who_looks_all_the_time_is_misled_no_more_often_than_promised() -> None:
    assert false_alarms(runs=40, many=80, questions=800) <= 0.05

from __future__ import annotations

import math

import pytest

from paillasse.rollouts.evidence.guarding import Breach, breach
from paillasse.rollouts.types import Tally

GOOD = Tally(questions=200, refusals=20, timed=200, log_ms=200 * math.log(300), log_ms_squared=200 * 33.0)


def answered(n: int, *, errors: int = 0, refusals: int = 0, ms: float = 300.0) -> Tally:
    """Answers whose times scatter a little."""
    mean = math.log(ms)
    return Tally(n, errors, refusals, n, n * mean, n * (mean * mean + 0.25))


def test_nothing_is_taken_back_without_questions_or_while_it_does_as_well() -> None:
    assert breach(Tally(), Tally()) is None
    assert breach(answered(200, refusals=20), Tally()) is None
    assert breach(Tally(), answered(20, errors=20)) is None  # nothing to hold it against: the question may be at fault
    assert breach(answered(200, refusals=20), answered(40, refusals=4)) is None


@pytest.mark.parametrize(
    ("candidate", "kind", "said"),
    [
        (answered(10, errors=6), Breach.ERRORS, "errors: 6 of 10 questions, in production 0 of 200 questions"),
        (answered(60, refusals=36), Breach.REFUSALS, "refusals: 36 of 60 questions, in production 20 of 200 questions"),
        (answered(60, refusals=6, ms=900), Breach.LATENCY, "latency: 900 ms, in production 300 ms, at least"),
    ],
)
def test_what_fails_refuses_or_takes_clearly_more_is_taken_back(candidate: Tally, kind: Breach, said: str) -> None:
    found = breach(answered(200, refusals=20), candidate)
    assert found is not None
    assert found[0] is kind
    assert found[1].startswith(said)


def test_a_little_more_is_what_it_may() -> None:
    control = answered(20_000, errors=20, refusals=2000)
    assert breach(control, answered(2000, errors=12, refusals=260, ms=345)) is None


def test_times_of_a_few_answers_say_nothing() -> None:
    assert breach(answered(200), answered(29, ms=3000)) is None
    assert breach(answered(200), answered(30, ms=3000)) is not None


def test_answers_that_all_took_the_same_time_are_compared_too() -> None:
    same = Tally(50, timed=50, log_ms=50 * math.log(100), log_ms_squared=50 * math.log(100) ** 2)
    slow = Tally(50, timed=50, log_ms=50 * math.log(200), log_ms_squared=50 * math.log(200) ** 2)
    assert breach(same, slow) is not None
    assert breach(slow, same) is None

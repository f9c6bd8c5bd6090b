from __future__ import annotations

from paillasse.answering.models.circuit_breaker import CircuitBreaker


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_three_failures_in_a_row_open_it_for_a_while() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock)
    for _ in range(3):
        assert breaker.allows()
        assert breaker.open_for == 0
        breaker.failed()
    assert not breaker.allows()
    clock.now += 29
    assert not breaker.allows()
    assert breaker.open_for == 1
    clock.now += 1
    assert breaker.open_for == 0
    assert breaker.allows()
    assert not breaker.allows()  # one caller finds out for all
    assert breaker.is_open
    breaker.succeeded()
    assert not breaker.is_open
    assert breaker.allows()
    assert breaker.allows()


def test_a_trial_that_fails_starts_the_rest_again() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock)
    for _ in range(3):
        breaker.failed()
    clock.now += 30
    assert breaker.allows()
    breaker.failed()
    clock.now += 29
    assert not breaker.allows()


def test_a_trial_that_never_says_how_it_went_is_followed_by_another() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock)
    for _ in range(3):
        breaker.failed()
    clock.now += 30
    assert breaker.allows()
    clock.now += 30
    assert breaker.allows()


def test_successes_between_failures_keep_it_closed() -> None:
    breaker = CircuitBreaker(Clock())
    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
        assert breaker.allows()


def test_how_many_failures_open_it_and_for_how_long_can_be_said() -> None:
    clock = Clock()
    breaker = CircuitBreaker(clock, failures=1, rest_seconds=5)
    assert breaker.rests_for == 0
    breaker.failed()
    assert not breaker.allows()
    clock.now += 2
    assert breaker.rests_for == 3
    clock.now += 3
    assert breaker.rests_for == 0
    assert breaker.allows()

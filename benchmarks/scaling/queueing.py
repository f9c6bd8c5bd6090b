"""Questions that wait for processors: a simulation event by event, and the formulas that it is held against.

A server process works on at most so many questions at once, which share its cores evenly; the others wait in order of
arrival. A question is so many processor seconds of work, on one core at a time.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

Draw = Callable[[], float]
"""The next sample, in seconds."""


@dataclass(frozen=True, slots=True)
class Station:
    """What answers."""

    cores: int
    at_once: int
    """Questions that share them; `PAILLASSE_ANSWERS_AT_ONCE` times the processes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What users see of a station, once a fifth of the time has passed."""

    answers_per_second: float
    responses: npt.NDArray[np.float64]
    """Seconds from question to answer."""

    def percentile(self, share: float) -> float:
        """Seconds in which this share (0 to 100) was answered."""
        return float(np.percentile(self.responses, share))


@dataclass(slots=True)
class _Asked:
    at: float
    left: float
    user: int


def users_ask(station: Station, users: int, think: Draw, work: Draw, seconds: float) -> Outcome:
    """A closed system: each user thinks, asks, waits for the answer, and thinks again."""
    begins = [(think(), user) for user in range(users)]
    return _run(station, begins, lambda now, user: (now + think(), user), work, seconds)


def questions_come(station: Station, rate: float, work: Draw, seconds: float, seed: int = 0) -> Outcome:
    """An open system: questions come by themselves, `rate` a second, at random (Poisson)."""
    gaps = np.random.default_rng(seed).exponential(1 / rate, int(seconds * rate * 1.2) + 100)
    begins = [(at, number) for number, at in enumerate(np.cumsum(gaps).tolist()) if at < seconds]
    return _run(station, begins, lambda _now, _user: None, work, seconds)


def _run(
    station: Station,
    begins: list[tuple[float, int]],
    again: Callable[[float, int], tuple[float, int] | None],
    work: Draw,
    seconds: float,
) -> Outcome:
    heapq.heapify(begins)
    active: list[_Asked] = []
    waiting: deque[_Asked] = deque()
    now = 0.0
    answered: list[tuple[float, float]] = []
    while begins or active:
        share = min(1.0, station.cores / len(active)) if active else 1.0
        shortest = min((each.left for each in active), default=float("inf"))
        done, coming = now + shortest / share, begins[0][0] if begins else float("inf")
        then = min(done, coming)
        if then > seconds:
            break
        for each in active:
            each.left -= (then - now) * share
        now = then
        if done <= coming:
            finished = min(active, key=lambda each: each.left)
            active.remove(finished)
            answered.append((now, now - finished.at))
            if (following := again(now, finished.user)) is not None:
                heapq.heappush(begins, following)
        else:
            waiting.append(_Asked(now, work(), heapq.heappop(begins)[1]))
        while waiting and len(active) < station.at_once:
            active.append(waiting.popleft())
    counted = np.array([response for at, response in answered if at > seconds / 5])
    return Outcome(len(counted) / (seconds * 4 / 5), counted)


def erlang_c(cores: int, load: float) -> float:
    """Probability that a question has to wait (Erlang 1917): M/M/c with `load` = rate x mean work < cores."""
    last = load**cores / factorial(cores) * cores / (cores - load)
    return last / (sum(load**k / factorial(k) for k in range(cores)) + last)


def mean_response(cores: int, rate: float, mean_work: float) -> float:
    """Seconds from question to answer in M/M/c."""
    load = rate * mean_work
    return mean_work + erlang_c(cores, load) * mean_work / (cores - load)


def interactive_response(users: int, answers_per_second: float, mean_think: float) -> float:
    """Mean seconds from question to answer in any closed system (the interactive response time law: R = N/X - Z)."""
    return users / answers_per_second - mean_think


def saturated_users(cores: int, mean_work: float, mean_think: float) -> float:
    """Users from which on the cores are the limit: N* = c (Z + S) / S."""
    return cores * (mean_think + mean_work) / mean_work

"""The simulation of `benchmarks.scaling` agrees with what is known exactly."""

from functools import partial

import numpy as np
import pytest

from benchmarks.scaling.queueing import (
    Station,
    erlang_c,
    interactive_response,
    mean_response,
    questions_come,
    saturated_users,
    users_ask,
)


def exponential(mean, seed):
    return partial(np.random.default_rng(seed).exponential, mean)


def test_the_probability_to_wait_is_erlangs():
    assert erlang_c(1, 0.5) == pytest.approx(0.5)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert mean_response(1, 5, 0.1) == pytest.approx(0.2)


@pytest.mark.parametrize(("cores", "at_once", "rate"), [(1, 1, 5.0), (2, 2, 12.0), (4, 4, 30.0)])
def test_a_station_whose_questions_do_not_share_cores_is_m_m_c(cores, at_once, rate):
    found = questions_come(Station(cores, at_once), rate, exponential(0.1, 1), 700)

    assert found.answers_per_second == pytest.approx(rate, rel=0.05)
    assert found.responses.mean() == pytest.approx(mean_response(cores, rate, 0.1), rel=0.12)


def test_sharing_one_core_takes_as_long_on_average_as_a_queue():
    """M/M/1 with processor sharing has the mean response time of M/M/1."""
    found = questions_come(Station(1, 1000), 6.0, exponential(0.1, 2), 1200)

    assert found.responses.mean() == pytest.approx(mean_response(1, 6, 0.1), rel=0.12)


@pytest.mark.parametrize("users", [5, 60])
def test_users_who_wait_obey_the_law_of_interactive_response_times(users):
    think = partial(np.random.default_rng(3).uniform, 5, 15)
    found = users_ask(Station(2, 8), users, think, exponential(0.4, 4), 1200)

    assert found.responses.mean() == pytest.approx(interactive_response(users, found.answers_per_second, 10), abs=0.25)


def test_a_full_station_gives_what_its_cores_give():
    found = users_ask(Station(2, 8), 200, lambda: 10.0, lambda: 0.2, 600)

    assert saturated_users(2, 0.2, 10.0) == pytest.approx(102)
    assert found.answers_per_second == pytest.approx(2 / 0.2, rel=0.02)


def test_an_idle_station_answers_in_the_time_of_the_work():
    found = users_ask(Station(2, 8), 2, lambda: 10.0, lambda: 0.2, 600)

    assert found.percentile(95) == pytest.approx(0.2)

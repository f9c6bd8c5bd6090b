"""How far two samples are from each other, and what of it is sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from observations import OBSERVED
from paillasse.drift.comparing import LEVEL, compare, distance, holm
from paillasse.drift.protocols import Compared
from paillasse.drift.types import FEATURES, FeatureDrift, Kind, Observation

NUMBERS = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=30)
WORDS = st.lists(st.sampled_from(["fr", "en", "de"]), min_size=1, max_size=30)


def found(
    reference: list[Observation], current: list[Observation], p_values: dict[str, float]
) -> dict[str, FeatureDrift]:
    topics = (["topic 1"] * len(reference), ["topic 1"] * len(current))
    return {each.name: each for each in compare(reference, current, Compared(p_values, topics))}


@settings(max_examples=50)
@given(NUMBERS, NUMBERS)
def test_the_distance_of_numbers_is_that_of_kolmogorov_and_smirnov(before: list[float], now: list[float]) -> None:
    def at_most(most: float, values: list[float]) -> float:
        return sum(value <= most for value in values) / len(values)

    largest = max(abs(at_most(most, before) - at_most(most, now)) for most in (*before, *now))
    assert distance(Kind.NUMBER, before, now) == pytest.approx(largest)


@settings(max_examples=50)
@given(WORDS, WORDS, WORDS)
def test_the_distance_of_categories_is_a_distance(one: list[str], other: list[str], third: list[str]) -> None:
    def between(a: list[str], b: list[str]) -> float:
        return distance(Kind.CATEGORY, a, b)

    assert between(one, one) == 0
    assert 0 <= between(one, other) == pytest.approx(between(other, one))
    assert between(one, other) <= min(1, between(one, third) + between(third, other)) + 1e-9


def test_distances_as_they_are_worked_out_by_hand() -> None:
    assert distance(Kind.CATEGORY, ["fr", "fr", "en", "en"], ["fr", "de", "de", "de"]) == pytest.approx(0.75)
    assert distance(Kind.SHARE, [0.0] * 9 + [1.0], [0.0] * 7 + [1.0] * 3) == pytest.approx(0.2)
    assert distance(Kind.NUMBER, [1.0, 2.0], [3.0]) == 1
    assert distance(Kind.SHARE, [], [1.0]) == 0


def test_holm_multiplies_the_least_most() -> None:
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "c": 0.06, "b": 0.06})
    assert holm({"a": 0.9, "b": 0.8}) == {"b": 1.0, "a": 1.0}
    assert holm({}) == {}


@settings(max_examples=50)
@given(st.dictionaries(st.text(max_size=3), st.floats(0, 1), max_size=9))
def test_adjusted_p_values_keep_their_order_and_are_not_below_what_they_were(p_values: dict[str, float]) -> None:
    adjusted = holm(p_values)
    for one, value in p_values.items():
        assert value <= adjusted[one] <= 1
        assert all(adjusted[one] <= adjusted[other] for other, larger in p_values.items() if value <= larger)


def test_what_is_sure_and_large_has_drifted() -> None:
    german = replace(OBSERVED, language="de", refused=True)
    features = found([OBSERVED] * 10, [OBSERVED] * 5 + [german] * 5, {"language": 1e-6, "refused": 0.3})
    assert [name for name, each in features.items() if each.drifted] == ["language"]
    language, refused = features["language"], features["refused"]
    assert (language.p_value, language.level, language.distance) == (2e-6, LEVEL, 0.5)
    assert [(part.label, part.reference, part.current) for part in language.parts] == [("fr", 1, 0.5), ("de", 0, 0.5)]
    assert (refused.reference, refused.current, refused.distance) == (0, 0.5, 0.5)
    assert (language.severity, refused.severity) == (pytest.approx(10), 1)


def test_what_is_sure_and_small_has_not() -> None:
    current = [*[OBSERVED] * 99, replace(OBSERVED, refused=True)]
    refused = found([OBSERVED] * 100, current, {"refused": 1e-9})["refused"]
    assert (refused.drifted, refused.severity) == (False, pytest.approx(0.2))


def test_a_feature_without_values_is_not_judged() -> None:
    down = found([OBSERVED] * 3, [replace(OBSERVED, thumbs_down=True)] * 3, {})["thumbs_down"]
    assert (down.reference, down.current, down.p_value, down.drifted) == (None, 1, None, False)


def test_numbers_are_told_in_ranges_that_hold_every_question_once() -> None:
    current = [replace(OBSERVED, length=number) for number in range(20)]
    length = found([OBSERVED] * 10, current, {})["length"]
    assert len(length.parts) == 10
    assert sum(part.reference for part in length.parts) == pytest.approx(1)
    assert sum(part.current for part in length.parts) == pytest.approx(1)
    assert length.parts[0].label == "0 – 1.9"


def test_every_feature_is_told() -> None:
    assert list(found([OBSERVED], [OBSERVED], {})) == [feature.name for feature in FEATURES]

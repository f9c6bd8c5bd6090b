from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.retrieval.fusion import convex_sum, normalise

scores = st.dictionaries(st.text(max_size=3), st.floats(-10, 10), max_size=6)


def test_normalised_from_the_lowest_or_from_a_floor() -> None:
    assert normalise({"a": 1.0, "b": 3.0, "c": 2.0}) == {"a": 0.0, "b": 1.0, "c": 0.5}
    assert normalise({"a": 1.0, "b": 4.0}, floor=0.0) == {"a": 0.25, "b": 1.0}
    assert normalise({"a": 1.0, "b": 4.0, "c": 2.0}, floor=2.0) == {"a": 0.0, "b": 1.0, "c": 0.0}
    assert normalise({"a": 2.0, "b": 2.0}) == {"a": 1.0, "b": 1.0}
    assert normalise({}) == {}


@given(scores, st.one_of(st.none(), st.floats(-10, 10)))
def test_the_order_is_kept_between_0_and_1(given_scores: dict[str, float], floor: float | None) -> None:
    found = normalise(given_scores, floor)
    assert found.keys() == given_scores.keys()
    assert all(0 <= score <= 1 for score in found.values())
    ranked = sorted(given_scores, key=given_scores.__getitem__)
    assert [found[key] for key in ranked] == sorted(found.values())


def test_a_chunk_absent_from_a_lane_gets_nothing_there() -> None:
    found = convex_sum({"a": 1.0, "b": 0.5}, {"b": 1.0, "c": 0.5}, 0.4)
    assert found == {"a": pytest.approx(0.4), "b": pytest.approx(0.8), "c": pytest.approx(0.3)}

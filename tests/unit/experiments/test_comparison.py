from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiment_runs import row
from paillasse.errors.releases import NotComparable
from paillasse.experiments.comparison import compare

VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


def test_a_difference_that_is_in_every_question_is_significant_and_a_tie_is_not() -> None:
    before = [row(str(n), "en", hit_at_5=1.0, refused_answerable=0.0) for n in range(10)]
    after = [row(str(n), "en", hit_at_5=n / 10, refused_answerable=1.0, extra=1.0) for n in range(10)]
    found = {(each.place, each.figure): each for each in compare(before, after)}
    assert found.keys() == {(p, f) for p in ("all", "en") for f in ("hit@5", "refused_answerable", "latency_ms")}
    worse = found["all", "hit@5"]
    assert (worse.n, worse.first, worse.second, worse.verdict) == (10, 1.0, 0.45, "worse")
    assert worse.difference == pytest.approx(-0.55)
    assert worse.low < -0.55 < worse.high < 0
    assert found["en", "refused_answerable"].verdict == "worse"  # more of it is worse
    assert found["all", "latency_ms"].verdict == ""
    assert {each.verdict for each in compare(after, before) if each.figure == "hit@5"} == {"better"}


def test_one_question_of_many_is_no_proof() -> None:
    before = [row(str(n), hit_at_5=1.0) for n in range(20)]
    after = [row(str(n), hit_at_5=float(n > 0)) for n in range(20)]
    [found] = [each for each in compare(before, after) if each.figure == "hit@5"]
    assert (found.verdict, found.high) == ("", 0.0)


@pytest.mark.parametrize(
    ("n", "confidence", "verdict"), [(5, 0.95, ""), (6, 0.95, "worse"), (6, 0.99, ""), (1, 0.9, "")]
)
def test_few_questions_that_all_differ_alike_are_no_proof(n: int, confidence: float, verdict: str) -> None:
    before = [row(str(each), hit_at_5=1.0) for each in range(n)]
    after = [row(str(each), hit_at_5=0.0) for each in range(n)]
    [found] = [each for each in compare(before, after, confidence) if each.figure == "hit@5"]
    assert (found.high, found.verdict) == (pytest.approx(-1), verdict)


def test_only_questions_that_both_were_asked_count() -> None:
    before = [row("a", hit_at_5=1.0), row("b", hit_at_5=0.0)]
    after = [row("b", hit_at_5=1.0), row("c", hit_at_5=0.0)]
    [found] = [each for each in compare(before, after) if each.figure == "hit@5"]
    assert (found.n, found.first, found.second) == (1, 0.0, 1.0)
    with pytest.raises(NotComparable):
        compare(before[:1], after)
    with pytest.raises(NotComparable):  # reviewed cases are of another kind
        compare([before[0].model_copy(update={"reviewed": True})], before)


@given(VALUES, VALUES, st.floats(0.5, 0.99))
def test_intervals_hold_the_difference_widen_with_confidence_and_turn_with_the_runs(
    one: list[float], other: list[float], confidence: float
) -> None:
    pairs = list(zip(one, other, strict=False))
    before = [row(str(n), x=a) for n, (a, _) in enumerate(pairs)]
    after = [row(str(n), x=b) for n, (_, b) in enumerate(pairs)]
    [there] = [each for each in compare(before, after, confidence) if each.figure == "x"]
    [back] = [each for each in compare(after, before, confidence) if each.figure == "x"]
    [wide] = [each for each in compare(before, after, 0.999) if each.figure == "x"]
    assert wide.low <= there.low <= there.high <= wide.high
    assert wide.low - 1e-9 <= there.difference <= wide.high + 1e-9
    assert (back.low, back.high) == (pytest.approx(-there.high), pytest.approx(-there.low))

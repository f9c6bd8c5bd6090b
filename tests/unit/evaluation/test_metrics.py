import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.evaluation import metrics
from paillasse.types.golden_case import PageRef


def pages(*refs):
    return [PageRef(ref[0], int(ref[1:])) for ref in refs]


RANKED = pages("x1", "a7", "b2", "x2", "a8", "x3", "x4", "x5", "x6", "x7", "a9")
ONE = [set(pages("a7"))]
TWO_OF_A = [set(pages("a7", "a8"))]
A_OR_B = [set(pages("a7", "a9")), set(pages("b2"))]
NOWHERE = [set(pages("z1"))]


def test_the_rank_is_that_of_the_first_acceptable_page_of_any_document():
    assert metrics.rank(RANKED, ONE) == 2
    assert metrics.rank(RANKED, [set(pages("a9")), set(pages("b2"))]) == 3
    assert metrics.rank(RANKED, NOWHERE) is None
    assert metrics.rank([], ONE) is None


def test_a_page_of_another_file_is_not_acceptable():
    assert metrics.rank(pages("b7"), ONE) is None


def test_hits():
    assert [metrics.hit(RANKED, ONE, k) for k in (1, 2, 10)] == [0, 1, 1]
    assert metrics.hit(RANKED, [set(pages("a9"))], 10) == 0


def test_reciprocal_rank():
    assert metrics.reciprocal_rank(RANKED, ONE, 10) == 1 / 2
    assert metrics.reciprocal_rank(RANKED, [set(pages("a9"))], 10) == 0
    assert metrics.reciprocal_rank(RANKED, [set(pages("a9"))], 11) == 1 / 11


def test_precision_counts_the_pages_of_every_document_over_k():
    assert metrics.precision(RANKED, A_OR_B, 5) == 2 / 5
    assert metrics.precision(pages("a7"), ONE, 5) == 1 / 5


def test_recall_is_that_of_the_best_document():
    assert metrics.recall(RANKED, TWO_OF_A, 4) == 1 / 2
    assert metrics.recall(RANKED, TWO_OF_A, 5) == 1
    assert metrics.recall(RANKED, [set(pages("a7", "a9"))], 10) == 1 / 2
    assert metrics.recall(RANKED, A_OR_B, 10) == 1


def test_ndcg_by_hand():
    both = (1 / math.log2(3) + 1 / math.log2(6)) / (1 + 1 / math.log2(3))
    assert metrics.ndcg(RANKED, TWO_OF_A, 10) == pytest.approx(both)
    assert metrics.ndcg(RANKED, ONE, 10) == pytest.approx(1 / math.log2(3))
    assert metrics.ndcg(RANKED, A_OR_B, 10) == pytest.approx(1 / math.log2(4))  # b2 alone beats a7 of a7 and a9
    assert metrics.ndcg(pages("a7", "a8"), TWO_OF_A, 10) == 1
    assert metrics.ndcg(RANKED, NOWHERE, 10) == 0


def test_ndcg_is_full_when_more_pages_answer_than_there_are_places():
    twelve = pages(*(f"a{n}" for n in range(1, 13)))
    assert metrics.ndcg(twelve, [set(twelve)], 10) == pytest.approx(1)


def test_the_figures_of_a_case_by_name():
    assert metrics.ranking(RANKED, ONE) == {
        "hit@1": 0,
        "hit@3": 1,
        "hit@5": 1,
        "hit@10": 1,
        "mrr@10": 0.5,
        "ndcg@10": pytest.approx(1 / math.log2(3)),
        "precision@5": 0.2,
        "recall@10": 1,
    }


refs = st.builds(PageRef, st.sampled_from("ab"), st.integers(1, 8))
rankings = st.lists(refs, max_size=15, unique=True)
evidence = st.lists(st.sets(refs, min_size=1, max_size=5), min_size=1, max_size=3)


@given(rankings, evidence)
def test_every_figure_is_a_rate(ranked, relevant):
    for name, value in metrics.ranking(ranked, relevant).items():
        assert 0 <= value <= 1 + 1e-12, name


@given(rankings, evidence, st.integers(1, 15))
def test_looking_further_never_finds_less(ranked, relevant, k):
    for figure in (metrics.hit, metrics.recall, metrics.reciprocal_rank):
        assert figure(ranked, relevant, k) <= figure(ranked, relevant, k + 1)
    assert metrics.precision(ranked, relevant, k) * k <= metrics.precision(ranked, relevant, k + 1) * (k + 1) + 1e-12


@given(rankings, evidence, refs)
def test_an_unacceptable_page_in_front_never_helps(ranked, relevant, intruder):
    if any(intruder in document for document in relevant):
        return
    worse = [intruder, *(page for page in ranked if page != intruder)]
    if ranked[:1] == [intruder] or intruder in ranked:
        return
    for name, value in metrics.ranking(worse, relevant).items():
        assert value <= metrics.ranking(ranked, relevant)[name] + 1e-12, name


@given(rankings, evidence)
def test_a_hit_and_a_rank_say_the_same(ranked, relevant):
    place = metrics.rank(ranked, relevant)
    for k in (1, 3, 5, 10):
        assert metrics.hit(ranked, relevant, k) == (place is not None and place <= k)


def test_the_interval_of_a_rate_brackets_it_and_is_reproducible():
    values = np.array([[1.0, 0.3]] * 40 + [[0.0, 0.3]] * 60)

    first, second = metrics.mean_intervals(values), metrics.mean_intervals(values)

    np.testing.assert_array_equal(first, second)
    # Normal approximation: 0.4 ± 1.96 · √(0.4 · 0.6 / 100)
    np.testing.assert_allclose(first[0], [0.304, 0.496], atol=0.02)
    np.testing.assert_allclose(first[1], [0.3, 0.3])


def test_the_interval_narrows_with_more_cases():
    few, many = (np.array([[1.0], [0.0]] * n) for n in (10, 1000))
    widths = [float(np.diff(metrics.mean_intervals(values)[0])[0]) for values in (few, many)]

    assert widths[1] < widths[0] / 5


@given(st.lists(st.sampled_from([0.0, 1.0]), min_size=1, max_size=30))
def test_intervals_stay_inside_zero_and_one(values):
    low, high = metrics.mean_intervals(np.array(values)[:, None])[0]
    assert 0 <= low <= np.mean(values) + 1e-9
    assert np.mean(values) - 1e-9 <= high <= 1

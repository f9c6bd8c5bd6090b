from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs torch: `make training`")

from paillasse.training.soup import Portion, average, best, chosen, mean

START = {"a": np.array([[0.1, -2.0]], np.float32), "b": np.array([5.0], np.float32)}
TRAINED = {"a": np.array([[0.3, 4.0]], np.float32), "b": np.array([7.0], np.float32)}


def test_the_mean_is_taken_tensor_by_tensor() -> None:
    found = mean([START, TRAINED, TRAINED])
    np.testing.assert_allclose(found["a"], [[0.7 / 3, 2.0]], rtol=1e-6)
    np.testing.assert_allclose(found["b"], [19 / 3], rtol=1e-6)
    assert {tensor.dtype for tensor in found.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(("share", "expected"), [(0.0, START), (1.0, TRAINED)])
def test_all_of_one_is_that_one(share: float, expected: dict[str, np.ndarray]) -> None:
    found = average(START, TRAINED, share)
    assert all(np.array_equal(found[name], tensor) for name, tensor in expected.items())


def test_shares_are_of_the_trained_weights() -> None:
    found = average(START, TRAINED, 0.75)
    np.testing.assert_allclose(found["a"], [[0.25, 2.5]], rtol=1e-6)
    np.testing.assert_allclose(found["b"], [6.5], rtol=1e-6)
    assert {tensor.dtype for tensor in found.values()} == {np.dtype(np.float32)}


def test_the_largest_share_that_costs_at_most_a_point_is_taken() -> None:
    scores = {0.2: (0.690, 0.890), 0.5: (0.681, 0.885), 0.8: (0.679, 0.895), 1.0: (0.690, 0.880)}
    of_b = {float(average(START, TRAINED, share)["b"][0]): found for share, found in scores.items()}
    weights, tried = best(START, TRAINED, lambda tensors: of_b[float(tensors["b"][0])], tuple(scores))
    assert tried == [Portion(share, found) for share, found in scores.items()]
    np.testing.assert_array_equal(weights["b"], average(START, TRAINED, 0.5)["b"])


def test_where_every_share_costs_more_the_highest_mean_is_taken() -> None:
    tried = [Portion(0.2, (0.9, 0.1)), Portion(0.5, (0.5, 0.6)), Portion(1.0, (0.1, 0.8))]
    assert chosen(tried) == tried[1]


def test_of_equals_the_more_trained_is_taken() -> None:
    _, tried = best(START, TRAINED, lambda _: [0.5], (0.2, 0.6))
    assert chosen(tried).share == 0.6


def test_the_whole_training_may_be_best_and_weights_given_are_left_alone() -> None:
    start, trained = ({name: tensor.copy() for name, tensor in given.items()} for given in (START, TRAINED))
    weights, _ = best(start, trained, lambda tensors: [float(tensors["b"][0])])
    np.testing.assert_array_equal(weights["b"], TRAINED["b"])
    assert all(np.array_equal(start[name], START[name]) for name in START)
    assert all(np.array_equal(trained[name], TRAINED[name]) for name in TRAINED)

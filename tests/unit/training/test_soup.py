from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="training needs torch: `make training`")

from paillasse.training.soup import SHARES, Portion, average, best

START = {"a": np.array([[0.1, -2.0]], np.float32), "b": np.array([5.0], np.float32)}
TRAINED = {"a": np.array([[0.3, 4.0]], np.float32), "b": np.array([7.0], np.float32)}


@pytest.mark.parametrize(("share", "expected"), [(0.0, START), (1.0, TRAINED)])
def test_all_of_one_is_that_one(share: float, expected: dict[str, np.ndarray]) -> None:
    found = average(START, TRAINED, share)
    assert all(np.array_equal(found[name], tensor) for name, tensor in expected.items())


def test_shares_are_of_the_trained_weights() -> None:
    found = average(START, TRAINED, 0.75)
    np.testing.assert_allclose(found["a"], [[0.25, 2.5]], rtol=1e-6)
    np.testing.assert_allclose(found["b"], [6.5], rtol=1e-6)
    assert {tensor.dtype for tensor in found.values()} == {np.dtype(np.float32)}


def test_the_portion_with_the_highest_mean_is_chosen() -> None:
    scores = {0.3: (0.9, 0.1), 0.5: (0.5, 0.6), 0.7: (0.4, 0.4), 0.85: (0.2, 0.8), 1.0: (0.6, 0.0)}
    of_b = {float(average(START, TRAINED, share)["b"][0]): found for share, found in scores.items()}
    chosen, tried = best(START, TRAINED, lambda tensors: of_b[float(tensors["b"][0])])
    assert tried == [Portion(share, scores[share]) for share in SHARES]
    np.testing.assert_array_equal(chosen["b"], average(START, TRAINED, 0.5)["b"])


def test_of_equals_the_earlier_is_taken() -> None:
    chosen, tried = best(START, TRAINED, lambda _: [0.5], (0.2, 0.6))
    assert [portion.share for portion in tried] == [0.2, 0.6]
    np.testing.assert_array_equal(chosen["b"], average(START, TRAINED, 0.2)["b"])


def test_the_whole_training_may_be_best_and_weights_given_are_left_alone() -> None:
    start, trained = ({name: tensor.copy() for name, tensor in given.items()} for given in (START, TRAINED))
    chosen, _ = best(start, trained, lambda tensors: [float(tensors["b"][0])])
    np.testing.assert_array_equal(chosen["b"], TRAINED["b"])
    assert all(np.array_equal(start[name], START[name]) for name in START)
    assert all(np.array_equal(trained[name], TRAINED[name]) for name in TRAINED)

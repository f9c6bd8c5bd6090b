from functools import partial

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tokenizers import Tokenizer

from paillasse.adapters.embedding import bert_graph
from paillasse.training.quantisation import MATRICES, Activations, QuantisedMatrix, activations, quantised
from tiny_model import SHAPE, numpy_bert, tiny_tensors, tiny_tokenizer

_FLOATS = st.floats(-100, 100, width=32, allow_subnormal=False)


def seen(inputs: npt.NDArray[np.float32]) -> Activations:
    return Activations(np.abs(inputs).max(axis=0), inputs.T.astype(float) @ inputs / len(inputs))


def products(found: QuantisedMatrix, inputs: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """As onnxruntime computes them: inputs in 256 levels."""
    shrunk = inputs * found.shrink
    step = np.ptp(shrunk) / 255
    return np.rint(shrunk / step) * step @ (found.levels * found.scale)


@given(arrays(np.float32, (6, 4), elements=_FLOATS), arrays(np.float32, (9, 6), elements=_FLOATS))
def test_levels_fit_and_where_inputs_are_independent_a_matrix_is_off_by_half_a_level_at_most(matrix, inputs):
    found = quantised(matrix, seen(inputs))
    alone = quantised(matrix, Activations(np.abs(inputs).max(axis=0), np.eye(6)))
    off = np.abs(alone.levels * alone.scale * alone.shrink[:, None] - matrix)

    assert np.abs(found.levels.astype(int)).max() <= 63
    assert np.all(off <= 0.501 * alone.scale * alone.shrink[:, None] + 1e-6)


def test_no_sum_of_two_products_leaves_16_bits():
    found = quantised(np.full((2, 1), 1e6, np.float32), seen(np.ones((1, 2), np.float32)))

    assert 2 * 255 * int(np.abs(found.levels.astype(int)).max()) <= np.iinfo(np.int16).max


def test_an_outlying_channel_costs_the_others_less_than_without_shrinking():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(32, 16)).astype(np.float32)
    inputs = rng.normal(size=(200, 32)).astype(np.float32)
    inputs[:, 5] *= 100
    blind = Activations(np.ones(32, np.float32), np.eye(32))
    off = [np.abs(products(quantised(matrix, s), inputs) - inputs @ matrix).mean() for s in (seen(inputs), blind)]

    assert off[0] < 0.5 * off[1]


def test_rounding_that_knows_the_inputs_loses_less():
    rng = np.random.default_rng(1)
    matrix = rng.normal(size=(32, 16)).astype(np.float32)
    inputs = (rng.normal(size=(400, 4)) @ rng.normal(size=(4, 32)) + 0.1 * rng.normal(size=(400, 32))).astype(
        np.float32
    )
    plain = Activations(seen(inputs).largest, np.eye(32))
    weights = [
        found.levels * found.scale * found.shrink[:, None]
        for found in map(partial(quantised, matrix), (seen(inputs), plain))
    ]
    off = [np.abs(inputs @ (w - matrix)).mean() for w in weights]

    assert off[0] < 0.5 * off[1]


def test_activations_are_those_of_the_texts():
    ids = Tokenizer.from_str(tiny_tokenizer()).encode("Clean the flow cell after every run.").ids
    weights = bert_graph.arrange(tiny_tensors(), SHAPE.layers)
    one = activations(weights, SHAPE, [ids])
    both = activations(weights, SHAPE, [ids, ids[:3]])

    assert set(one) == {f"{layer}.{name}" for layer in range(SHAPE.layers) for name in MATRICES}
    assert all(np.all(both[name].largest >= one[name].largest) for name in one)
    # The second layer reads what the first gives.
    first = numpy_bert(tiny_tensors(), bert_graph.BertShape(1, SHAPE.heads, SHAPE.hidden, SHAPE.epsilon), np.array(ids))
    assert one["1.qkv"].largest == pytest.approx(np.abs(first).max(axis=0), abs=1e-4)
    assert one["1.qkv"].gram == pytest.approx(first.T @ first / len(first), abs=1e-4)

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tokenizers import Tokenizer

from paillasse.adapters.embedding import bert_graph
from paillasse.training.quantisation import MATRICES, largest_activations, quantised
from tiny_model import SHAPE, numpy_bert, tiny_tensors, tiny_tokenizer

_FLOATS = st.floats(-100, 100, width=32, allow_subnormal=False)


@given(arrays(np.float32, (6, 4), elements=_FLOATS), arrays(np.float32, 6, elements=st.floats(0, 100, width=32)))
def test_a_matrix_is_off_by_half_a_level_of_its_column_at_most(matrix, largest):
    found = quantised(matrix, largest)
    restored = found.levels * found.scale * found.shrink[:, None]

    assert np.abs(found.levels.astype(int)).max() <= 63
    assert np.all(np.abs(restored - matrix) <= 0.5001 * found.scale * found.shrink[:, None] + 1e-6)


def test_no_sum_of_two_products_leaves_16_bits():
    found = quantised(np.full((2, 1), 1e6, np.float32), np.ones(2, np.float32))

    assert 2 * 255 * int(np.abs(found.levels.astype(int)).max()) <= np.iinfo(np.int16).max


def test_an_outlying_channel_costs_the_others_less_than_without_shrinking():
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(32, 16)).astype(np.float32)
    inputs = rng.normal(size=(200, 32)).astype(np.float32)
    inputs[:, 5] *= 100
    exact = inputs @ matrix

    def off(largest):
        found = quantised(matrix, largest)
        shrunk = inputs * found.shrink
        step = np.ptp(shrunk) / 255
        return np.abs(np.rint(shrunk / step) * step @ (found.levels * found.scale) - exact).mean()

    assert off(np.abs(inputs).max(axis=0)) < 0.5 * off(np.ones(32, np.float32))


def test_the_largest_activations_are_those_of_the_texts():
    ids = Tokenizer.from_str(tiny_tokenizer()).encode("Clean the flow cell after every run.").ids
    weights = bert_graph.arrange(tiny_tensors(), SHAPE.layers)
    one = largest_activations(weights, SHAPE, [ids])
    both = largest_activations(weights, SHAPE, [ids, ids[:3]])

    assert set(one) == {f"{layer}.{name}" for layer in range(SHAPE.layers) for name in MATRICES}
    assert {array.shape for array in one.values()} == {(SHAPE.hidden,)}
    assert all(np.all(both[name] >= one[name]) for name in one)
    # The second layer reads what the first gives.
    first = numpy_bert(tiny_tensors(), bert_graph.BertShape(1, SHAPE.heads, SHAPE.hidden, SHAPE.epsilon), np.array(ids))
    assert one["1.qkv"] == pytest.approx(np.abs(first).max(axis=0), abs=1e-4)

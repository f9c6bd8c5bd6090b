"""The fused graph against a plain numpy BERT with random weights."""

import numpy as np
import onnxruntime
import pytest

from paillasse.adapters.embedding import bert_graph
from tiny_model import numpy_bert, random_bert

SHAPE = bert_graph.BertShape(layers=2, heads=2, hidden=8, epsilon=1e-12)
WORDS, POSITIONS, INNER = 30, 10, 16


@pytest.fixture(scope="module")
def tensors():
    return random_bert(SHAPE, WORDS, POSITIONS, INNER)


def test_it_computes_what_bert_computes(tensors):
    weights = bert_graph.arrange(tensors, SHAPE.layers)
    options = onnxruntime.SessionOptions()
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
    options.add_external_initializers(list(weights), values)
    graph = bert_graph.build(SHAPE, weights)
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    ids = np.array([3, 1, 4, 1, 5], dtype=np.int32)

    [output] = session.run([bert_graph.OUTPUT], {bert_graph.INPUT: ids[None]})

    np.testing.assert_allclose(output[0], numpy_bert(tensors, SHAPE, ids), atol=1e-4)


def test_a_missing_tensor_is_named(tensors):
    incomplete = {name: array for name, array in tensors.items() if name != "encoder.layer.1.output.dense.bias"}

    with pytest.raises(KeyError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        bert_graph.arrange(incomplete, SHAPE.layers)

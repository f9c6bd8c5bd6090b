"""The fused graph against a plain numpy BERT with random weights."""

import math

import numpy as np
import onnxruntime
import pytest

from paillasse.adapters import bert_graph
from tiny_model import random_bert

SHAPE = bert_graph.BertShape(layers=2, heads=2, hidden=8, epsilon=1e-12)
WORDS, POSITIONS, INNER = 30, 10, 16
erf = np.vectorize(math.erf)


@pytest.fixture(scope="module")
def tensors():
    return random_bert(SHAPE, WORDS, POSITIONS, INNER)


def reference(tensors, ids):
    def norm(x, name):
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt(x.var(-1, keepdims=True) + SHAPE.epsilon)
        return scaled * tensors[f"{name}.weight"] + tensors[f"{name}.bias"]

    def dense(x, name):
        return x @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"]

    x = tensors["embeddings.word_embeddings.weight"][ids]
    x = x + tensors["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + tensors["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    size = SHAPE.hidden // SHAPE.heads
    for layer in range(SHAPE.layers):
        prefix = f"encoder.layer.{layer}."
        query, key, value = (dense(x, f"{prefix}attention.self.{name}") for name in ("query", "key", "value"))
        heads = []
        for head in range(SHAPE.heads):
            part = slice(head * size, (head + 1) * size)
            scores = np.exp(query[:, part] @ key[:, part].T / math.sqrt(size))
            heads.append(scores / scores.sum(-1, keepdims=True) @ value[:, part])
        mixed = dense(np.concatenate(heads, -1), f"{prefix}attention.output.dense")
        x = norm(mixed + x, f"{prefix}attention.output.LayerNorm")
        up = dense(x, f"{prefix}intermediate.dense")
        x = norm(dense(up * (1 + erf(up / math.sqrt(2))) / 2, f"{prefix}output.dense") + x, f"{prefix}output.LayerNorm")
    return x


def test_it_computes_what_bert_computes(tensors):
    weights = bert_graph.arrange(tensors, SHAPE.layers)
    options = onnxruntime.SessionOptions()
    values = [onnxruntime.OrtValue.ortvalue_from_numpy(array) for array in weights.values()]
    options.add_external_initializers(list(weights), values)
    graph = bert_graph.build(SHAPE, weights)
    session = onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    ids = np.array([3, 1, 4, 1, 5], dtype=np.int32)

    [output] = session.run([bert_graph.OUTPUT], {bert_graph.INPUT: ids[None]})

    np.testing.assert_allclose(output[0], reference(tensors, ids), atol=1e-4)


def test_a_missing_tensor_is_named(tensors):
    incomplete = {name: array for name, array in tensors.items() if name != "encoder.layer.1.output.dense.bias"}

    with pytest.raises(KeyError, match=r"encoder\.layer\.1\.output\.dense\.bias"):
        bert_graph.arrange(incomplete, SHAPE.layers)

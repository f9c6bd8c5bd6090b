"""Writes a trained encoder as a model folder: stored small, multiplied in int8 where that costs little.

Word vectors are stored as int8 rows, each with a scale of its own, and stay so in memory: only the rows of a text are
unpacked. Three of a layer's four matrices are int8 too, and multiplied as such (`quantisation`). The fourth reads
activations with outliers that int8 has no room for: it is stored as float16 and unpacked once, at loading.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, helper, numpy_helper
from tokenizers import Tokenizer

from paillasse.adapters.embedding import bert_graph
from paillasse.adapters.embedding.bert_graph import BertShape, Weights
from paillasse.adapters.embedding.model_folder import GRAPH, INFO, TOKENIZER, ModelInfo
from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.errors.models import ExportMismatch
from paillasse.protocols.retrieval import Vectors
from paillasse.training.quantisation import MATRICES, QuantisedMatrix, activations, quantised

MIN_COSINE = 0.99
"""Of a text's vector with that of the model it was exported from."""

_Array = npt.NDArray[np.generic]


class _Graph:
    """Nodes and stored weights, added together."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.initializers: list[TensorProto] = []

    def store(self, name: str, array: _Array) -> str:
        """Store an array; its name."""
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def compute(self, operator: str, inputs: Sequence[str], output: str, **attributes: int) -> str:
        """Add a node; the name of its output."""
        node = helper.make_node(operator, list(inputs), [output])
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self.nodes.append(node)
        return output


def export(
    tensors: Mapping[str, npt.NDArray[np.float32]],
    shape: BertShape,
    tokenizer_json: str,
    info: ModelInfo,
    folder: Path,
    calibration: Sequence[Sequence[int]],
) -> None:
    """Write `model.onnx`, `tokenizer.json` and `model.json`; the same input gives the same bytes.

    Args:
        tensors: float32 arrays as saved by Hugging Face `BertModel`.
        shape: of the encoder.
        tokenizer_json: of a `tokenizers.Tokenizer`.
        info: what `model.json` will say.
        folder: made when it is not there; files in it are replaced.
        calibration: texts as ids, to see how large activations become.

    Raises:
        KeyError: a tensor is missing.
        ValueError: tokenizer, tensors and `info` do not belong together.
        OSError: the folder cannot be written.
    """
    weights = bert_graph.arrange(tensors, shape.layers)
    _check(weights, tokenizer_json, info)
    weights["positions"] = weights["positions"][: info.max_tokens]
    seen = activations(weights, shape, calibration)
    graph = _Graph()
    _embedding(graph, weights, shape)
    for name in sorted(weights.keys() - {"words", "positions"}):
        if name in seen:
            _store_quantised(graph, name, quantised(weights[name], seen[name]))
        elif weights[name].ndim == 2:
            stored = graph.store(f"{name}.float16", weights[name].astype(np.float16))
            graph.compute("Cast", [stored], name, to=TensorProto.FLOAT)  # folded by onnxruntime
        else:
            graph.store(name, weights[name])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GRAPH).write_bytes(bert_graph.assemble(shape, graph.nodes, graph.initializers, _multiply))
    (folder / TOKENIZER).write_text(tokenizer_json, encoding="utf-8")
    (folder / INFO).write_text(info.model_dump_json(indent=2) + "\n", encoding="utf-8")


def verify(folder: Path, texts: Sequence[str], vectors: Vectors, tolerance: float = MIN_COSINE) -> float:
    """Compare an exported model, as the product runs it, with the vectors of the model it was made from.

    Args:
        folder: the model folder.
        texts: at most `max_tokens` long.
        vectors: their unit vectors, shape (len(texts), dimension).
        tolerance: least cosine allowed.

    Returns:
        The least cosine found.

    Raises:
        ExportMismatch: a text's cosine is under the tolerance, or not a number.
        ModelUnavailable: the folder cannot be read.
        ValueError: a text is too long.
    """
    cosines = np.sum(asyncio.run(OnnxEmbedder(folder=folder).embed(texts)) * vectors, axis=1)
    worst = int(np.argmin(cosines))  # the first that is not a number, if there is one
    if not cosines[worst] >= tolerance:
        raise ExportMismatch(
            f"The exported model gives {texts[worst][:60]!r} a vector of cosine {cosines[worst]:.5f} with that of the "
            f"trained one; at least {tolerance} is wanted."
        )
    return float(cosines[worst])


def _check(weights: Weights, tokenizer_json: str, info: ModelInfo) -> None:
    vocabulary = Tokenizer.from_str(tokenizer_json).get_vocab_size()
    rows, dimension = weights["words"].shape
    positions = len(weights["positions"])
    if vocabulary != rows:
        raise ValueError(f"The tokenizer has {vocabulary} wordpieces, the model {rows} word vectors.")
    if dimension != info.dimension:
        raise ValueError(f"The model gives vectors of {dimension} numbers, its card says {info.dimension}.")
    if positions < info.max_tokens:
        raise ValueError(f"The model has {positions} positions, its card says {info.max_tokens} tokens.")


def _embedding(graph: _Graph, weights: Weights, shape: BertShape) -> None:
    """Word vectors plus positions, normalised."""
    packed, scales = _int8_rows(weights["words"])
    rows = graph.compute("Gather", [graph.store("words.int8", packed), bert_graph.INPUT], "words.packed")
    scale = graph.compute("Gather", [graph.store("words.scale", scales), bert_graph.INPUT], "words.factor")
    levels = graph.compute("Cast", [rows], "words.levels", to=TensorProto.FLOAT)
    words = graph.compute("Mul", [levels, scale], "words.here")
    length = graph.compute("Shape", [bert_graph.INPUT], "length", start=1, end=2)
    table = graph.store("positions", weights["positions"])
    positions = graph.compute("Slice", [table, graph.store("zero", np.zeros(1, np.int64)), length], "positions.here")
    both = graph.compute("Add", [words, positions], "embedded")
    graph.nodes.append(bert_graph.normalised([both, "norm", "norm_bias"], bert_graph.EMBEDDED, shape))


def _store_quantised(graph: _Graph, name: str, matrix: QuantisedMatrix) -> None:
    graph.store(f"{name}.int8", matrix.levels)
    graph.store(f"{name}.scale", matrix.scale)
    graph.store(f"{name}.shrink", matrix.shrink)


def _multiply(source: str, matrix: str, product: str) -> list[NodeProto]:
    """In int8 where the matrix is stored so."""
    if matrix.partition(".")[2] not in MATRICES:
        return bert_graph.in_float32(source, matrix, product)
    shrunk = f"{matrix}.shrunk"
    return [
        helper.make_node("Mul", [source, f"{matrix}.shrink"], [shrunk]),
        bert_graph.fused("DynamicQuantizeMatMul", [shrunk, f"{matrix}.int8", f"{matrix}.scale"], [product]),
    ]


def _int8_rows(table: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Rows in -127…127 and the scale of each, shape (rows, 1): row ≈ levels × scale, to half a scale."""
    largest = np.abs(table).max(axis=1, keepdims=True)
    scales = np.where(largest > 0, largest / 127, 1).astype(np.float32)
    return np.rint(table / scales).astype(np.int8), scales

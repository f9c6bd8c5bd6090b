"""Matrix multiplication in int8, arranged so that little is lost.

x W is computed as (x / s)(s W) with a factor s for every input channel, which moves what makes a channel hard to round
from the activations into the weights (SmoothQuant, Xiao et al. 2023, arXiv:2211.10438, equation 4). Activations are
rounded to 256 levels a text, weights to 127 levels a column: row after row, each time moving what rounding did to the
products into the rows that are left (GPTQ, Frantar et al. 2023, arXiv:2210.17323, algorithm 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from paillasse.adapters.embedding import bert_graph
from paillasse.adapters.embedding.bert_graph import BertShape, Weights
from paillasse.adapters.embedding.model_folder import open_session, session_options

MATRICES = {"qkv": "in", "mix": "attended", "up": "middle"}
"""Names of the matrices that lose little, and of the tensor that each multiplies. The fourth, `down`, loses twice as
much as these three together: a few tokens have activations far beyond all others."""
_STRENGTH = 0.7
"""α of the equation; 0.65 and 0.8 are no better."""
_LEVELS = 63
"""Largest weight. Processors without VNNI instructions add two products in 16 bits: 2 · 255 · 63 fits there, so that
all processors compute the same; 127 would keep 0.004 more of the ten nearest neighbours on those that have them."""
_DAMPING = 0.01
"""Share of the mean of its diagonal that is added to that of a Gram matrix, as GPTQ does, before it is inverted."""

_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Activations:
    """What texts drive the input of a matrix to."""

    largest: _Floats
    """Absolute value per channel, shape (in,)."""
    gram: npt.NDArray[np.float64]
    """Mean over tokens of the outer product of a token's activations with itself, shape (in, in)."""


@dataclass(frozen=True, slots=True)
class QuantisedMatrix:
    """W ≈ levels × scale / shrink, with `shrink` a factor a row and `scale` one a column."""

    levels: npt.NDArray[np.int8]
    """Shape (in, out)."""
    scale: _Floats
    """Shape (out,)."""
    shrink: _Floats
    """What activations are multiplied with first, shape (in,)."""


def quantised(matrix: _Floats, seen: Activations) -> QuantisedMatrix:
    """Round a matrix.

    Args:
        matrix: shape (in, out).
        seen: its inputs.
    """
    weights = np.maximum(np.abs(matrix).max(axis=1), 1e-5)
    stretch = np.maximum(seen.largest, 1e-5) ** _STRENGTH / weights ** (1 - _STRENGTH)
    stretched = matrix * stretch[:, None]
    peak = np.abs(stretched).max(axis=0)
    scale = np.where(peak > 0, peak / _LEVELS, 1).astype(np.float32)
    levels = _levels(stretched / scale, seen.gram / np.outer(stretch, stretch))
    return QuantisedMatrix(levels, scale, (1 / stretch).astype(np.float32))


def activations(weights: Weights, shape: BertShape, texts: Sequence[Sequence[int]]) -> dict[str, Activations]:
    """What `texts` drive the input of every matrix of `MATRICES` to, by the name of the matrix.

    Args:
        weights: as `bert_graph.arrange` has them.
        shape: of the encoder.
        texts: as ids; at least one token.
    """
    tensors = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    model = onnx.load_from_string(bert_graph.assemble(shape, [bert_graph.embedding(shape)], tensors))
    wanted = {f"{layer}.{source}": f"{layer}.{m}" for layer in range(shape.layers) for m, source in MATRICES.items()}
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in wanted)
    session = open_session(model.SerializeToString(), session_options("ORT_ENABLE_BASIC"))
    largest = {name: np.zeros(shape.hidden, np.float32) for name in wanted.values()}
    gram = {name: np.zeros((shape.hidden, shape.hidden)) for name in wanted.values()}
    for ids in texts:
        found = session.run(list(wanted), {bert_graph.INPUT: np.array([ids], np.int32)})
        for name, [tokens] in zip(wanted.values(), found, strict=True):
            largest[name] = np.maximum(largest[name], np.abs(tokens).max(axis=0))
            gram[name] += tokens.T @ tokens
    seen = sum(map(len, texts))
    return {name: Activations(largest[name], gram[name] / seen) for name in wanted.values()}


def _levels(matrix: _Floats, gram: npt.NDArray[np.float64]) -> npt.NDArray[np.int8]:
    """Whole numbers near `matrix`, shape (in, out), whose products with inputs of this Gram matrix are near its own."""
    left = matrix.astype(np.float64)
    damping = max(_DAMPING * float(np.mean(np.diag(gram))), 1e-12)
    inverse: npt.NDArray[np.floating] = np.linalg.inv(gram + damping * np.eye(len(gram)))
    spread: npt.NDArray[np.floating] = np.linalg.cholesky(inverse).T
    levels = np.empty(left.shape, np.int8)
    for row, weights in enumerate(left):
        levels[row] = np.clip(np.rint(weights), -_LEVELS, _LEVELS)
        left[row + 1 :] -= np.outer(spread[row, row + 1 :], (weights - levels[row]) / spread[row, row])
    return levels

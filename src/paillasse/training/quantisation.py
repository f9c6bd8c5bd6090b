"""Matrix multiplication in int8, arranged so that little is lost.

x W is computed as (x / s)(s W) with a factor s for every input channel, which moves what makes a channel hard to round
from the activations into the weights (SmoothQuant, Xiao et al. 2023, arXiv:2211.10438, equation 4). Activations are
rounded to 256 levels a text, weights to 127 levels a column.
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
all processors compute the same; 127 would be 0.008 better in the ten nearest neighbours on those that have them."""

_Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class QuantisedMatrix:
    """W ≈ levels × scale / shrink, with `shrink` a factor a row and `scale` one a column."""

    levels: npt.NDArray[np.int8]
    """Shape (in, out)."""
    scale: _Floats
    """Shape (out,)."""
    shrink: _Floats
    """What activations are multiplied with first, shape (in,)."""


def quantised(matrix: _Floats, largest: _Floats) -> QuantisedMatrix:
    """Round a matrix.

    Args:
        matrix: shape (in, out).
        largest: absolute value that each input channel reaches, shape (in,).
    """
    weights = np.maximum(np.abs(matrix).max(axis=1), 1e-5)
    stretch = np.maximum(largest, 1e-5) ** _STRENGTH / weights ** (1 - _STRENGTH)
    stretched = matrix * stretch[:, None]
    peak = np.abs(stretched).max(axis=0)
    scale = np.where(peak > 0, peak / _LEVELS, 1).astype(np.float32)
    return QuantisedMatrix(np.rint(stretched / scale).astype(np.int8), scale, (1 / stretch).astype(np.float32))


def largest_activations(weights: Weights, shape: BertShape, texts: Sequence[Sequence[int]]) -> dict[str, _Floats]:
    """What `texts` drive the input of every matrix of `MATRICES` to, by the name of the matrix; shape (in,) each.

    Args:
        weights: as `bert_graph.arrange` has them.
        shape: of the encoder.
        texts: as ids.
    """
    tensors = [numpy_helper.from_array(array, name) for name, array in weights.items()]
    model = onnx.load_from_string(bert_graph.assemble(shape, [bert_graph.embedding(shape)], tensors))
    wanted = {f"{layer}.{source}": f"{layer}.{m}" for layer in range(shape.layers) for m, source in MATRICES.items()}
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in wanted)
    session = open_session(model.SerializeToString(), session_options("ORT_ENABLE_BASIC"))
    largest = {name: np.zeros(1, np.float32) for name in wanted.values()}
    for ids in texts:
        found = session.run(list(wanted), {bert_graph.INPUT: np.array([ids], np.int32)})
        for name, tensor in zip(wanted.values(), found, strict=True):
            largest[name] = np.maximum(largest[name], np.abs(tensor[0]).max(axis=0))
    return largest

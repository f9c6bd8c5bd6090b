"""A BERT encoder as an ONNX graph of fused operators: to run from memory at once, or to be stored by an export."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper

Weights = dict[str, npt.NDArray[np.float32]]
Multiply = Callable[[str, str, str], list[NodeProto]]
"""Nodes of a matrix multiplication, by names of the tensor, of the matrix as `arrange` has it, and of the product."""

INPUT = "input_ids"
OUTPUT = "last_hidden_state"
EMBEDDED = "0.in"
"""Between the embedding and the first layer: float32 (batch, length, hidden), normalised."""
_FUSED = "com.microsoft"
_OPSET, _IR_VERSION = 17, 8


@dataclass(frozen=True, slots=True)
class BertShape:
    """The numbers of `config.json` that decide the graph."""

    layers: int
    heads: int
    hidden: int
    epsilon: float


def read_shape(path: Path) -> BertShape:
    """The shape a `config.json` of Hugging Face gives.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not JSON.
        KeyError: a number is missing.
    """
    config = json.loads(path.read_text(encoding="utf-8"))
    return BertShape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        hidden=config["hidden_size"],
        epsilon=config["layer_norm_eps"],
    )


def arrange(tensors: Mapping[str, npt.NDArray[np.float32]], layers: int) -> Weights:
    """Weights as the fused operators want them: (in, out) matrices, query, key and value side by side.

    Args:
        tensors: as saved by Hugging Face `BertModel`.
        layers: number of encoder layers.

    Raises:
        KeyError: a tensor is missing.
    """
    first_segment = tensors["embeddings.token_type_embeddings.weight"][0]
    weights = {
        "words": tensors["embeddings.word_embeddings.weight"],
        # Only one segment is ever used: its vector goes into the positions once instead of at every token.
        "positions": tensors["embeddings.position_embeddings.weight"] + first_segment,
        "norm": tensors["embeddings.LayerNorm.weight"],
        "norm_bias": tensors["embeddings.LayerNorm.bias"],
    }
    for layer in range(layers):
        source, target = f"encoder.layer.{layer}.", f"{layer}."
        attention = [f"{source}attention.self.{part}" for part in ("query", "key", "value")]
        weights[f"{target}qkv"] = np.concatenate([tensors[f"{name}.weight"] for name in attention]).T.copy()
        weights[f"{target}qkv_bias"] = np.concatenate([tensors[f"{name}.bias"] for name in attention])
        for ours, theirs in (("mix", "attention.output.dense"), ("up", "intermediate.dense"), ("down", "output.dense")):
            weights[target + ours] = tensors[f"{source}{theirs}.weight"].T.copy()
            weights[f"{target}{ours}_bias"] = tensors[f"{source}{theirs}.bias"]
        for ours, theirs in (("mix_norm", "attention.output.LayerNorm"), ("down_norm", "output.LayerNorm")):
            weights[target + ours] = tensors[f"{source}{theirs}.weight"]
            weights[f"{target}{ours}_bias"] = tensors[f"{source}{theirs}.bias"]
    return weights


def build(shape: BertShape, weights: Weights) -> bytes:
    """The serialised graph without its weights: onnxruntime is handed them as external initializers of the same names.

    The graph is a few kilobytes; the weights go from their file to onnxruntime without being serialised again. Nothing
    is cached on disk: building takes less time than checking a 90 MB cache would.
    """
    return assemble(shape, [embedding(shape)], [_elsewhere(name, array.shape) for name, array in weights.items()])


def embedding(shape: BertShape) -> NodeProto:
    """Makes `EMBEDDED` out of float32 tables."""
    return fused(
        "EmbedLayerNormalization",
        [INPUT, "", "words", "positions", "", "norm", "norm_bias"],
        [EMBEDDED, "mask_index"],
        epsilon=shape.epsilon,
    )


def in_float32(source: str, matrix: str, product: str) -> list[NodeProto]:
    """A matrix multiplication as it is."""
    return [helper.make_node("MatMul", [source, matrix], [product])]


def assemble(
    shape: BertShape,
    before: Sequence[NodeProto],
    initializers: Sequence[TensorProto],
    multiply: Multiply = in_float32,
) -> bytes:
    """The serialised graph: `input_ids` int32 (batch, length) → `last_hidden_state` float32 (batch, length, hidden).

    There is no attention mask: texts of one batch must have the same length. The layer is BERT's (Devlin et al. 2019,
    arXiv:1810.04805): post-norm residuals and the exact (erf) GELU.

    Args:
        shape: of the encoder.
        before: nodes that make `EMBEDDED` out of the input, and any weight that is no initializer.
        initializers: what the nodes read, under the names of `arrange`.
        multiply: how tensors are multiplied by matrices.
    """
    nodes = list(before)
    for layer in range(shape.layers):
        output = OUTPUT if layer == shape.layers - 1 else f"{layer + 1}.in"
        nodes += _layer(f"{layer}.", output, shape, multiply)
    graph = helper.make_graph(
        nodes,
        "bert",
        [helper.make_tensor_value_info(INPUT, TensorProto.INT32, ["batch", "length"])],
        [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["batch", "length", shape.hidden])],
        list(initializers),
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_FUSED, 1)]
    model: ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
    return model.SerializeToString(deterministic=True)


def fused(operator: str, inputs: list[str], outputs: list[str], **attributes: float) -> NodeProto:
    """One of onnxruntime's own operators."""
    node = helper.make_node(operator, inputs, outputs, domain=_FUSED)
    node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
    return node


def normalised(inputs: list[str], output: str, shape: BertShape) -> NodeProto:
    """Layer normalisation over the hidden dimension; inputs: tensor, scale, bias."""
    return helper.make_node("LayerNormalization", inputs, [output], axis=-1, epsilon=shape.epsilon)


def _layer(prefix: str, output: str, shape: BertShape, multiply: Multiply) -> list[NodeProto]:
    """One encoder layer, reading `<prefix>in` and writing `output`."""

    def name(*parts: str) -> list[str]:
        return [prefix + part for part in parts]

    def product(source: str, matrix: str) -> list[NodeProto]:
        return multiply(*name(source, matrix, f"{matrix}.out"))

    def add_norm(block: str, residual: str, result: str) -> list[NodeProto]:
        # onnxruntime's fused operator for these three takes twice their time (1.31, processors of 2024).
        return [
            helper.make_node("Add", name(f"{block}.out", residual), name(f"{block}.sum")),
            helper.make_node("Add", name(f"{block}.sum", f"{block}_bias"), name(f"{block}.all")),
            normalised(name(f"{block}.all", f"{block}_norm", f"{block}_norm_bias"), result, shape),
        ]

    return [
        *product("in", "qkv"),
        helper.make_node("Split", name("qkv.out"), name("query", "key", "value"), axis=2),
        fused("MultiHeadAttention", name("query", "key", "value", "qkv_bias"), name("attended"), num_heads=shape.heads),
        *product("attended", "mix"),
        *add_norm("mix", "in", f"{prefix}middle"),
        *product("middle", "up"),
        fused("BiasGelu", name("up.out", "up_bias"), name("active")),
        *product("active", "down"),
        *add_norm("down", "middle", output),
    ]


def _elsewhere(name: str, shape: tuple[int, ...]) -> TensorProto:
    """An initializer without data: onnxruntime is handed the array under the same name."""
    tensor = TensorProto(name=name, dims=shape, data_type=TensorProto.FLOAT, data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="memory")
    return tensor

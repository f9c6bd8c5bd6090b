"""A BERT encoder as an ONNX graph of fused operators: to run from memory at once, or to be stored by an export."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, helper

Weights = dict[str, npt.NDArray[np.float32]]

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
    embedding = fused(
        "EmbedLayerNormalization",
        [INPUT, "", "words", "positions", "", "norm", "norm_bias"],
        [EMBEDDED, "mask_index"],
        epsilon=shape.epsilon,
    )
    return assemble(shape, [embedding], [_elsewhere(name, array.shape) for name, array in weights.items()])


def assemble(shape: BertShape, before: Sequence[NodeProto], initializers: Sequence[TensorProto]) -> bytes:
    """The serialised graph: `input_ids` int32 (batch, length) → `last_hidden_state` float32 (batch, length, hidden).

    There is no attention mask: texts of one batch must have the same length. The layer is BERT's (Devlin et al. 2019,
    arXiv:1810.04805): post-norm residuals and the exact (erf) GELU.

    Args:
        shape: of the encoder.
        before: nodes that make `EMBEDDED` out of the input, and any weight that is no initializer.
        initializers: what the nodes read, under the names of `arrange`.
    """
    nodes = list(before)
    for layer in range(shape.layers):
        output = OUTPUT if layer == shape.layers - 1 else f"{layer + 1}.in"
        nodes += _layer(f"{layer}.", output, shape)
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


def _layer(prefix: str, output: str, shape: BertShape) -> list[NodeProto]:
    """One encoder layer, reading `<prefix>in` and writing `output`."""

    def name(*parts: str) -> list[str]:
        return [prefix + part for part in parts]

    def add_norm(block: str, residual: str, result: str) -> NodeProto:
        inputs = name(block, residual, f"{block}_norm", f"{block}_norm_bias", f"{block}_bias")
        inputs[0] += ".out"
        return fused("SkipLayerNormalization", inputs, [result], epsilon=shape.epsilon)

    return [
        fused("Attention", name("in", "qkv", "qkv_bias"), name("attended"), num_heads=shape.heads),
        helper.make_node("MatMul", name("attended", "mix"), name("mix.out")),
        add_norm("mix", "in", f"{prefix}middle"),
        helper.make_node("MatMul", name("middle", "up"), name("up.out")),
        fused("BiasGelu", name("up.out", "up_bias"), name("active")),
        helper.make_node("MatMul", name("active", "down"), name("down.out")),
        add_norm("down", "middle", output),
    ]


def _elsewhere(name: str, shape: tuple[int, ...]) -> TensorProto:
    """An initializer without data: onnxruntime is handed the array under the same name."""
    tensor = TensorProto(name=name, dims=shape, data_type=TensorProto.FLOAT, data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="memory")
    return tensor

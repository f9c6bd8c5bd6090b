"""A BERT of random weights with a tokenizer of a few hundred wordpieces: everything of a model folder but its size."""

from __future__ import annotations

import json
import math
import string
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

from paillasse.adapters.embedding.bert_graph import BertShape
from paillasse.adapters.embedding.model_folder import ModelInfo
from paillasse.training.export import export

SHAPE = BertShape(layers=2, heads=2, hidden=64, epsilon=1e-12)
INFO = ModelInfo(name="tiny", version="1", dimension=SHAPE.hidden, max_tokens=256, languages=("en", "fr"))

_WORDS = """the a of to in and it how do i after every run with then an
clean cleaning flow cell flush solution rinse probe distilled water dry tighten four screws power supply cover rotor
speed pump set nettoyez la cuve circulation chaque serie rincer pompe"""
_MARKS = string.ascii_lowercase + string.digits + string.punctuation


def tiny_tokenizer() -> str:
    """`tokenizer.json` of a lower-casing WordPiece that spells unknown words letter by letter."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *_MARKS, *(f"##{mark}" for mark in _MARKS), *_WORDS.split()]
    vocabulary = {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))  # noqa: S106 - a wordpiece, no password
    tokenizer.normalizer = BertNormalizer()
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(name, vocabulary[name]) for name in ("[CLS]", "[SEP]")]
    )
    tokenizer.enable_truncation(16)  # as published files have it: nothing of it may be left when it is read
    return tokenizer.to_str()


def random_bert(
    shape: BertShape, words: int, positions: int, inner: int, scale: float = 1
) -> dict[str, npt.NDArray[np.float32]]:
    """Tensors under the names of Hugging Face; `scale` that of the encoder's matrices."""
    rng = np.random.default_rng(1)
    hidden = shape.hidden

    def make(*size: int) -> npt.NDArray[np.float32]:
        return rng.normal(size=size).astype(np.float32)

    result = {
        "embeddings.word_embeddings.weight": make(words, hidden),
        "embeddings.position_embeddings.weight": make(positions, hidden) * np.float32(scale),
        "embeddings.token_type_embeddings.weight": make(2, hidden) * np.float32(scale),
        "embeddings.LayerNorm.weight": 1 + make(hidden) / 10,
        "embeddings.LayerNorm.bias": make(hidden) / 10,
    }
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        dense = {
            "attention.self.query": (hidden, hidden),
            "attention.self.key": (hidden, hidden),
            "attention.self.value": (hidden, hidden),
            "attention.output.dense": (hidden, hidden),
            "intermediate.dense": (inner, hidden),
            "output.dense": (hidden, inner),
        }
        for name, size in dense.items():
            result[f"{prefix}{name}.weight"] = make(*size) * np.float32(scale)
            result[f"{prefix}{name}.bias"] = make(size[0]) * np.float32(scale)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            result[f"{prefix}{name}.weight"], result[f"{prefix}{name}.bias"] = 1 + make(hidden) / 10, make(hidden) / 10
    return result


def numpy_bert(
    tensors: dict[str, npt.NDArray[np.float32]], shape: BertShape, ids: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    """Token vectors of one text, computed as the paper writes it; shape (tokens, hidden)."""
    erf = np.vectorize(math.erf)

    def norm(x, name):
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt(x.var(-1, keepdims=True) + shape.epsilon)
        return scaled * tensors[f"{name}.weight"] + tensors[f"{name}.bias"]

    def dense(x, name):
        return x @ tensors[f"{name}.weight"].T + tensors[f"{name}.bias"]

    x = tensors["embeddings.word_embeddings.weight"][ids]
    x = x + tensors["embeddings.position_embeddings.weight"][: len(ids)]
    x = norm(x + tensors["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    size = shape.hidden // shape.heads
    for layer in range(shape.layers):
        prefix = f"encoder.layer.{layer}."
        query, key, value = (dense(x, f"{prefix}attention.self.{name}") for name in ("query", "key", "value"))
        heads = []
        for head in range(shape.heads):
            part = slice(head * size, (head + 1) * size)
            scores = np.exp(query[:, part] @ key[:, part].T / math.sqrt(size))
            heads.append(scores / scores.sum(-1, keepdims=True) @ value[:, part])
        mixed = dense(np.concatenate(heads, -1), f"{prefix}attention.output.dense")
        x = norm(mixed + x, f"{prefix}attention.output.LayerNorm")
        up = dense(x, f"{prefix}intermediate.dense")
        x = norm(dense(up * (1 + erf(up / math.sqrt(2))) / 2, f"{prefix}output.dense") + x, f"{prefix}output.LayerNorm")
    return x


def tiny_tensors() -> dict[str, npt.NDArray[np.float32]]:
    """Weights that fit `tiny_tokenizer`; words dominate, so that texts that share words are near each other."""
    vocabulary = Tokenizer.from_str(tiny_tokenizer()).get_vocab()
    tensors = random_bert(SHAPE, len(vocabulary), positions=300, inner=96, scale=0.05)
    words = tensors["embeddings.word_embeddings.weight"]
    words[[vocabulary["cleaning"], vocabulary["nettoyez"]]] = words[vocabulary["clean"]]
    return tensors


def write_tiny_model(folder: Path) -> Path:
    """Export it; the folder."""
    calibration = [Tokenizer.from_str(tiny_tokenizer()).encode("clean the flow cell").ids]
    export(tiny_tensors(), SHAPE, tiny_tokenizer(), INFO, folder, calibration)
    return folder


def write_layout(folder: Path) -> Path:
    """The same model as sentence-transformers and Hugging Face lay it out, without weights; the folder."""
    vocabulary = Tokenizer.from_str(tiny_tokenizer()).get_vocab()
    model = {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": SHAPE.hidden,
        "num_hidden_layers": SHAPE.layers,
        "num_attention_heads": SHAPE.heads,
        "intermediate_size": 96,
        "max_position_embeddings": 300,
        "vocab_size": len(vocabulary),
        "layer_norm_eps": SHAPE.epsilon,
    }
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    listed = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for i, (path, kind) in enumerate(modules)
    ]
    specials = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep")}
    files = {
        "config.json": model,
        "modules.json": listed,
        "1_Pooling/config.json": {"word_embedding_dimension": SHAPE.hidden, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": 256, "do_lower_case": False},
        "tokenizer_config.json": {"tokenizer_class": "BertTokenizerFast", "model_max_length": 512, **specials},
    }
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(json.dumps(content), encoding="utf-8")
    (folder / "2_Normalize").mkdir(exist_ok=True)
    (folder / "tokenizer.json").write_text(tiny_tokenizer(), encoding="utf-8")
    return folder


def write_sentence_transformer(folder: Path) -> Path:
    """With its weights as safetensors; the folder."""
    save_file(tiny_tensors(), write_layout(folder) / "model.safetensors", metadata={"format": "pt"})
    return folder


def write_plain_onnx(folder: Path) -> Path:
    """With its graph as the usual exporters write it: three inputs of 64-bit numbers; the folder."""
    graph = onnx.load(write_tiny_model(folder / "ours") / "model.onnx")
    (ids,) = graph.graph.input
    ids.name = "input_ids"
    ids.type.tensor_type.elem_type = onnx.TensorProto.INT64
    for node in graph.graph.node:
        node.input[:] = ["narrow_ids" if name == "input_ids" else name for name in node.input]
    narrow = onnx.helper.make_node("Cast", ["input_ids"], ["narrow_ids"], to=onnx.TensorProto.INT32)
    graph.graph.node.insert(0, narrow)
    for name in ("attention_mask", "token_type_ids"):
        other = graph.graph.input.add()
        other.CopyFrom(ids)
        other.name = name
    write_layout(folder)
    (folder / "onnx").mkdir()
    onnx.save(graph, folder / "onnx" / "model.onnx")
    return folder

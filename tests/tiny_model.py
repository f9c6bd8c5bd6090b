"""A BERT of random weights with a tokenizer of a few hundred wordpieces: everything of a model folder but its size."""

from __future__ import annotations

import math
import string
from pathlib import Path

import numpy as np
import numpy.typing as npt
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
    export(tiny_tensors(), SHAPE, tiny_tokenizer(), INFO, folder)
    return folder

"""The BERT sentence encoder that is trained: plain PyTorch, tensors named as Hugging Face names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from paillasse.adapters.embedding.bert_graph import BertShape

MAX_TOKENS = 256
_BATCH_TOKENS = 3_000
"""Tokens of a batch: more gains no speed on a processor, fewer lose it."""

Tensors = dict[str, npt.NDArray[np.float32]]
Ids = Sequence[int]


class Student(nn.Module):
    """Texts of one length → unit vectors: the mean of the last hidden states, special tokens included.

    There is no attention mask and no dropout: batches hold texts of the same length, and the teacher's vectors are
    smooth targets. Layers are BERT's (Devlin et al. 2019, arXiv:1810.04805).

    Args:
        shape: layers, heads and widths.
        tensors: of a Hugging Face `BertModel`; the pooler's are ignored.

    Raises:
        KeyError: a tensor is missing.
        RuntimeError: one has another shape.
    """

    def __init__(self, shape: BertShape, tensors: Mapping[str, npt.NDArray[np.float32]]) -> None:
        super().__init__()
        rows = tensors["embeddings.word_embeddings.weight"].shape[0]
        positions = tensors["embeddings.position_embeddings.weight"].shape[0]
        wide = tensors["encoder.layer.0.intermediate.dense.weight"].shape[0]
        self.embeddings = _Embeddings(rows, positions, shape)
        self.layers = [_Layer(shape, wide) for _ in range(shape.layers)]
        self.encoder = nn.ModuleDict({"layer": nn.ModuleList(self.layers)})
        state = {name: torch.tensor(tensors[name]) for name in self.state_dict()}
        self.load_state_dict(state)

    def forward(self, ids: Tensor) -> Tensor:
        """Unit vectors float32 (batch, hidden) of ids int64 (batch, length)."""
        hidden: Tensor = self.embeddings(ids)
        for layer in self.layers:
            hidden = layer(hidden)
        return functional.normalize(hidden.mean(dim=1).float(), dim=1)

    def tensors(self) -> Tensors:
        """Copies of its weights, named as Hugging Face names them."""
        return {name: value.detach().float().numpy().copy() for name, value in self.state_dict().items()}


class _Embeddings(nn.Module):
    def __init__(self, rows: int, positions: int, shape: BertShape) -> None:
        super().__init__()
        self.word_embeddings = nn.Embedding(rows, shape.hidden, sparse=True)
        self.position_embeddings = nn.Embedding(positions, shape.hidden)
        self.token_type_embeddings = nn.Embedding(2, shape.hidden)
        self.LayerNorm = nn.LayerNorm(shape.hidden, eps=shape.epsilon)

    def forward(self, ids: Tensor) -> Tensor:
        positions = self.position_embeddings.weight[: ids.shape[1]] + self.token_type_embeddings.weight[0]
        return self.LayerNorm(self.word_embeddings(ids) + positions)


class _Layer(nn.Module):
    def __init__(self, shape: BertShape, wide: int) -> None:
        super().__init__()
        self.heads, size = shape.heads, shape.hidden
        projections = {name: nn.Linear(size, size) for name in ("query", "key", "value")}
        self.attention = nn.ModuleDict({"self": nn.ModuleDict(projections), "output": _block(size, size, shape)})
        self.intermediate = nn.ModuleDict({"dense": nn.Linear(size, wide)})
        self.output = _block(wide, size, shape)

    def forward(self, hidden: Tensor) -> Tensor:
        attention: Any = self.attention
        middle = attention["output"]["LayerNorm"](hidden + attention["output"]["dense"](self._attend(hidden)))
        active = functional.gelu(self.intermediate["dense"](middle))
        return self.output["LayerNorm"](middle + self.output["dense"](active))

    def _attend(self, hidden: Tensor) -> Tensor:
        """Attention written out: on two cores twice as fast as PyTorch's fused one."""
        batch, length, size = hidden.shape
        projections: Any = self.attention["self"]

        def split(name: str) -> Tensor:
            return projections[name](hidden).view(batch, length, self.heads, -1).transpose(1, 2)

        scores = split("query") @ split("key").transpose(2, 3) * (size // self.heads) ** -0.5
        mixed = scores.softmax(dim=-1).to(hidden.dtype) @ split("value")
        return mixed.transpose(1, 2).reshape(batch, length, size)


def _block(wide: int, size: int, shape: BertShape) -> nn.ModuleDict:
    return nn.ModuleDict({"dense": nn.Linear(wide, size), "LayerNorm": nn.LayerNorm(size, eps=shape.epsilon)})


def token_ids(tokenizer: Tokenizer, texts: Sequence[str]) -> list[list[int]]:
    """Ids with `[CLS]` and `[SEP]`, cut to `MAX_TOKENS`."""
    encodings = tokenizer.encode_batch(list(texts))
    return [e.ids if len(e.ids) <= MAX_TOKENS else [*e.ids[: MAX_TOKENS - 1], e.ids[-1]] for e in encodings]


def batches(lengths: npt.NDArray[np.int64], rng: np.random.Generator | None = None) -> list[npt.NDArray[np.int64]]:
    """Indices of texts of the same length, about 3,000 tokens a batch; in random order when `rng` is given."""
    order = rng.permutation(len(lengths)) if rng else np.arange(len(lengths))
    order = order[np.argsort(lengths[order], kind="stable")]
    ends = np.flatnonzero(np.diff(lengths[order])) + 1
    found: list[npt.NDArray[np.int64]] = []
    for group in np.split(order, ends) if len(order) else []:
        size = max(1, _BATCH_TOKENS // int(lengths[group[0]]))
        found += [group[at : at + size] for at in range(0, len(group), size)]
    return [found[i] for i in rng.permutation(len(found))] if rng else found


@torch.inference_mode()
def encode(
    model: Student,
    all_ids: Sequence[Ids],
    report: Callable[[int, int], None] = lambda _done, _total: None,
    *,
    exact: bool = False,
) -> npt.NDArray[np.float32]:
    """Unit vectors of texts given as ids; shape (texts, hidden).

    Args:
        model: any encoder.
        all_ids: with special tokens.
        report: called with the number of texts done, and of all.
        exact: compute in float32 instead of bfloat16, which is three times faster and turns vectors by half a degree.
    """
    vectors = np.empty((len(all_ids), model.embeddings.word_embeddings.embedding_dim), dtype=np.float32)
    done = 0
    for batch in batches(np.array([len(ids) for ids in all_ids])):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=not exact):
            vectors[batch] = model(torch.tensor([all_ids[i] for i in batch])).numpy()
        done += len(batch)
        report(done, len(all_ids))
    return vectors

"""Embedding models on onnxruntime: sentence and token vectors without torch."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paillasse.adapters.embedding.minilm import installed_folder, read_minilm
from paillasse.adapters.embedding.model_folder import SHIPPED, EmbeddingModel, read_model
from paillasse.pipeline_config import EmbedderConfig
from paillasse.protocols import Vectors


def open_embedder(config: EmbedderConfig, threads: int = 0) -> OnnxEmbedder:
    """The configured embedder, on `threads` threads (0 uses every core).

    Raises:
        ModelUnavailable: it is not installed, or its files are missing or damaged.
    """
    if config.folder is not None:
        return OnnxEmbedder(threads, config.folder)
    if config.name == "minilm":
        return OnnxEmbedder(threads, installed_folder(), read_minilm)
    return OnnxEmbedder(threads)


class OnnxEmbedder:
    """Mean-pooled unit vectors (`Embedder`) and token vectors (`TokenEmbedder`) of a BERT encoder.

    Every text runs alone on one thread, `threads` texts at a time. At these lengths that is as fast as batches or as
    several threads for one text, wastes nothing on padding, keeps memory flat, makes a vector independent of its
    neighbours to the last bit, and on a busy machine burns half the CPU: threads that share a text wait for each other.

    Args:
        threads: texts at a time; 0 uses every core.
        folder: where the model lies; the shipped bilingual one when not given.
        read: reads that folder; only plain MiniLM, which is no model folder, needs another reader.

    Raises:
        ModelUnavailable: files of the model are missing or damaged.
    """

    def __init__(
        self, threads: int = 0, folder: Path = SHIPPED, read: Callable[[Path], EmbeddingModel] = read_model
    ) -> None:
        self._model = read(folder)
        self._pool = ThreadPoolExecutor(threads or os.cpu_count(), thread_name_prefix="embed")

    @property
    def name(self) -> str:
        """Name and revision; the revision of a model folder holds a hash of its content."""
        return f"{self._model.info.name}/{self._model.revision}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._model.info.dimension

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the languages it understands."""
        return frozenset(self._model.info.languages)

    @property
    def max_tokens(self) -> int:
        """Most tokens of one text, special tokens included."""
        return self._model.info.max_tokens

    def count_tokens(self, text: str) -> int:
        """Word pieces of `text`, `[CLS]` and `[SEP]` included."""
        return len(self._ids(text))

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors: the mean of the token vectors, special tokens included, as the model was trained.

        Raises:
            ValueError: a text is longer than `max_tokens`; nothing is cut.
        """
        means = [tokens.mean(axis=0) for tokens in await self._run_all(texts)]
        return _unit(np.array(means, dtype=np.float32).reshape(len(texts), self.dimension))

    async def embed_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Per text, the unit vectors of its word pieces without `[CLS]` and `[SEP]`; shape (tokens, dimension).

        Raises:
            ValueError: a text is longer than `max_tokens`; nothing is cut.
        """
        return [_unit(tokens[1:-1]) for tokens in await self._run_all(texts)]

    async def _run_all(self, texts: Sequence[str]) -> list[npt.NDArray[np.float32]]:
        loop = asyncio.get_running_loop()
        all_ids = self._checked_ids(texts)
        return await asyncio.gather(*(loop.run_in_executor(self._pool, self._run, ids) for ids in all_ids))

    def _run(self, ids: list[int]) -> npt.NDArray[np.float32]:
        """Token vectors of one text; shape (tokens, dimension)."""
        return self._model.session.run(None, {"input_ids": np.array([ids], dtype=np.int32)})[0][0]

    def _ids(self, text: str) -> list[int]:
        # A lone surrogate, which a broken PDF can yield, has no UTF-8 form.
        return self._model.tokenizer.encode(text.encode("utf-8", "replace").decode()).ids

    def _checked_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of every text, so that a text too long fails before any work is done."""
        all_ids = [self._ids(text) for text in texts]
        for text, ids in zip(texts, all_ids, strict=True):
            if len(ids) > self.max_tokens:
                raise ValueError(f"A text of {len(ids)} tokens is over the limit of {self.max_tokens}: {text[:60]!r}…")
        return all_ids


def _unit(rows: npt.NDArray[np.float32]) -> Vectors:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-12))

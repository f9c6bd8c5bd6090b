"""Embedding models on onnxruntime: sentence and token vectors without torch."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from paillasse.adapters.embedding.model_folder import SHIPPED, EmbeddingModel, read_model
from paillasse.adapters.embedding.prefixes import encodable
from paillasse.protocols.retrieval import Vector, Vectors


class OnnxEmbedder:
    """Pooled unit vectors (`Embedder`) and token vectors (`TokenEmbedder`) of an encoder.

    Every text runs alone on one thread, `threads` texts at a time. At these lengths that is as fast as batches or as
    several threads for one text, wastes nothing on padding, keeps memory flat, makes a vector independent of its
    neighbours to the last bit, and on a busy machine burns half the CPU: threads that share a text wait for each other.

    Args:
        threads: texts at a time; 0 uses every core.
        folder: where the model lies; the shipped bilingual one when not given.
        read: reads that folder; only what is no model folder of ours needs another reader.

    Raises:
        ModelUnavailable: files of the model are missing or damaged.
    """

    def __init__(
        self, threads: int = 0, folder: Path = SHIPPED, read: Callable[[Path], EmbeddingModel] = read_model
    ) -> None:
        self._model = read(folder)
        self._pool = ThreadPoolExecutor(threads or os.cpu_count(), thread_name_prefix="embed")
        prefixes = self._model.prefixes
        self._inner = _inner_tokens(self._model)
        self._longer_prefix = max(prefixes.passage, prefixes.query, key=lambda prefix: len(self._ids(prefix)))

    @property
    def name(self) -> str:
        """Name and revision; the revision of a model folder holds a hash of its content."""
        return f"{self._model.info.name}/{self._model.revision}{self._model.prefixes.suffix}"

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
        """Most tokens of one text, special tokens and prefix included."""
        return self._model.info.max_tokens

    def count_tokens(self, text: str) -> int:
        """Word pieces of `text`, special tokens and the longer prefix included."""
        return len(self._ids(self._longer_prefix + text))

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, pooled as the model was trained.

        Raises:
            ValueError: a text is longer than `max_tokens`; nothing is cut.
        """
        return await self._pooled([self._model.prefixes.passage + text for text in texts])

    async def embed_query(self, text: str) -> Vector:
        """The unit vector of a question.

        Raises:
            ValueError: it is longer than `max_tokens`; nothing is cut.
        """
        return (await self._pooled([self._model.prefixes.query + text]))[0]

    async def embed_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Per text, the unit vectors of its word pieces, without prefix or special tokens; shape (tokens, dimension).

        Raises:
            ValueError: a text is longer than `max_tokens`; nothing is cut.
        """
        return [_unit(tokens[self._inner]) for tokens in await self._run_all(texts)]

    async def close(self) -> None:
        """End its threads."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _pooled(self, texts: Sequence[str]) -> Vectors:
        pool = self._model.pooling
        rows = [tokens[0] if pool == "cls" else tokens.mean(axis=0) for tokens in await self._run_all(texts)]
        return _unit(np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension))

    async def _run_all(self, texts: Sequence[str]) -> list[npt.NDArray[np.float32]]:
        loop = asyncio.get_running_loop()
        all_ids = self._checked_ids(texts)
        return await asyncio.gather(*(loop.run_in_executor(self._pool, self._run, ids) for ids in all_ids))

    def _run(self, ids: list[int]) -> npt.NDArray[np.float32]:
        """Token vectors of one text; shape (tokens, dimension)."""
        return self._model.session.run(None, {"input_ids": np.array([ids], dtype=np.int32)})[0][0]

    def _ids(self, text: str) -> list[int]:
        return self._model.tokenizer.encode(encodable(text)).ids

    def _checked_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of every text, so that a text too long fails before any work is done."""
        all_ids = [self._ids(text) for text in texts]
        for text, ids in zip(texts, all_ids, strict=True):
            if len(ids) > self.max_tokens:
                raise ValueError(f"A text of {len(ids)} tokens is over the limit of {self.max_tokens}: {text[:60]!r}…")
        return all_ids


def _inner_tokens(model: EmbeddingModel) -> slice:
    """Where the tokens stand between the special ones."""
    mask = model.tokenizer.encode("a").special_tokens_mask
    return slice(mask.index(0), len(mask) - mask[::-1].index(0) - len(mask) or None)


def _unit(rows: npt.NDArray[np.float32]) -> Vectors:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-12))

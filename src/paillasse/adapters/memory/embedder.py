"""An embedder without a model, for tests and demonstrations: texts that share words are near each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from paillasse.language.text import fold
from paillasse.protocols.retrieval import Vector, Vectors

_WORD = re.compile(r"\w+")
_START, _END = "<start>", "<end>"


class HashEmbedder:
    """Every word is a random direction drawn from its hash; a text is the mean of its words.

    Implements `Embedder` and `TokenEmbedder`.

    Args:
        dimension: length of a vector.
        max_tokens: most words of one text, plus two special tokens.
    """

    def __init__(self, dimension: int = 64, max_tokens: int = 256) -> None:
        self._dimension = dimension
        self._max_tokens = max_tokens

    @property
    def name(self) -> str:
        """Names the dimension, since it decides the vectors."""
        return f"hash-{self._dimension}"

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return self._dimension

    @property
    def languages(self) -> frozenset[str]:
        """Whatever the words are, they are hashed alike."""
        return frozenset({"en", "fr"})

    @property
    def max_tokens(self) -> int:
        """Most tokens of one text, special tokens included."""
        return self._max_tokens

    def count_tokens(self, text: str) -> int:
        """Words of `text` and two special tokens."""
        return len(_tokens(text))

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension).

        Raises:
            ValueError: a text is longer than `max_tokens`.
        """
        rows = np.array([self._vectors(text).mean(axis=0) for text in texts], dtype=np.float32)
        rows = rows.reshape(len(texts), self._dimension)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    async def embed_query(self, text: str) -> Vector:
        """Like a passage.

        Raises:
            ValueError: it is longer than `max_tokens`.
        """
        return (await self.embed([text]))[0]

    async def close(self) -> None:
        """Nothing to release."""

    async def embed_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Per text, unit vectors of its words.

        Raises:
            ValueError: a text is longer than `max_tokens`.
        """
        return [self._vectors(text)[1:-1] for text in texts]

    def _vectors(self, text: str) -> npt.NDArray[np.float32]:
        tokens = _tokens(text)
        if len(tokens) > self._max_tokens:
            raise ValueError(f"A text of {len(tokens)} tokens is over the limit of {self._max_tokens}: {text[:60]!r}…")
        return np.stack([_direction(token, self._dimension) for token in tokens])


@lru_cache(maxsize=4096)
def _tokens(text: str) -> tuple[str, ...]:
    return (_START, *_WORD.findall(fold(text)), _END)


@lru_cache(maxsize=1 << 16)
def _direction(token: str, dimension: int) -> npt.NDArray[np.float32]:
    seed = int.from_bytes(blake2b(token.encode("utf-8", "replace"), digest_size=8).digest(), "big")
    vector = np.random.default_rng(seed).standard_normal(dimension, dtype=np.float32)
    vector /= np.float32(np.linalg.norm(vector))
    vector.setflags(write=False)
    return vector

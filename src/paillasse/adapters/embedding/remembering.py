"""An embedder that remembers: the same passages are compared with one question after another."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from paillasse.protocols.retrieval import Embedder, TokenEmbedder, Vector, Vectors

_LEVELS = 127


class Stored(NamedTuple):
    """Vectors as bytes: a quarter of the memory. A component is off by 0.4 % of the largest one at most."""

    steps: npt.NDArray[np.int8]
    """Shape (…, dimension)."""
    size: npt.NDArray[np.float32]
    """Of one step, for each vector; shape (…, 1)."""

    @classmethod
    def of(cls, vectors: npt.NDArray[np.float32]) -> Self:
        """Scaled so that the largest component of each vector takes the most steps."""
        size = np.abs(vectors).max(axis=-1, keepdims=True, initial=0) / np.float32(_LEVELS)
        steps = np.rint(vectors / np.where(size > 0, size, 1)).astype(np.int8)
        return cls(steps, size.astype(np.float32))

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return self.steps.nbytes + self.size.nbytes

    def vectors(self) -> npt.NDArray[np.float32]:
        """The vectors, nearly."""
        return self.steps.astype(np.float32) * self.size


class VectorMemory:
    """Vectors by the text they are of, the longest unused forgotten first.

    Args:
        most_bytes: of vectors; what is kept beside them is small.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._vectors: OrderedDict[str, Stored] = OrderedDict()

    async def recall(
        self, texts: Sequence[str], compute: Callable[[Sequence[str]], Awaitable[Sequence[npt.NDArray[np.float32]]]]
    ) -> list[npt.NDArray[np.float32]]:
        """An array for each text; those not known are computed together. Known or not, they are the same to the bit."""
        found = {text: self._vectors[text] for text in texts if text in self._vectors}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            for text, vectors in zip(missing, await compute(missing), strict=True):
                found[text] = Stored.of(vectors)
        for text, vectors in found.items():
            self._keep(text, vectors)
        return [found[text].vectors() for text in texts]

    def _keep(self, text: str, vectors: Stored) -> None:
        former = self._vectors.pop(text, None)
        self._held += vectors.nbytes - (0 if former is None else former.nbytes)
        self._vectors[text] = vectors
        while self._held > self._most:
            _, oldest = self._vectors.popitem(last=False)
            self._held -= oldest.nbytes


class RememberingEmbedder:
    """`protocols.Embedder` for what answers: passages come back, questions are new."""

    def __init__(self, embedder: Embedder, memory: VectorMemory) -> None:
        self._embedder = embedder
        self._memory = memory
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.languages = embedder.languages
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        self.close = embedder.close

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages; shape (n, dimension)."""
        rows = await self._memory.recall(texts, self._compute)
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dimension)

    async def embed_query(self, text: str) -> Vector:
        """The unit vector of a question."""
        return await self._embedder.embed_query(text)

    async def _compute(self, texts: Sequence[str]) -> Sequence[Vector]:
        return list(await self._embedder.embed(texts))


class RememberingTokenEmbedder:
    """`protocols.TokenEmbedder` likewise."""

    def __init__(self, embedder: TokenEmbedder, memory: VectorMemory) -> None:
        self._embedder = embedder
        self._memory = memory

    async def embed_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """Per text, unit vectors of its tokens without the special ones; shape (tokens, dimension)."""
        return await self._memory.recall(texts, self._embedder.embed_tokens)

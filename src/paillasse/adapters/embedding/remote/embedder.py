"""`Embedder` by a server: batches, prefixes, and a check of everything that comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from paillasse.adapters.embedding.prefixes import Prefixes, encodable
from paillasse.adapters.embedding.remote.apis import EmbeddingApi, Role
from paillasse.adapters.embedding.remote.connection import Connection
from paillasse.errors.models import EmbedderNonsense
from paillasse.protocols.retrieval import Vector, Vectors


@dataclass(frozen=True, slots=True)
class Traits:
    """What nobody can ask a server about its model."""

    name: str
    """Provider and model."""
    dimension: int
    max_tokens: int
    languages: tuple[str, ...]
    prefixes: Prefixes
    batch_size: int
    """Texts of one request."""
    count: Callable[[str], int]
    """Tokens of a text, special ones included: the model's own tokenizer, or an estimate from above."""


class RemoteEmbedder:
    """Asks a server for vectors, one batch after the other. It tries once: who asks decides whether to try again.

    It gives no token vectors.
    """

    def __init__(self, traits: Traits, api: EmbeddingApi, connection: Connection) -> None:
        self._traits = traits
        self._api = api
        self._connection = connection
        self._longer_prefix = max(traits.prefixes.passage, traits.prefixes.query, key=traits.count)

    @property
    def name(self) -> str:
        """Provider, model, dimension and prefixes: whatever decides a vector, as far as it can be known from here."""
        return f"{self._traits.name}/{self._traits.dimension}{self._traits.prefixes.suffix}"

    @property
    def dimension(self) -> int:
        """Length of a vector, as configured and checked in every answer."""
        return self._traits.dimension

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes, as configured."""
        return frozenset(self._traits.languages)

    @property
    def max_tokens(self) -> int:
        """Most tokens of one text, special tokens and prefix included."""
        return self._traits.max_tokens

    def count_tokens(self, text: str) -> int:
        """Tokens of `text` with the longer prefix; an estimate from above where the tokenizer is not configured."""
        return self._traits.count(self._longer_prefix + encodable(text))

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension).

        Raises:
            EmbedderBusy: the server asks to wait.
            EmbedderNonsense: its answer is not one vector of the right dimension a text.
            EmbedderRejected: it does not accept the key, the model or the texts.
            EmbedderUnreachable: it is down, failed, or did not answer in time.
            ValueError: a text is longer than `max_tokens`; nothing is cut.
        """
        return await self._embed([self._traits.prefixes.passage + text for text in texts], "passage")

    async def embed_query(self, text: str) -> Vector:
        """The unit vector of a question; raises what `embed` raises."""
        return (await self._embed([self._traits.prefixes.query + text], "query"))[0]

    async def close(self) -> None:
        """Close the connections."""
        await self._connection.close()

    async def _embed(self, texts: Sequence[str], role: Role) -> Vectors:
        sent = [_sendable(text) for text in texts]
        for text in sent:
            if (count := self._traits.count(text)) > self.max_tokens:
                raise ValueError(f"A text of {count} tokens is over the limit of {self.max_tokens}: {text[:60]!r}…")
        size = self._traits.batch_size
        batches = [sent[start : start + size] for start in range(0, len(sent), size)]
        found = [await self._batch(batch, role) for batch in batches]
        return np.concatenate([np.zeros((0, self.dimension), dtype=np.float32), *found])

    async def _batch(self, texts: Sequence[str], role: Role) -> Vectors:
        answer = await self._connection.post(await self._api.request(texts, role))
        try:
            rows = self._api.rows(answer)
        except ValueError as error:
            raise EmbedderNonsense(f"The answer of {self._traits.name} is not one of its API.") from error
        return self._unit(rows, len(texts))

    def _unit(self, rows: Sequence[Sequence[float]], wanted: int) -> Vectors:
        if len(rows) != wanted:
            raise EmbedderNonsense(f"{self._traits.name} gave {len(rows)} vectors for {wanted} texts.")
        if odd := {len(row) for row in rows} - {self.dimension}:
            raise EmbedderNonsense(
                f"{self._traits.name} gave vectors of {min(odd)} numbers; embedder.dimension is {self.dimension}.",
                hint="Correct embedder.dimension, or set embedder.shorten for a model whose vectors can be shortened.",
            )
        vectors = np.array(rows, dtype=np.float64)  # squares of large numbers overflow in float32
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not (np.isfinite(lengths).all() and (lengths > 0).all()):
            raise EmbedderNonsense(f"{self._traits.name} gave a vector without a direction (zero, or not numbers).")
        return (vectors / lengths).astype(np.float32)


def _sendable(text: str) -> str:
    """Servers refuse an empty text: a mark that means nothing stands for it."""
    return encodable(text) if text.strip() else "."

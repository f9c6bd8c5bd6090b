"""Chunks and questions made up from a seed, of any number, without ever holding all of them.

Words follow Zipf's law in Mandelbrot's form, p(rank) ∝ 1 / (rank + 50): with the 50 most frequent words of a language,
its stop words, left out, as the analysers do. Vectors are drawn around 1,000 centres in a space of 64 dimensions, then
laid into the 384 of the embedder: text fills few of the dimensions it is given.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import numpy.typing as npt

from paillasse.language.analyzers import AVERAGE_LENGTH, BM25_B, BM25_K1, term_id
from paillasse.protocols.retrieval import IndexPoint, Vectors

DIMENSION = 384
COLLECTIONS = tuple(f"laboratory-{number}" for number in range(10))
LANGUAGES = ("en", "fr")
CHUNKS_PER_DOCUMENT = 200
BATCH = 1_000
_SEED = 20_261_121
_VOCABULARY, _OFFSET = 200_000, 50
_CENTRES, _LATENT, _SPREAD = 1_000, 64, 0.6
_QUESTION_TERMS = 6


@dataclass(frozen=True, slots=True)
class MadeQuestion:
    """A question as the lanes get it: its vector, and its words."""

    vector: list[float]
    words: tuple[str, ...]


def chunk_id(number: int) -> str:
    """The id of a chunk is its number."""
    return str(UUID(int=number))


def document_of(number: int) -> int:
    """The document that a chunk belongs to."""
    return number // CHUNKS_PER_DOCUMENT


def collection_of(document: int) -> str:
    """Documents are dealt out to the collections in turn."""
    return COLLECTIONS[document % len(COLLECTIONS)]


def language_of(document: int) -> str:
    """Every collection has documents in both languages."""
    return LANGUAGES[document // len(COLLECTIONS) % len(LANGUAGES)]


class Corpus:
    """What is drawn from: the same for every size."""

    def __init__(self) -> None:
        drawn = np.random.default_rng(_SEED)
        self._centres = drawn.standard_normal((_CENTRES, _LATENT))
        self._frame = np.linalg.qr(drawn.standard_normal((DIMENSION, _LATENT)))[0].T
        weights = 1 / (np.arange(_VOCABULARY) + _OFFSET)
        self._cumulated = np.cumsum(weights / weights.sum())
        self._terms = np.array([term_id(word(rank)) for rank in range(_VOCABULARY)])

    def batches(self, size: int) -> Iterator[tuple[list[IndexPoint], Vectors]]:
        """Points in the order of their numbers, with their vectors as one array; shape (points, 384)."""
        for start in range(0, size, BATCH):
            drawn = np.random.default_rng((_SEED, start))
            count = min(BATCH, size - start)
            vectors = self._vectors(drawn, count)
            lengths = np.maximum(drawn.poisson(AVERAGE_LENGTH, count), 1)
            terms = np.split(self._terms[self._ranks(drawn, int(lengths.sum()))], np.cumsum(lengths)[:-1])
            yield [point(start + i, vectors[i], terms[i]) for i in range(count)], vectors

    def questions(self, count: int) -> list[MadeQuestion]:
        """Drawn as chunks are, but of a few words."""
        drawn = np.random.default_rng((_SEED, 0, 1))
        vectors = self._vectors(drawn, count).tolist()
        ranks = self._ranks(drawn, count * _QUESTION_TERMS).reshape(count, _QUESTION_TERMS).tolist()
        return [MadeQuestion(v, tuple(map(word, own))) for v, own in zip(vectors, ranks, strict=True)]

    def _vectors(self, drawn: np.random.Generator, count: int) -> Vectors:
        around = self._centres[drawn.integers(_CENTRES, size=count)]
        laid = (around + _SPREAD * drawn.standard_normal((count, _LATENT))) @ self._frame
        return (laid / np.linalg.norm(laid, axis=1, keepdims=True)).astype(np.float32)

    def _ranks(self, drawn: np.random.Generator, count: int) -> npt.NDArray[np.intp]:
        return np.searchsorted(self._cumulated, drawn.random(count)).clip(max=_VOCABULARY - 1)


def word(rank: int) -> str:
    """The word of a rank."""
    return f"w{rank}"


def point(number: int, vector: npt.NDArray[np.float32], terms: npt.NDArray[np.int64]) -> IndexPoint:
    """As ingestion makes it; the weights of terms are those of `analyzers.document_vector`."""
    document = document_of(number)
    norm = BM25_K1 * (1 - BM25_B + BM25_B * len(terms) / AVERAGE_LENGTH)
    return IndexPoint(
        chunk_id=chunk_id(number),
        document_id=str(UUID(int=document)),
        collection=collection_of(document),
        language=language_of(document),
        kind="prose",
        dense=vector.tolist(),
        terms={term: tf * (BM25_K1 + 1) / (tf + norm) for term, tf in Counter(terms.tolist()).items()},
    )

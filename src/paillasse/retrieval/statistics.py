"""How rare a term is in the corpus, from the vocabulary of the relational store."""

from __future__ import annotations

import asyncio
import copy
import math
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache

from paillasse.language.analyzers import stem
from paillasse.language.text import fold
from paillasse.protocols.stores import ChunkStore, DocumentStore
from paillasse.types.questions import Scope

_PREFIX = 4
"""Letters that a word and its stem always share (shorter stems share themselves)."""
_MOST = 16
"""Sets of collections: of each the words, some MB."""


class CorpusStatistics:
    """Document frequencies of stems, worked out for the few terms a question has."""

    def __init__(self, vocabulary: Mapping[str, int], document_frequency: Mapping[str, int], chunk_count: int) -> None:
        """Both mappings count words as printed; here they are folded.

        Args:
            vocabulary: word → number of chunks it occurs in.
            document_frequency: word → number of documents it occurs in.
            chunk_count: number of chunks in all.
        """
        self.vocabulary = folded = _folded(vocabulary)
        self.document_frequency = _folded(document_frequency)
        self._sorted = sorted(folded)
        self._chunks = max(chunk_count, 1)
        self._frequency = lru_cache(maxsize=4096)(self._count)

    def over(self, chunk_count: int) -> CorpusStatistics:
        """The same words, counted over so many chunks."""
        other = copy.copy(self)
        other._chunks = max(chunk_count, 1)  # noqa: SLF001 - of this class
        return other

    def idf(self, term: str, language: str) -> float:
        """ln(1 + (N − n + ½) / (n + ½)) with n chunks of N holding a word of this stem (Robertson & Zaragoza 2009)."""
        count = min(self._frequency(term, language), self._chunks)
        return math.log(1 + (self._chunks - count + 0.5) / (count + 0.5))

    def _count(self, term: str, language: str) -> int:
        prefix = term[:_PREFIX]
        total = 0
        for word in self._sorted[bisect_left(self._sorted, prefix) :]:
            if not word.startswith(prefix):
                break
            if stem(word, language) == term:
                total += self.vocabulary[word]
        return total


class WordMemory:
    """Statistics of collections, worked out when their documents change; questions about some of those share them.

    Words of other collections are in none of it: a misspelt word is put right by it, and a trace tells how.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, ...], tuple[str, CorpusStatistics]] = OrderedDict()

    async def statistics(
        self, documents: DocumentStore, chunks: ChunkStore, collections: tuple[str, ...]
    ) -> CorpusStatistics:
        """Of what is there now; over no chunk yet: see `CorpusStatistics.over`."""
        key = tuple(sorted(set(collections)))
        scope = Scope(key)
        fingerprint = await documents.fingerprint(scope)
        known = self._known.get(key)
        if known is None or known[0] != fingerprint:
            vocabulary = await chunks.vocabulary(scope)
            # Beside whoever else is answered meanwhile: of many manuals it takes a while.
            statistics = await asyncio.to_thread(CorpusStatistics, vocabulary.chunks, vocabulary.documents, 0)
            known = self._known[key] = (fingerprint, statistics)
        self._known.move_to_end(key)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return known[1]


def _folded(counts: Mapping[str, int]) -> dict[str, int]:
    folded: dict[str, int] = {}
    for word, count in counts.items():
        key = word if word.isascii() else fold(word)
        folded[key] = max(folded.get(key, 0), count)
    return folded

"""Plain BM25 as bm25s' own example has it (English stop words and stems), on LangChain's chunks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import bm25s
import Stemmer

from benchmarks.peers.systems.langchain_default import cut, place
from benchmarks.peers.trial import DEPTH, Found, Place, Question, run


class Bm25:
    """`bm25s.BM25` with the stemmer of Snowball."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._stemmer = Stemmer.Stemmer("english")
        self._index = bm25s.BM25()
        self._places: list[Place] = []

    def ingest(self, files: Sequence[Path]) -> int:
        """Read and cut all files, then index them at once."""
        chunks = [chunk for file in files for chunk in cut(file)]
        self._places = [place(chunk) for chunk in chunks]
        self._index.index(self._tokens([chunk.page_content for chunk in chunks]), show_progress=False)
        return len(chunks)

    def search(self, question: Question) -> Found:
        """The chunks that share the most telling words."""
        asked = self._tokens([question.with_equipment])
        found, scores = self._index.retrieve(asked, k=min(DEPTH, len(self._places)), show_progress=False)
        pairs = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return Found([self._places[number] for number, score in pairs if score > 0], {})

    def save(self) -> None:
        """Write the in-memory index its own way."""
        self._index.save(str(self._home))

    def _tokens(self, texts: list[str]) -> bm25s.tokenization.Tokenized:
        return bm25s.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)


if __name__ == "__main__":
    run(Bm25)

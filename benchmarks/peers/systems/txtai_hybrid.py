"""txtai's hybrid search (its dense and its BM25 index, equal weights) with MiniLM, on LangChain's chunks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from txtai import Embeddings

from benchmarks.peers.systems.langchain_default import cut, place
from benchmarks.peers.trial import DEPTH, Found, Place, Question, minilm, run


class Txtai:
    """`Embeddings(hybrid=True)`."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._index = Embeddings(path=minilm(), hybrid=True)
        self._places: list[Place] = []

    def ingest(self, files: Sequence[Path]) -> int:
        """Its own reader needs a Java server: the chunks are those of LangChain's default."""
        chunks = [chunk for file in files for chunk in cut(file)]
        self._places = [place(chunk) for chunk in chunks]
        self._index.index(enumerate(chunk.page_content for chunk in chunks))
        return len(chunks)

    def search(self, question: Question) -> Found:
        """The best chunks by both indexes."""
        return Found([self._places[number] for number, _ in self._index.search(question.with_equipment, DEPTH)], {})

    def save(self) -> None:
        """Write the in-memory index its own way."""
        self._index.save(str(self._home / "index"))


if __name__ == "__main__":
    run(Txtai)

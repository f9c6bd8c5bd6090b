"""Haystack's own BM25 on the chunks of its default: no embedder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from benchmarks.peers.systems.haystack_default import cut, places
from benchmarks.peers.trial import DEPTH, Found, Question, run


class HaystackBm25:
    """`InMemoryBM25Retriever`."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._store = InMemoryDocumentStore()
        self._retriever = InMemoryBM25Retriever(self._store, top_k=DEPTH)

    def ingest(self, files: Sequence[Path]) -> int:
        """Read and cut all files at once."""
        return self._store.write_documents(cut(files))

    def search(self, question: Question) -> Found:
        """The chunks that share the most telling words."""
        return Found(places(self._retriever.run(query=question.with_equipment)["documents"]), {})

    def save(self) -> None:
        """Write the in-memory store as JSON, its own way."""
        self._store.save_to_disk(str(self._home / "store.json"))


if __name__ == "__main__":
    run(HaystackBm25)

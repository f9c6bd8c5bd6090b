"""Haystack as its tutorials have it: pypdf, 200 words, in memory, MiniLM."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from haystack import Document
from haystack.components.converters import PyPDFToDocument
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

from benchmarks.peers.trial import DEPTH, Found, Place, Question, minilm, run


class Haystack:
    """`PyPDFToDocument`, `DocumentSplitter`, embedders of sentence-transformers."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.store = InMemoryDocumentStore()
        self._documents = SentenceTransformersDocumentEmbedder(model=minilm(), progress_bar=False)
        self._question = SentenceTransformersTextEmbedder(model=minilm(), progress_bar=False)
        self._documents.warm_up()
        self._question.warm_up()
        self._retriever = InMemoryEmbeddingRetriever(self.store, top_k=DEPTH)

    def ingest(self, files: Sequence[Path]) -> int:
        """Read, cut and embed all files at once."""
        return self.store.write_documents(self._documents.run(cut(files))["documents"])

    def search(self, question: Question) -> Found:
        """The nearest chunks."""
        vector = self._question.run(question.with_equipment)["embedding"]
        return Found(places(self._retriever.run(query_embedding=vector)["documents"]), {})

    def save(self) -> None:
        """Write the in-memory store as JSON, its own way."""
        self.store.save_to_disk(str(self._home / "store.json"))


def cut(files: Sequence[Path]) -> list[Document]:
    """The chunks of all files; they know the page they begin on."""
    splitter = DocumentSplitter(split_by="word", split_length=200)
    splitter.warm_up()
    pages = PyPDFToDocument().run(sources=list(files), meta=[{"file": file.name} for file in files])["documents"]
    return splitter.run(pages)["documents"]


def places(chunks: Sequence[Document]) -> list[Place]:
    """Every page a chunk stands on: pages are parted by form feeds."""
    return [
        (chunk.meta["file"], chunk.meta["page_number"] + turned)
        for chunk in chunks
        for turned in range((chunk.content or "").strip("\f").count("\f") + 1)
    ]


if __name__ == "__main__":
    run(Haystack)

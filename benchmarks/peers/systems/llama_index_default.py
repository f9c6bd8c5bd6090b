"""LlamaIndex as its tutorials have it: `SimpleDirectoryReader`, 1,024 tokens with 20 of overlap, in memory, MiniLM."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Document, SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from benchmarks.peers.trial import DEPTH, Found, Question, minilm, run


class LlamaIndex:
    """`VectorStoreIndex` over pages, asked through its retriever."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._embedder = HuggingFaceEmbedding(model_name=minilm())

    def ingest(self, files: Sequence[Path]) -> int:
        """Read, cut and embed all files at once."""
        pages = numbered(SimpleDirectoryReader(input_files=files).load_data())
        self._storage = StorageContext.from_defaults()
        index = VectorStoreIndex.from_documents(
            pages,
            storage_context=self._storage,
            transformations=[SentenceSplitter(chunk_size=1024, chunk_overlap=20)],
            embed_model=self._embedder,
        )
        self._retriever = index.as_retriever(similarity_top_k=DEPTH)
        return len(self._storage.docstore.docs)

    def search(self, question: Question) -> Found:
        """The nearest nodes."""
        nodes = self._retriever.retrieve(question.with_equipment)
        return Found([(n.metadata["file_name"], n.metadata["page"]) for n in nodes], {})

    def save(self) -> None:
        """Write the in-memory stores as JSON, its own way."""
        self._storage.persist(persist_dir=str(self._home))


def numbered(pages: list[Document]) -> list[Document]:
    """Give every page its physical number: the reader keeps the printed label only, but every page in order.

    Not seen by the embedder, which reads the other metadata with the text as it does by default.
    """
    counted: Counter[str] = Counter()
    for page in pages:
        counted[page.metadata["file_name"]] += 1
        page.metadata["page"] = counted[page.metadata["file_name"]]
        page.excluded_embed_metadata_keys.append("page")
    return pages


if __name__ == "__main__":
    run(LlamaIndex)

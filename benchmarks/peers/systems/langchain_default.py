"""LangChain as its tutorials have it: pypdf, 1,000 characters with 200 of overlap, Chroma, MiniLM."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_community.document_loaders import PyPDFLoader
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.peers.trial import DEPTH, Found, Place, Question, minilm, run


class LangChain:
    """`PyPDFLoader`, `RecursiveCharacterTextSplitter`, `Chroma` on disk, `similarity_search`."""

    def __init__(self, home: Path) -> None:
        self._store = Chroma(persist_directory=str(home), embedding_function=HuggingFaceEmbeddings(model_name=minilm()))

    def ingest(self, files: Sequence[Path]) -> int:
        """File by file, so that no batch is over Chroma's limit."""
        return sum(len(self._store.add_documents(chunks)) for file in files if (chunks := cut(file)))

    def search(self, question: Question) -> Found:
        """The nearest chunks."""
        return Found([place(d) for d in self._store.similarity_search(question.with_equipment, k=DEPTH)], {})

    def save(self) -> None:
        """Chroma wrote everything as it came."""


def cut(file: Path) -> list[Document]:
    """The chunks of one file, page by page."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    return splitter.split_documents(PyPDFLoader(str(file)).load())


def place(chunk: Document) -> Place:
    """Where a chunk stands; the loader counts pages from 0."""
    return Path(chunk.metadata["source"]).name, chunk.metadata["page"] + 1


if __name__ == "__main__":
    run(LangChain)

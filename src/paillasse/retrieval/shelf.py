"""The documents of a scope, so arranged that a question does not have to look at each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from paillasse.retrieval.kinship import Kinship, kinship, machine
from paillasse.types.documents import Document


class Shelf(Mapping[str, Document]):
    """Documents by id, and beside each the manuals of the same machine: arranged once, asked for every question."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._of_machine: dict[str, list[Document]] = {}
        for document in documents.values():
            for name in machine(document):
                self._of_machine.setdefault(name, []).append(document)
        self.languages = tuple(sorted({lang for each in documents.values() for lang in _spoken(each)}))
        """ISO 639-1 codes of all of them."""

    def __getitem__(self, document_id: str) -> Document:
        """The document of this id, or `KeyError`."""
        return self._documents[document_id]

    def __iter__(self) -> Iterator[str]:
        """Every id."""
        return iter(self._documents)

    def __len__(self) -> int:
        """How many documents."""
        return len(self._documents)

    def within(self, document_ids: Collection[str] | None) -> Shelf:
        """Those of these documents that are here; all when None."""
        if document_ids is None:
            return self
        return Shelf({d: self._documents[d] for d in document_ids if d in self._documents})

    def languages_of(self, document_ids: Iterable[str] | None) -> tuple[str, ...]:
        """Languages of these documents, of all when None; ids that are unknown count for nothing."""
        if document_ids is None:
            return self.languages
        known = (self._documents[d] for d in document_ids if d in self._documents)
        return tuple(sorted({lang for each in known for lang in _spoken(each)}))

    def translated(self, document_ids: Iterable[str], language: str) -> set[str]:
        """Those of these documents that are there in `language` as well, in the same file or as a manual of its own."""
        return {d for d in document_ids if d in self._documents and self._speaks(self._documents[d], language)}

    def _speaks(self, document: Document, language: str) -> bool:
        if language in document.metadata.languages:
            return True
        beside = (other for name in machine(document) for other in self._of_machine[name])
        return any(
            kinship(other, document) is Kinship.TRANSLATION for other in beside if language in other.metadata.languages
        )


def _spoken(document: Document) -> set[str]:
    return {*document.metadata.languages, document.metadata.language} - {""}

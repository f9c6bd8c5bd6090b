"""Which revision of a manual answers: a person decides, here is what follows, and what may help to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paillasse.gate import Gate
from paillasse.library.errors import RevisionConflict, TooLongToCompare
from paillasse.library.holdings import Holdings, Use
from paillasse.library.revisions.diff import Comparison, compare
from paillasse.library.revisions.sections import Section, sections
from paillasse.protocols.stores import CatalogueEntry
from paillasse.retrieval.kinship import Kinship, kinship
from paillasse.types.documents import Chunk, Document
from paillasse.types.questions import Scope

MAX_LINES = 40_000
"""Of a document that is compared: two of them take 250 MB and a few seconds at worst, some 2,000 pages."""
_AT_ONCE, _QUEUE, _PATIENCE_SECONDS = 1, 20, 15.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Another revision of a manual, most likely."""

    entry: CatalogueEntry
    older: bool | None
    """Whether it is older than the manual in question, by effective date; None where a date is missing or the same."""


class Revisions:
    """Over whatever generation answers."""

    def __init__(self, use: Use) -> None:
        self._use = use
        self._comparing = Gate(_AT_ONCE, _QUEUE, _PATIENCE_SECONDS)

    async def supersede(self, scope: Scope, old_id: str, new_id: str) -> Document:
        """Have one document stand in the place of another, which from now on answers no question.

        The old one stays: it can be looked at, compared, and reinstated.

        Returns:
            The new one.

        Raises:
            DocumentNotFound: one of them is not in the scope.
            RevisionConflict: they cannot be put in this order.
        """
        async with self._use() as holdings:
            old, new = await holdings.documents.get(old_id, scope), await holdings.documents.get(new_id, scope)
            if not await holdings.documents.supersede(old.id, new.id):
                raise RevisionConflict(_why_not(old, new))
            # After the commit, which alone decides what answers: points that stay behind are found by `reconcile`.
            await holdings.stores.index.delete_documents([old.id])
            return await holdings.documents.get(new.id, scope)

    async def reinstate(self, scope: Scope, document_id: str) -> Document:
        """Have a superseded document answer again, beside the one that superseded it.

        Raises:
            DocumentNotFound: none in the scope.
            ModelUnavailable: it cannot be embedded now.
            RevisionConflict: it is not superseded.
        """
        async with self._use() as holdings:
            document = await holdings.documents.get(document_id, scope)
            if document.current:
                raise RevisionConflict(f"“{document.metadata.title}” is not superseded.")
            if document.config_hash == holdings.generation:
                # Before the commit: as soon as it is current, it can be found.
                await holdings.reindex(document.id)
            await holdings.documents.reinstate(document.id)
            return await holdings.documents.get(document.id, scope)

    async def suggestions(self, scope: Scope, document_id: str) -> list[Suggestion]:
        """Current documents of the same collection, machine, kind and language, but another revision or date.

        Raises:
            DocumentNotFound: none in the scope.
        """
        async with self._use() as holdings:
            document = await holdings.documents.get(document_id, scope)
            others = await holdings.documents.catalogue(Scope((document.collection,), scope.document_ids))
        kin = [e for e in others if e.current and kinship(document, e) is Kinship.VERSION]
        return [Suggestion(entry, _is_older(entry, document)) for entry in kin]

    async def compare(self, scope: Scope, old_id: str, new_id: str) -> Comparison:
        """What changed from one document to another, section by section.

        Raises:
            DocumentNotFound: one of them is not in the scope.
            Overloaded: too many are being compared.
            RevisionConflict: one of them was last read with another configuration, which cuts it in another way.
            TooLongToCompare: one of them has over `MAX_LINES`.
        """
        async with self._use() as holdings:
            old, new = [await _read(holdings, scope, each) for each in (old_id, new_id)]
        return await self._comparing.in_thread(_compared, old, new)


def _compared(old: Sequence[Chunk], new: Sequence[Chunk]) -> Comparison:
    return compare(_bounded(sections(old)), _bounded(sections(new)))


def _bounded(found: tuple[Section, ...]) -> tuple[Section, ...]:
    lines = sum(len(section.lines) for section in found)
    if lines > MAX_LINES:
        raise TooLongToCompare(f"One of the documents has {lines} lines; at most {MAX_LINES} are compared.")
    return found


async def _read(holdings: Holdings, scope: Scope, document_id: str) -> Sequence[Chunk]:
    document = await holdings.documents.get(document_id, scope)
    if document.config_hash != holdings.generation:
        raise RevisionConflict(
            f"“{document.metadata.title}” was read with another configuration.",
            hint="Have it read again (`reingest`), or run `paillasse index rebuild`.",
        )
    return await holdings.chunks.neighbours(document.id, 0, document.chunk_count)


def _is_older(entry: CatalogueEntry, document: Document) -> bool | None:
    there, here = entry.metadata.effective_date, document.metadata.effective_date
    return None if there is None or here is None or there == here else there < here


def _why_not(old: Document, new: Document) -> str:
    if old.id == new.id:
        return "A document cannot supersede itself."
    if old.collection != new.collection:
        return "The two documents are in different collections."
    for document in (old, new):
        if not document.current:
            return f"“{document.metadata.title}” is superseded already."
    return f"“{new.metadata.title}” supersedes another document already."

"""Golden cases that come of accepted feedback: made by a review, read and removed by experts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from paillasse.access.auditing import Auditor
from paillasse.access.types import Action, Actor
from paillasse.errors.manuals import DocumentNotFound
from paillasse.history.errors import CaseChanged, HistoryNotFound, UnsuitableCase
from paillasse.history.protocols import GoldenCaseStore, HistoryStore, Manuals
from paillasse.history.reviewing.case_writing import Expected, case_of, edited, evidence_of
from paillasse.history.types import Feedback, KeptCase, Place, Reader, Withheld
from paillasse.types.documents import Document
from paillasse.types.questions import Scope


class GoldenCases:
    """Writes cases over what was asked and the manuals, and hands out those that are kept."""

    def __init__(self, history: HistoryStore, manuals: Manuals, store: GoldenCaseStore, auditor: Auditor) -> None:
        self._history = history
        self._manuals = manuals
        self._store = store
        self._auditor = auditor

    async def written(self, feedback: Feedback, expected: Expected, reader: Reader, at: datetime) -> KeptCase | None:
        """The case that comes of feedback which the reader accepts; None where nothing tells a right answer.

        Raises:
            DocumentNotFound: the expert names a document that he may not read.
            HistoryNotFound: the answer is withheld from him.
            UnsuitableCase: what he says cannot be.
        """
        exchange = await self._history.exchange(feedback.exchange_id, reader)
        if isinstance(exchange, Withheld):
            raise HistoryNotFound("There is no such feedback.")
        scope = Scope(reader.collections)
        evidence: list[tuple[Document, tuple[int, ...]]] = []
        for document_id, pages in evidence_of(exchange, feedback, expected).items():
            if expected.evidence is not None:
                evidence.append((await self._with_pages(scope, document_id, pages), pages))
                continue
            with suppress(DocumentNotFound):  # removed since it was cited
                evidence.append((await self._manuals.get(scope, document_id), pages))
        case = case_of(exchange, feedback, expected, evidence)
        return None if case is None else KeptCase(case, exchange.collections, reader.user_id, at)

    async def list(self, reader: Reader, limit: int, behind: Place | None = None) -> list[KeptCase]:
        """Cases whose collections the reader may all read, the oldest first; nothing when he is no expert."""
        return await self._store.cases(reader, limit, behind)

    async def edit(
        self, case_id: str, expected: Expected, actor: Actor, reader: Reader, version: str | None = None
    ) -> KeptCase:
        """Put what an expert says now in the place of what a case says: the question, the answer, where it stands.

        Args:
            case_id: which.
            expected: what is right, all of it.
            actor: for the audit log.
            reader: the expert.
            version: of the case that he looked at; None overwrites whatever there is.

        Raises:
            CaseChanged: it is another version by now.
            DocumentNotFound: he names a document that he may not read.
            HistoryNotFound: there is none of this id that he may read.
            UnsuitableCase: what he says cannot be.
        """
        kept = await self._store.case(case_id, reader)
        if version not in (None, kept.version):
            raise CaseChanged("The golden case was changed meanwhile.")
        named = {} if expected.answerable is False else expected.evidence or {}
        scope = Scope(reader.collections)
        evidence = [(id_, tuple(sorted(set(pages)))) for id_, pages in named.items()]
        manuals = [(await self._with_pages(scope, id_, pages), pages) for id_, pages in evidence]
        changed = replace(kept, case=edited(kept.case, expected, manuals))
        await self._store.replace(changed, reader, kept.version)
        await self._auditor.note(actor, Action.CASE_EDIT, case_id)
        return changed

    async def remove(self, case_id: str, actor: Actor, reader: Reader) -> None:
        """Remove a case for good; the feedback that it came of stays accepted.

        Raises:
            HistoryNotFound: there is none of this id that he may read.
        """
        await self._store.remove(case_id, reader)
        await self._auditor.note(actor, Action.CASE_REMOVE, case_id)

    async def _with_pages(self, scope: Scope, document_id: str, pages: tuple[int, ...]) -> Document:
        document = await self._manuals.get(scope, document_id)
        if not pages or max(pages) > document.page_count:
            raise UnsuitableCase(f"{document.metadata.title} has the pages 1 to {document.page_count}.")
        return document

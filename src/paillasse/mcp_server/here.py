"""The manuals of a service in this process, as one caller may read them."""

from __future__ import annotations

from contextlib import aclosing

from paillasse.access.types import COMMAND_LINE, Identity
from paillasse.asking.dialogue import Question
from paillasse.history.types import Exchange, Reader
from paillasse.mcp_server.results import CodeMeanings, Definition, FoundPassage, PageText, Passages
from paillasse.service import Service
from paillasse.types.answers import Answer
from paillasse.types.questions import Scope


class ManualsHere:
    """See `manuals.Manuals`. What the caller may read is looked up at each call."""

    def __init__(self, service: Service, identity: Identity, address: str) -> None:
        """For a caller who was let in, at this IP address."""
        self._service = service
        self._identity = identity
        self._address = address

    async def search(self, question: str, equipment: str, limit: int) -> Passages:
        """Passages about a question, counted like any search."""
        questions, reader = self._service.questions, await self._reader()
        if self._identity.user_id != COMMAND_LINE.user_id:
            await questions.limits.enter_search(reader.user_id, self._address)
        query = await questions.dialogue.query(Question(question, equipment, turns=()), reader)
        found = await questions.asking.search(query, limit)
        return Passages(passages=[FoundPassage.of(each.passage) for each in found])

    async def ask(self, question: str, equipment: str) -> Answer:
        """An answer, counted and kept like any other."""
        questions, reader = self._service.questions, await self._reader()
        if self._identity.user_id != COMMAND_LINE.user_id:
            await questions.limits.enter(reader.user_id, self._address)
        query = await questions.dialogue.query(Question(question, equipment), reader)
        async with aclosing(questions.dialogue.exchange(query, reader, "")) as events:
            [answer] = [event.response async for event in events if isinstance(event, Exchange)]
        return answer

    async def look_up(self, code: str) -> CodeMeanings:
        """What is said of a code."""
        found = await self._service.library.codes.look_up(await self._scope(), code)
        definitions = [
            Definition(
                document_id=each.document.id,
                title=each.document.metadata.title,
                page=each.page,
                label=each.label,
                code=each.entry.code,
                meaning=each.entry.meaning,
                cause=each.entry.cause,
                remedy=each.entry.remedy,
                quote=each.quote,
            )
            for each in found.definitions
        ]
        return CodeMeanings(definitions=definitions, near=list(found.near))

    async def page(self, document_id: str, number: int) -> PageText:
        """The words of a page."""
        library, scope = self._service.library, await self._scope()
        document = await library.shelf.get(scope, document_id)
        page = await library.pages.text(scope, document_id, number)
        return PageText(
            document_id=document.id,
            title=document.metadata.title,
            page=page.number,
            label=page.label,
            pages=document.page_count,
            text=" ".join(word.text for word in page.words),
        )

    async def _scope(self) -> Scope:
        return await self._service.access.membership.scope_of(self._identity)

    async def _reader(self) -> Reader:
        return Reader.of(self._identity, await self._scope())

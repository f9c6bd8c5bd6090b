"""The manuals of a server, as the owner of a key may read them."""

from __future__ import annotations

from dataclasses import asdict

from paillasse.client.client import Client, Question
from paillasse.mcp_server.results import CodeMeanings, Definition, FoundPassage, PageText, Passages
from paillasse.types.answers import Answer


class ManualsThere:
    """See `manuals.Manuals`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def search(self, question: str, equipment: str, limit: int) -> Passages:
        """Passages about a question."""
        found = await self._client.search(Question(question, equipment), limit)
        return Passages(passages=[FoundPassage.of(each.passage) for each in found])

    async def ask(self, question: str, equipment: str) -> Answer:
        """An answer."""
        return (await self._client.ask(Question(question, equipment))).answer

    async def look_up(self, code: str) -> CodeMeanings:
        """What is said of a code."""
        found = await self._client.look_up(code)
        return CodeMeanings(
            definitions=[Definition(**asdict(each)) for each in found.definitions], near=list(found.near)
        )

    async def page(self, document_id: str, number: int) -> PageText:
        """The words of a page."""
        document = await self._client.documents.get(document_id)
        page = await self._client.documents.page(document_id, number)
        return PageText(
            document_id=document.id,
            title=document.metadata.title,
            page=page.number,
            label=page.label,
            pages=document.page_count,
            text=page.text,
        )

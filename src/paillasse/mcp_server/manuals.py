"""What tools are made of: the manuals as somebody may read them, in this process or behind a server."""

from __future__ import annotations

from typing import Protocol

from paillasse.mcp_server.results import CodeMeanings, PageText, Passages
from paillasse.types.answers import Answer


class Manuals(Protocol):
    """Those that one caller may read. What he may not read and what there is not are the same."""

    async def search(self, question: str, equipment: str, limit: int) -> Passages:
        """Passages about a question, best first.

        Args:
            question: in French or English.
            equipment: the machine; empty when it is not known.
            limit: at most so many.

        Raises:
            PaillasseError: it cannot be done, and why.
        """
        ...

    async def ask(self, question: str, equipment: str) -> Answer:
        """An answer whose claims were checked; raises what `search` raises."""
        ...

    async def look_up(self, code: str) -> CodeMeanings:
        """What is said of a code; raises what `search` raises."""
        ...

    async def page(self, document_id: str, number: int) -> PageText:
        """The words of a page.

        Raises:
            DocumentNotFound: no such document, or no such page.
            PaillasseError: as `search`.
        """
        ...

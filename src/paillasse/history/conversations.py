"""Conversations and their exchanges, and who reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from paillasse.history.errors import UnsuitableTitle
from paillasse.history.protocols import HistoryStore
from paillasse.history.types import Conversation, Exchange, Place, Reader, Withheld
from paillasse.history.usage import Bill
from paillasse.language.text import fold
from paillasse.types.answers import Answer
from paillasse.types.questions import Turn

_TITLE_CHARACTERS = 80
_LONGEST_TITLE = 200


class History:
    """What was asked and answered.

    Whoever asks records what he asked:

        reader = Reader.of(identity, scope)                                 # scope: that of the question
        turns = await history.turns(conversation_id, reader)                # going on; HistoryNotFound if not his
        answer = await answerer.answer(Query(text, scope, equipment, turns))
        await history.record(Exchange(id=str(uuid.uuid4()), conversation_id=conversation_id, response=answer, …))

    A new conversation needs no call of its own: it begins with the first exchange recorded under a new UUID. Nobody's
    question gets into somebody else's conversation: that is `HistoryNotFound` too.

    An answer is read again as a whole or not at all: while its reader is a member of every collection that it was
    asked over. Its owner then still reads his question (`Withheld`); to everybody else it does not exist.
    """

    def __init__(
        self, store: HistoryStore, keep_days: int, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Keep exchanges for so many days; for ever when 0."""
        self._store = store
        self._keep_days = keep_days
        self._clock = clock

    async def record(self, exchange: Exchange) -> None:
        """Keep an exchange; durable when it returns.

        Raises:
            HistoryNotFound: its conversation is somebody else's.
        """
        await self._store.record(exchange, title_of(exchange.query))

    async def charge(self, bill: Bill) -> None:
        """Keep what a question cost as soon as it is known, since its exchange may never be recorded."""
        await self._store.charge(bill)

    async def turns(self, conversation_id: str, reader: Reader, last: int = 3) -> tuple[Turn, ...]:
        """The last exchanges of a conversation of the reader's, oldest first: what a follow-up question refers to.

        Args:
            conversation_id: which.
            reader: with the collections of the question at hand, since what was answered flows into its prompt.
            last: how many exchanges, at most. Those whose answer is withheld are left out.

        Raises:
            HistoryNotFound: he has no conversation of this id.
        """
        latest = await self._store.exchanges(conversation_id, reader, last)
        return tuple(Turn(e.query, spoken(e.response)) for e in reversed(latest) if isinstance(e, Exchange))

    async def conversations(
        self, owner: str, limit: int, behind: Place | None = None, search: str = ""
    ) -> list[Conversation]:
        """A user's conversations, the one with the latest question first; those behind a place when given.

        Of them those that hold every word searched for, or a beginning, middle or end of it, in their title or in any
        of their questions, whatever its case and accents.
        """
        return await self._store.conversations(owner, limit, behind, fold(search).split())

    async def conversation(self, conversation_id: str, owner: str) -> Conversation:
        """One conversation of this user.

        Raises:
            HistoryNotFound: he has none of this id.
        """
        return await self._store.conversation(conversation_id, owner)

    async def rename(self, conversation_id: str, owner: str, title: str) -> Conversation:
        """Give a conversation another title.

        Raises:
            HistoryNotFound: he has none of this id.
            UnsuitableTitle: it cannot be a title.
        """
        title = title.strip()
        if not (title and title.isprintable() and len(title) <= _LONGEST_TITLE):
            raise UnsuitableTitle("That cannot be the title of a conversation.")
        return await self._store.rename(conversation_id, owner, title)

    async def delete(self, conversation_id: str, owner: str) -> None:
        """Remove a conversation with its exchanges and their feedback; what it cost stays in the ledger.

        Raises:
            HistoryNotFound: he has none of this id.
        """
        await self._store.delete(conversation_id, owner)

    async def exchanges(
        self, conversation_id: str, reader: Reader, limit: int, behind: Place | None = None
    ) -> list[Exchange | Withheld]:
        """The latest exchanges of a conversation of the reader's, or the latest behind a place; newest first.

        Raises:
            HistoryNotFound: he has no conversation of this id.
        """
        return await self._store.exchanges(conversation_id, reader, limit, behind)

    async def exchange(self, exchange_id: str, reader: Reader) -> Exchange | Withheld:
        """One exchange: the reader's own, or, for an expert, one with feedback whose collections he may all read.

        Raises:
            HistoryNotFound: none of this id that he may read.
        """
        return await self._store.exchange(exchange_id, reader)

    async def count_citing(self, document_id: str) -> int:
        """How many exchanges, of anybody, have an answer that cites a document: those a revision affects."""
        return await self._store.count_citing(document_id)

    async def purge(self) -> int:
        """Remove what is older than it is kept for; safe at any time, from several processes at once.

        Returns:
            How many exchanges were removed.
        """
        if not self._keep_days:
            return 0
        return await self._store.purge(self._clock() - timedelta(days=self._keep_days))


def title_of(question: str) -> str:
    """The beginning of a question, on one line, cut between words where there is a place to cut."""
    words = " ".join("".join(c if c.isprintable() else " " for c in question).split())
    if len(words) <= _TITLE_CHARACTERS:
        return words
    cut = words[: _TITLE_CHARACTERS - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def spoken(answer: Answer) -> str:
    """What an answer said, in a few lines: its claims, or why there are none."""
    return "\n".join(claim.text for claim in answer.claims) or answer.reason

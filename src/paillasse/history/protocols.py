"""The seams of history: what keeps it, whatever stands behind it. Each call is one transaction.

Whose it is and what its reader may read is decided inside the query: what is somebody else's does not leave the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from paillasse.history.types import (
    Conversation,
    Exchange,
    Feedback,
    FeedbackState,
    KeptCase,
    Place,
    QueuedFeedback,
    Reader,
    Withheld,
)
from paillasse.history.usage import Bill, UsageBy, UsageTotal
from paillasse.types.documents import Document
from paillasse.types.questions import Scope


class HistoryStore(Protocol):
    """Conversations and their exchanges; a conversation is there when it has an exchange."""

    async def record(self, exchange: Exchange, title: str) -> None:
        """Add an exchange and what it cost; its conversation begins with it, under this title, if it is not there.

        What was charged for it already is not counted again.

        Raises:
            HistoryNotFound: the conversation is somebody else's.
        """
        ...

    async def charge(self, bill: Bill) -> None:
        """Add what a question cost, with or without its exchange; once, however often it is told."""
        ...

    async def conversations(
        self, owner: str, limit: int, behind: Place | None = None, words: Sequence[str] = ()
    ) -> list[Conversation]:
        """A user's conversations, the one with the latest question first; those behind a place when given.

        Of them those that hold every word, folded (`text.fold`), in their title or in any of their questions.
        """
        ...

    async def conversation(self, conversation_id: str, owner: str) -> Conversation:
        """One conversation of this user.

        Raises:
            HistoryNotFound: he has none of this id.
        """
        ...

    async def rename(self, conversation_id: str, owner: str, title: str) -> Conversation:
        """Give a conversation another title; raises what `conversation` raises."""
        ...

    async def delete(self, conversation_id: str, owner: str) -> None:
        """Remove a conversation with its exchanges and their feedback; raises what `conversation` raises."""
        ...

    async def exchanges(
        self, conversation_id: str, reader: Reader, limit: int, behind: Place | None = None
    ) -> list[Exchange | Withheld]:
        """The latest exchanges of a conversation of the reader's, or the latest behind a place; newest first.

        Withheld are those that were asked over a collection which he may not read now.

        Raises:
            HistoryNotFound: he has no conversation of this id.
        """
        ...

    async def exchange(self, exchange_id: str, reader: Reader) -> Exchange | Withheld:
        """One exchange: the reader's own, or, for an expert, one with feedback whose collections he may all read.

        Raises:
            HistoryNotFound: none of this id that he may read.
        """
        ...

    async def count_citing(self, document_id: str) -> int:
        """How many exchanges, of anybody, have an answer that cites this document."""
        ...

    async def purge(self, before: datetime) -> int:
        """Remove every exchange that is older, its feedback, its costs, and conversations without a younger one.

        Returns:
            How many exchanges were removed.
        """
        ...


class FeedbackStore(Protocol):
    """Feedback, one for an exchange at most. All of it is out of reach where the answer is withheld."""

    async def put(self, feedback: Feedback, reader: Reader) -> None:
        """Store what the reader says of an exchange of his own, replacing what he said before.

        Raises:
            HistoryNotFound: he has no exchange of this id, or its answer is withheld from him.
        """
        ...

    async def get(self, exchange_id: str, reader: Reader) -> Feedback:
        """The feedback on an exchange that the reader may read.

        Raises:
            HistoryNotFound: there is none that he may read.
        """
        ...

    async def queue(
        self, reader: Reader, state: FeedbackState | None, limit: int, behind: Place | None = None
    ) -> list[QueuedFeedback]:
        """Feedback in this state (in any when None) on answers whose collections the reader may all read, oldest first.

        Nothing when he is no expert.
        """
        ...

    async def review(self, reviewed: Feedback, reader: Reader, case: KeptCase | None = None) -> None:
        """Store the state and the review that an expert gives to feedback as it was given at `reviewed.given_at`.

        The golden case that comes of it replaces the one that came of an earlier review; None removes that.

        Raises:
            FeedbackChanged: it was given anew meanwhile.
            HistoryNotFound: there is none that he may read as an expert.
        """
        ...


class GoldenCaseStore(Protocol):
    """What came of accepted feedback; `FeedbackStore.review` adds it."""

    async def case(self, case_id: str, reader: Reader) -> KeptCase:
        """One case within the reach of an expert.

        Raises:
            HistoryNotFound: there is none of this id that he may read.
        """
        ...

    async def replace(self, kept: KeptCase, reader: Reader, version: str) -> None:
        """Put a case in the place of this version of the one of its id.

        Raises:
            CaseChanged: it is another version by now.
            HistoryNotFound: there is none of this id that he may read.
        """
        ...

    async def cases(self, reader: Reader, limit: int, behind: Place | None = None) -> list[KeptCase]:
        """Cases whose collections the reader may all read, the oldest first; nothing when he is no expert."""
        ...

    async def remove(self, case_id: str, reader: Reader) -> None:
        """Remove one of them.

        Raises:
            HistoryNotFound: there is none of this id that he may read.
        """
        ...


class Manuals(Protocol):
    """`library.shelf.shelf.Shelf`, as far as golden cases need it."""

    async def get(self, scope: Scope, document_id: str, /) -> Document:
        """One document of the scope, current or superseded.

        Raises:
            DocumentNotFound: there is none.
        """
        ...


class UsageLedger(Protocol):
    """What questions cost, without their words."""

    async def totals(self, by: UsageBy, since: datetime, until: datetime) -> Sequence[UsageTotal]:
        """Totals of the questions asked from `since` until before `until`, by key and currency, in that order.

        A question counts in each of the collections that it was asked over: those totals add up to more than the sum.
        """
        ...

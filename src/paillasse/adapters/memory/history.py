"""History that lives and dies with the process: for tests and demonstrations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

from paillasse.history.errors import CaseChanged, FeedbackChanged, HistoryNotFound
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
from paillasse.history.usage import Bill, Charge, UsageBy, UsageTotal, bill_of, charges
from paillasse.language.text import fold


class MemoryHistoryStore:
    """`history.protocols.HistoryStore` in dictionaries."""

    def __init__(self) -> None:
        self.exchanged: dict[str, Exchange] = {}
        self.feedback: dict[str, Feedback] = {}
        self.ledger: dict[str, Bill] = {}
        self.cases: dict[str, KeptCase] = {}
        self._conversations: dict[str, Conversation] = {}

    async def record(self, exchange: Exchange, title: str) -> None:
        """Add an exchange, its costs, and its conversation if it is not there; `HistoryNotFound` if not the owner's."""
        at = exchange.created_at
        new = Conversation(exchange.conversation_id, exchange.owner, title, at, at)
        begun = self._conversations.setdefault(new.id, new)
        if begun.owner != exchange.owner:
            raise HistoryNotFound("There is no such conversation.")
        self._conversations[new.id] = replace(begun, last_at=max(begun.last_at, at))
        self.exchanged[exchange.id] = exchange
        await self.charge(bill_of(exchange))

    async def charge(self, bill: Bill) -> None:
        """Add what a question cost, once."""
        self.ledger.setdefault(bill.exchange_id, bill)

    async def conversations(
        self, owner: str, limit: int, behind: Place | None = None, words: Sequence[str] = ()
    ) -> list[Conversation]:
        """A user's conversations that hold every word, the one with the latest question first."""
        own = sorted((c for c in self._conversations.values() if c.owner == owner), key=_place, reverse=True)
        found = [c for c in own if all(word in self._said(c) for word in words)]
        return [c for c in found if behind is None or c.place < behind][:limit]

    async def conversation(self, conversation_id: str, owner: str) -> Conversation:
        """One conversation of this user, or `HistoryNotFound`."""
        found = self._conversations.get(conversation_id)
        if found is None or found.owner != owner:
            raise HistoryNotFound("There is no such conversation.")
        return found

    async def rename(self, conversation_id: str, owner: str, title: str) -> Conversation:
        """Give a conversation another title, or `HistoryNotFound`."""
        renamed = replace(await self.conversation(conversation_id, owner), title=title)
        self._conversations[conversation_id] = renamed
        return renamed

    async def delete(self, conversation_id: str, owner: str) -> None:
        """Remove a conversation with what is in it, or `HistoryNotFound`."""
        await self.conversation(conversation_id, owner)
        del self._conversations[conversation_id]
        self._forget([e for e in self.exchanged.values() if e.conversation_id == conversation_id])

    async def exchanges(
        self, conversation_id: str, reader: Reader, limit: int, behind: Place | None = None
    ) -> list[Exchange | Withheld]:
        """The latest exchanges of a conversation of the reader's, or the latest behind a place; newest first."""
        await self.conversation(conversation_id, reader.user_id)
        latest = sorted(
            (e for e in self.exchanged.values() if e.conversation_id == conversation_id), key=_place, reverse=True
        )
        return [_shown(e, reader) for e in latest if behind is None or e.place < behind][:limit]

    async def exchange(self, exchange_id: str, reader: Reader) -> Exchange | Withheld:
        """One exchange that the reader may know of, or `HistoryNotFound`."""
        return _shown(self.known(exchange_id, reader), reader)

    async def count_citing(self, document_id: str) -> int:
        """How many exchanges, of anybody, have an answer that cites this document."""
        cited = ({c.document_id for c in e.response.citations} for e in self.exchanged.values())
        return sum(document_id in ids for ids in cited)

    async def purge(self, before: datetime) -> int:
        """Remove every exchange that is older, and what is left of conversations and costs."""
        old = [e for e in self.exchanged.values() if e.created_at < before]
        self._forget(old)
        self._conversations = {c.id: c for c in self._conversations.values() if c.last_at >= before}
        self.ledger = {name: bill for name, bill in self.ledger.items() if bill.at >= before}
        return len(old)

    def known(self, exchange_id: str, reader: Reader) -> Exchange:
        """An exchange that the reader may know of, or `HistoryNotFound`."""
        found = self.exchanged.get(exchange_id)
        if found is not None:
            reviewed = reader.expert and in_reach(found, reader) and exchange_id in self.feedback
            if found.owner == reader.user_id or reviewed:
                return found
        raise HistoryNotFound("There is no such exchange.")

    def _said(self, conversation: Conversation) -> str:
        questions = (e.query for e in self.exchanged.values() if e.conversation_id == conversation.id)
        return fold("\n".join([conversation.title, *questions]))

    def _forget(self, exchanges: Sequence[Exchange]) -> None:
        for exchange in exchanges:
            del self.exchanged[exchange.id]
            self.feedback.pop(exchange.id, None)


class MemoryFeedbackStore:
    """`history.protocols.FeedbackStore` beside a `MemoryHistoryStore`."""

    def __init__(self, history: MemoryHistoryStore) -> None:
        self._history = history

    async def put(self, feedback: Feedback, reader: Reader) -> None:
        """Store what the reader says of an exchange of his own, or `HistoryNotFound`."""
        exchange = self._history.known(feedback.exchange_id, reader)
        if exchange.owner != reader.user_id or not in_reach(exchange, reader):
            raise HistoryNotFound("There is no such exchange.")
        self._history.feedback[exchange.id] = feedback

    async def get(self, exchange_id: str, reader: Reader) -> Feedback:
        """The feedback on an exchange that the reader may read, or `HistoryNotFound`."""
        found = self._history.feedback.get(exchange_id)
        if found is None or not self._reaches(exchange_id, reader):
            raise HistoryNotFound("There is no such feedback.")
        return found

    async def queue(
        self, reader: Reader, state: FeedbackState | None, limit: int, behind: Place | None = None
    ) -> list[QueuedFeedback]:
        """Feedback in this state on answers within the reach of an expert, oldest first; nothing for others."""
        queued = [
            _queued(feedback, exchange)
            for feedback in sorted(self._history.feedback.values(), key=_place)
            if reader.expert
            and in_reach(exchange := self._history.exchanged[feedback.exchange_id], reader)
            and state in {None, feedback.state}
            and (behind is None or feedback.place > behind)
        ]
        return queued[:limit]

    async def review(self, reviewed: Feedback, reader: Reader, case: KeptCase | None = None) -> None:
        """Store a verdict on feedback as it was read, with its case, or `FeedbackChanged`, or `HistoryNotFound`."""
        given = await self.get(reviewed.exchange_id, reader)
        if not reader.expert:
            raise HistoryNotFound("There is no such feedback.")
        if given.given_at != reviewed.given_at:
            raise FeedbackChanged("The feedback was changed meanwhile.")
        self._history.feedback[given.exchange_id] = replace(given, state=reviewed.state, review=reviewed.review)
        self._history.cases.pop(given.exchange_id, None)
        if case is not None:
            self._history.cases[given.exchange_id] = case

    def _reaches(self, exchange_id: str, reader: Reader) -> bool:
        try:
            return in_reach(self._history.known(exchange_id, reader), reader)
        except HistoryNotFound:
            return False


class MemoryGoldenCaseStore:
    """`history.protocols.GoldenCaseStore` beside a `MemoryHistoryStore`."""

    def __init__(self, history: MemoryHistoryStore) -> None:
        self._history = history

    async def cases(self, reader: Reader, limit: int, behind: Place | None = None) -> list[KeptCase]:
        """Cases within the reach of an expert, the oldest first; nothing for others."""
        found = sorted(self._history.cases.values(), key=_place)
        return [c for c in found if _for_expert(c, reader) and (behind is None or c.place > behind)][:limit]

    async def case(self, case_id: str, reader: Reader) -> KeptCase:
        """One of them, or `HistoryNotFound`."""
        found = self._history.cases.get(case_id)
        if found is None or not _for_expert(found, reader):
            raise HistoryNotFound("There is no such golden case.")
        return found

    async def replace(self, kept: KeptCase, reader: Reader, version: str) -> None:
        """Put a case in the place of this version of the one of its id, or `CaseChanged`, or `HistoryNotFound`."""
        if (await self.case(kept.case.id, reader)).version != version:
            raise CaseChanged("The golden case was changed meanwhile.")
        self._history.cases[kept.case.id] = kept

    async def remove(self, case_id: str, reader: Reader) -> None:
        """Remove one of them, or `HistoryNotFound`."""
        await self.case(case_id, reader)
        del self._history.cases[case_id]


class MemoryUsageLedger:
    """`history.protocols.UsageLedger` beside a `MemoryHistoryStore`."""

    def __init__(self, history: MemoryHistoryStore) -> None:
        self._history = history

    async def totals(self, by: UsageBy, since: datetime, until: datetime) -> list[UsageTotal]:
        """Totals of the questions asked in a range of time, by key and currency."""
        entries = [
            (key, charge.currency, charge)
            for bill in self._history.ledger.values()
            if since <= bill.at < until
            for charge in charges(bill.usage)
            for key in _keys(bill, by)
        ]
        ordered = sorted(entries, key=lambda entry: entry[:2])
        return [
            _total(key, [charge for *_, charge in entries])
            for (key, _), entries in groupby(ordered, lambda entry: entry[:2])
        ]


def in_reach(exchange: Exchange, reader: Reader) -> bool:
    """The reader is a member of every collection that the question was asked over."""
    return set(exchange.collections) <= set(reader.collections)


def _for_expert(case: KeptCase, reader: Reader) -> bool:
    return reader.expert and set(case.collections) <= set(reader.collections)


def _place(kept: Conversation | Exchange | Feedback | KeptCase) -> Place:
    return kept.place


def _shown(exchange: Exchange, reader: Reader) -> Exchange | Withheld:
    if in_reach(exchange, reader):
        return exchange
    return Withheld(exchange.id, exchange.conversation_id, exchange.query, exchange.created_at)


def _queued(feedback: Feedback, exchange: Exchange) -> QueuedFeedback:
    return QueuedFeedback(
        feedback, exchange.query, exchange.equipment, exchange.outcome, exchange.release, exchange.created_at
    )


def _keys(bill: Bill, by: UsageBy) -> tuple[str, ...]:
    if by is UsageBy.COLLECTION:
        return bill.collections
    return (bill.owner if by is UsageBy.USER else bill.at.astimezone(UTC).date().isoformat(),)


def _total(key: str, charged: Sequence[Charge]) -> UsageTotal:
    summed = Charge(
        charged[0].currency,
        sum(charge.input_tokens for charge in charged),
        sum(charge.output_tokens for charge in charged),
        sum(charge.cost for charge in charged),
        sum(charge.unpriced for charge in charged),
    )
    return UsageTotal(key, len(charged), summed)

"""Conversations and their exchanges in PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from paillasse.history.errors import HistoryNotFound
from paillasse.history.types import Conversation, Exchange, Place, Reader, Withheld
from paillasse.history.usage import Bill, bill_of, charges
from paillasse.storage.codec import encode
from paillasse.storage.history.queries import exchange_of, place, shown
from paillasse.storage.history.searching import says
from paillasse.storage.history.tables import ConversationRow, ExchangeRow, LedgerRow
from paillasse.storage.session import Database


class PostgresHistoryStore:
    """`history.protocols.HistoryStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, exchange: Exchange, title: str) -> None:
        """Add an exchange, its costs, and its conversation if it is not there; `HistoryNotFound` if not the owner's."""
        async with self._database.transaction() as session:
            # With the row locked from here on, a purge that runs meanwhile sees that the conversation goes on.
            if await session.scalar(_begun(exchange, title)) is None:
                raise _missing()
            await session.execute(insert(ExchangeRow).values(_values(exchange)))
            await session.execute(_charged(bill_of(exchange)))

    async def charge(self, bill: Bill) -> None:
        """Add what a question cost, once."""
        async with self._database.transaction() as session:
            await session.execute(_charged(bill))

    async def conversations(
        self, owner: str, limit: int, behind: Place | None = None, words: Sequence[str] = ()
    ) -> list[Conversation]:
        """A user's conversations that hold every word, the one with the latest question first."""
        wanted = select(ConversationRow).where(ConversationRow.owner == owner, *map(says, words))
        wanted = wanted.order_by(ConversationRow.last_at.desc(), ConversationRow.id.desc()).limit(limit)
        if behind is not None:
            wanted = wanted.where(tuple_(ConversationRow.last_at, ConversationRow.id) < place(*behind))
        async with self._database.transaction() as session:
            return [_conversation(row) for row in await session.scalars(wanted)]

    async def conversation(self, conversation_id: str, owner: str) -> Conversation:
        """One conversation of this user, or `HistoryNotFound`."""
        async with self._database.transaction() as session:
            return _conversation(await _owned(session, conversation_id, owner))

    async def rename(self, conversation_id: str, owner: str, title: str) -> Conversation:
        """Give a conversation another title, or `HistoryNotFound`."""
        named = update(ConversationRow).where(ConversationRow.id == conversation_id, ConversationRow.owner == owner)
        async with self._database.transaction() as session:
            row = await session.scalar(named.values(title=title).returning(ConversationRow))
            if row is None:
                raise _missing()
            return _conversation(row)

    async def delete(self, conversation_id: str, owner: str) -> None:
        """Remove a conversation with what is in it, or `HistoryNotFound`."""
        gone = delete(ConversationRow).where(ConversationRow.id == conversation_id, ConversationRow.owner == owner)
        async with self._database.transaction() as session:
            if await session.scalar(gone.returning(ConversationRow.id)) is None:
                raise _missing()

    async def exchanges(
        self, conversation_id: str, reader: Reader, limit: int, behind: Place | None = None
    ) -> list[Exchange | Withheld]:
        """The latest exchanges of a conversation of the reader's, or the latest behind a place; newest first."""
        wanted = shown(reader).where(ExchangeRow.conversation_id == conversation_id)
        wanted = wanted.order_by(ExchangeRow.created_at.desc(), ExchangeRow.id.desc()).limit(limit)
        if behind is not None:
            wanted = wanted.where(tuple_(ExchangeRow.created_at, ExchangeRow.id) < place(*behind))
        async with self._database.transaction() as session:
            await _owned(session, conversation_id, reader.user_id)
            return [exchange_of(found) for found in await session.execute(wanted)]

    async def exchange(self, exchange_id: str, reader: Reader) -> Exchange | Withheld:
        """One exchange that the reader may know of, or `HistoryNotFound`."""
        async with self._database.transaction() as session:
            found = (await session.execute(shown(reader).where(ExchangeRow.id == exchange_id))).one_or_none()
            if found is None:
                raise HistoryNotFound("There is no such exchange.")
            return exchange_of(found)

    async def count_citing(self, document_id: str) -> int:
        """How many exchanges, of anybody, have an answer that cites this document."""
        wanted = select(func.count()).select_from(ExchangeRow).where(ExchangeRow.cited.contains([document_id]))
        async with self._database.transaction() as session:
            return await session.scalar(wanted) or 0

    async def purge(self, before: datetime) -> int:
        """Remove every exchange that is older, and what is left of conversations and costs."""
        old = ExchangeRow.created_at < before
        async with self._database.transaction() as session:
            removed = await session.scalar(select(func.count()).select_from(ExchangeRow).where(old))
            # Conversations first, as where an owner deletes one: in the other order the two could wait for each other.
            await session.execute(delete(ConversationRow).where(ConversationRow.last_at < before))
            await session.execute(delete(ExchangeRow).where(old))
            await session.execute(delete(LedgerRow).where(LedgerRow.at < before))
            return removed or 0


def _missing() -> HistoryNotFound:
    return HistoryNotFound("There is no such conversation.")


async def _owned(session: AsyncSession, conversation_id: str, owner: str) -> ConversationRow:
    wanted = select(ConversationRow).where(ConversationRow.id == conversation_id, ConversationRow.owner == owner)
    row = await session.scalar(wanted)
    if row is None:
        raise _missing()
    return row


def _begun(exchange: Exchange, title: str) -> Any:
    new = insert(ConversationRow).values(
        id=exchange.conversation_id,
        owner=exchange.owner,
        title=title,
        created_at=exchange.created_at,
        last_at=exchange.created_at,
    )
    later = func.greatest(ConversationRow.last_at, new.excluded.last_at)
    return new.on_conflict_do_update(
        index_elements=[ConversationRow.id],
        set_={"last_at": later},
        where=ConversationRow.owner == exchange.owner,
    ).returning(ConversationRow.id)


def _values(exchange: Exchange) -> dict[str, Any]:
    return {
        "id": exchange.id,
        "conversation_id": exchange.conversation_id,
        "owner": exchange.owner,
        "query": exchange.query,
        "equipment": exchange.equipment,
        "collections": list(exchange.collections),
        "created_at": exchange.created_at,
        "release": exchange.release,
        "latency_ms": exchange.latency_ms,
        "outcome": exchange.outcome.value,
        "cited": sorted({citation.document_id for citation in exchange.response.citations}),
        "response": encode(exchange.response),
    }


def _charged(bill: Bill) -> Any:
    whose = {
        "exchange_id": bill.exchange_id,
        "user_id": bill.owner,
        "collections": list(bill.collections),
        "at": bill.at,
    }
    rows = [{**whose, **asdict(charge)} for charge in charges(bill.usage)]
    return insert(LedgerRow).values(rows).on_conflict_do_nothing()


def _conversation(row: ConversationRow) -> Conversation:
    return Conversation(row.id, row.owner, row.title, row.created_at, row.last_at)

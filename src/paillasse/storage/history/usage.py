"""The ledger of what questions cost, in PostgreSQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from paillasse.history.usage import Charge, UsageBy, UsageTotal
from paillasse.storage.history.tables import LedgerRow
from paillasse.storage.session import Database


class PostgresUsageLedger:
    """`history.protocols.UsageLedger`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def totals(self, by: UsageBy, since: datetime, until: datetime) -> list[UsageTotal]:
        """Totals of the questions asked in a range of time, by key and currency."""
        key = {
            UsageBy.USER: LedgerRow.user_id,
            UsageBy.COLLECTION: func.unnest(LedgerRow.collections),
            UsageBy.DAY: func.to_char(func.timezone("UTC", LedgerRow.at), "YYYY-MM-DD"),
        }[by]
        wanted = select(
            key,
            LedgerRow.currency,
            func.count(),
            func.sum(LedgerRow.input_tokens),
            func.sum(LedgerRow.output_tokens),
            func.sum(LedgerRow.cost),
            func.sum(LedgerRow.unpriced),
        ).where(LedgerRow.at >= since, LedgerRow.at < until)
        async with self._database.transaction() as session:
            rows = (await session.execute(wanted.group_by(key, LedgerRow.currency))).all()
        totals = [
            UsageTotal(name, count, Charge(currency, read, written, cost, unpriced))
            for name, currency, count, read, written, cost, unpriced in rows
        ]
        return sorted(totals, key=lambda total: (total.key, total.charge.currency))

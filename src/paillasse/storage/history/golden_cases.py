"""Golden cases in PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, delete, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from paillasse.history.errors import CaseChanged, HistoryNotFound
from paillasse.history.types import KeptCase, Place, Reader
from paillasse.storage.history.queries import place
from paillasse.storage.history.tables import GoldenCaseRow
from paillasse.storage.session import Database
from paillasse.types.golden_case import GoldenCase


class PostgresGoldenCaseStore:
    """`history.protocols.GoldenCaseStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def cases(self, reader: Reader, limit: int, behind: Place | None = None) -> list[KeptCase]:
        """Cases within the reach of an expert, the oldest first; nothing for others."""
        if not reader.expert:
            return []
        wanted = select(GoldenCaseRow).where(_in_reach(reader)).limit(limit)
        if behind is not None:
            wanted = wanted.where(tuple_(GoldenCaseRow.created_at, GoldenCaseRow.id) > place(*behind))
        async with self._database.transaction() as session:
            rows = await session.scalars(wanted.order_by(GoldenCaseRow.created_at, GoldenCaseRow.id))
            return [_case(row) for row in rows]

    async def case(self, case_id: str, reader: Reader) -> KeptCase:
        """One of them, or `HistoryNotFound`."""
        async with self._database.transaction() as session:
            row = await session.scalar(select(GoldenCaseRow).where(*_one(case_id, reader)))
            if row is None:
                raise _missing()
            return _case(row)

    async def replace(self, kept: KeptCase, reader: Reader, version: str) -> None:
        """Put a case in the place of this version of the one of its id, or `CaseChanged`, or `HistoryNotFound`."""
        async with self._database.transaction() as session:
            latest = select(GoldenCaseRow).where(*_one(kept.case.id, reader)).with_for_update()
            row = await session.scalar(latest)
            if row is None:
                raise _missing()
            if _case(row).version != version:
                raise CaseChanged("The golden case was changed meanwhile.")
            changed = update(GoldenCaseRow).where(GoldenCaseRow.id == kept.case.id)
            await session.execute(changed.values(_values(kept)))

    async def remove(self, case_id: str, reader: Reader) -> None:
        """Remove one of them, or `HistoryNotFound`."""
        gone = delete(GoldenCaseRow).where(*_one(case_id, reader)).returning(GoldenCaseRow.id)
        async with self._database.transaction() as session:
            if await session.scalar(gone) is None:
                raise _missing()


async def put_case(session: AsyncSession, case_id: str, case: KeptCase | None) -> None:
    """Within a transaction: replace what came of an exchange before."""
    if case is None:
        await session.execute(delete(GoldenCaseRow).where(GoldenCaseRow.id == case_id))
        return
    new = insert(GoldenCaseRow).values(id=case_id, **_values(case))
    await session.execute(new.on_conflict_do_update(index_elements=[GoldenCaseRow.id], set_=_values(case)))


def _missing() -> HistoryNotFound:
    return HistoryNotFound("There is no such golden case.")


def _one(case_id: str, reader: Reader) -> tuple[ColumnElement[bool], ...]:
    return GoldenCaseRow.id == case_id, _in_reach(reader), literal(reader.expert)


def _in_reach(reader: Reader) -> ColumnElement[bool]:
    return GoldenCaseRow.collections.contained_by(list(reader.collections))


def _values(case: KeptCase) -> dict[str, Any]:
    return {
        "collections": list(case.collections),
        "reviewer": case.reviewer,
        "created_at": case.created_at,
        "body": case.case.model_dump(mode="json"),
    }


def _case(row: GoldenCaseRow) -> KeptCase:
    return KeptCase(GoldenCase.model_validate(row.body), tuple(row.collections), row.reviewer, row.created_at)

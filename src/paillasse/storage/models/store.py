"""Models in production in PostgreSQL: a row for each promotion, the latest of a name is there now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, load_only, mapped_column
from sqlalchemy.orm.attributes import InstrumentedAttribute

from paillasse.protocols.trained_models import KeptModel
from paillasse.storage.session import Database
from paillasse.storage.tables import Base


class TrainedModelRow(Base):
    """A model that was put into production."""

    __tablename__ = "trained_models"

    name: Mapped[str] = mapped_column(primary_key=True)
    promoted_at: Mapped[datetime] = mapped_column(primary_key=True)
    version: Mapped[str]
    body: Mapped[str]
    report: Mapped[str]
    rows: Mapped[str] = mapped_column(deferred=True)
    """What it was trained on: numbers and ids, JSON lines."""


class PostgresModelStore:
    """`protocols.trained_models.ModelStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def put(self, model: KeptModel, rows: str = "") -> None:
        """Have it in production from now on."""
        row = TrainedModelRow(
            name=model.name,
            promoted_at=model.promoted_at,
            version=model.version,
            body=model.body,
            report=model.report,
            rows=rows,
        )
        async with self._database.transaction() as session:
            session.add(row)

    async def production(self, name: str) -> KeptModel | None:
        """The one that is in production; None where none was ever promoted."""
        async with self._database.transaction() as session:
            row = await session.scalar(_latest(name))
        return None if row is None else KeptModel(row.name, row.version, row.body, row.report, row.promoted_at)

    async def version(self, name: str) -> str:
        """Its version alone, for who looks often; empty where none was ever promoted."""
        return await self._of_latest(name, TrainedModelRow.version)

    async def rows(self, name: str) -> str:
        """What it was trained on; empty where that was not kept."""
        return await self._of_latest(name, TrainedModelRow.rows)

    async def _of_latest(self, name: str, column: InstrumentedAttribute[str]) -> str:
        async with self._database.transaction() as session:
            row = await session.scalar(_latest(name).options(load_only(column)))
        return "" if row is None else getattr(row, column.key)


def _latest(name: str) -> Select[TrainedModelRow]:
    wanted = select(TrainedModelRow).where(TrainedModelRow.name == name)
    return wanted.order_by(TrainedModelRow.promoted_at.desc()).limit(1)

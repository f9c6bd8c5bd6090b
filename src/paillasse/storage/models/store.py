"""Trained models in PostgreSQL: a row for each promotion; in production is the latest that was not taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Mapped, load_only, mapped_column
from sqlalchemy.orm.attributes import InstrumentedAttribute

from paillasse.protocols.trained_models import KeptModel, TakenBack
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
    promoted_by: Mapped[str]
    because: Mapped[str]
    taken_back_at: Mapped[datetime | None]
    taken_back_by: Mapped[str] = mapped_column(server_default="")
    taken_back_because: Mapped[str] = mapped_column(server_default="")


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
            promoted_by=model.promoted_by,
            because=model.because,
        )
        async with self._database.transaction() as session:
            session.add(row)

    async def production(self, name: str) -> KeptModel | None:
        """The one that is in production; None where none was ever promoted."""
        async with self._database.transaction() as session:
            row = await session.scalar(_latest(name))
        return None if row is None else _model(row)

    async def version(self, name: str) -> str:
        """Its version alone, for who looks often; empty where none was ever promoted."""
        return await self._of_latest(name, TrainedModelRow.version)

    async def rows(self, name: str) -> str:
        """What it was trained on; empty where that was not kept."""
        return await self._of_latest(name, TrainedModelRow.rows)

    async def promotions(self) -> Sequence[KeptModel]:
        """Every promotion of every model, the latest first."""
        wanted = select(TrainedModelRow).order_by(TrainedModelRow.promoted_at.desc(), TrainedModelRow.name)
        async with self._database.transaction() as session:
            return [_model(row) for row in await session.scalars(wanted)]

    async def take_back(self, model: KeptModel, taken_back: TakenBack) -> bool:
        """Have it in production no more; false where somebody was faster."""
        row = TrainedModelRow
        taking = (
            update(row)
            .where(row.name == model.name, row.promoted_at == model.promoted_at, row.taken_back_at.is_(None))
            .values(taken_back_at=taken_back.at, taken_back_by=taken_back.by, taken_back_because=taken_back.because)
            .returning(row.version)
        )
        async with self._database.transaction() as session:
            return await session.scalar(taking) is not None

    async def _of_latest(self, name: str, column: InstrumentedAttribute[str]) -> str:
        async with self._database.transaction() as session:
            row = await session.scalar(_latest(name).options(load_only(column)))
        return "" if row is None else getattr(row, column.key)


def _latest(name: str) -> Select[TrainedModelRow]:
    wanted = select(TrainedModelRow).where(TrainedModelRow.name == name, TrainedModelRow.taken_back_at.is_(None))
    return wanted.order_by(TrainedModelRow.promoted_at.desc()).limit(1)


def _model(row: TrainedModelRow) -> KeptModel:
    taken_back = None
    if row.taken_back_at is not None:
        taken_back = TakenBack(row.taken_back_at, row.taken_back_by, row.taken_back_because)
    promoted = (row.promoted_at, row.promoted_by, row.because)
    return KeptModel(row.name, row.version, row.body, row.report, *promoted, taken_back)

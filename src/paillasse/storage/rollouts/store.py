"""Rollouts in PostgreSQL: what all processes that answer have counted together."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, fields
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from paillasse.errors.releases import RolloutRunning
from paillasse.history.types import Thumb
from paillasse.rollouts.assignment import arm_of, pseudonym
from paillasse.rollouts.types import Arm, End, Ending, MadeOf, Mode, Rollout, Tally, UserTally
from paillasse.storage.history.tables import ExchangeRow, FeedbackRow
from paillasse.storage.rollouts.tables import RolloutRow, TallyRow
from paillasse.storage.session import Database

_ALONE = 0x526F6C6C
"""Key of the advisory lock of who works on the candidate's index."""
_SUMS = tuple(field.name for field in fields(Tally))
_FLOATS = frozenset({"log_ms", "log_ms_squared", "cost", "same_pages"})


class PostgresRolloutStore:
    """`rollouts.protocols.RolloutStore`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, rollout: Rollout) -> None:
        """Let a rollout run, or `RolloutRunning`."""
        new = insert(RolloutRow).values(
            id=rollout.id,
            mode=rollout.mode.value,
            share=rollout.share,
            control=asdict(rollout.control),
            candidate=asdict(rollout.candidate),
            config=rollout.config,
            started_at=rollout.started_at,
            started_by=rollout.started_by,
            because=rollout.because,
            running=True,
        )
        async with self._database.transaction() as session:
            if await session.scalar(new.on_conflict_do_nothing().returning(RolloutRow.id)) is None:
                raise RolloutRunning("Another release is being tried.")

    async def running(self) -> Rollout | None:
        """The one that runs."""
        async with self._database.transaction() as session:
            row = await session.scalar(select(RolloutRow).where(RolloutRow.running.is_(True)))
            return row and _rollout(row)

    async def latest(self) -> Rollout | None:
        """The one that runs, or ran last."""
        async with self._database.transaction() as session:
            row = await session.scalar(select(RolloutRow).order_by(RolloutRow.started_at.desc()).limit(1))
            return row and _rollout(row)

    async def end(self, rollout_id: str, end: End) -> bool:
        """End a rollout; true for the one caller who did."""
        ending = (
            update(RolloutRow)
            .where(RolloutRow.id == rollout_id, RolloutRow.running.is_(True))
            .values(running=None, ended_at=end.at, ending=end.how.value, ended_because=end.because)
            .returning(RolloutRow.id)
        )
        async with self._database.transaction() as session:
            return await session.scalar(ending) is not None

    async def add(self, rollout_id: str, counted: Mapping[tuple[Arm, str], Tally]) -> None:
        """Add what was counted, in one transaction; always in the same order, so that no two wait for each other."""
        rows = [
            {"rollout_id": rollout_id, "arm": arm.value, "user": user, **asdict(tally)}
            for (arm, user), tally in sorted(counted.items())
        ]
        if not rows:
            return
        new = insert(TallyRow)
        summed = {name: getattr(TallyRow, name) + new.excluded[name] for name in _SUMS}
        async with self._database.transaction() as session:
            await session.execute(
                new.on_conflict_do_update(index_elements=["rollout_id", "arm", "user_pseudonym"], set_=summed), rows
            )

    async def totals(self, rollout_id: str) -> dict[Arm, Tally]:
        """The counts of both arms, over all users and processes."""
        summed = select(TallyRow.arm, *(func.sum(getattr(TallyRow, name)) for name in _SUMS))
        async with self._database.transaction() as session:
            rows = await session.execute(summed.where(TallyRow.rollout_id == rollout_id).group_by(TallyRow.arm))
            found = {Arm(arm): _tally(sums) for arm, *sums in rows}
        return {arm: found.get(arm, Tally()) for arm in Arm}

    async def tallies(self, rollout: Rollout) -> Sequence[UserTally]:
        """The counts by arm and user, with the feedback that was given on answers of both meanwhile."""
        wanted = select(TallyRow.arm, TallyRow.user, *(getattr(TallyRow, name) for name in _SUMS))
        async with self._database.transaction() as session:
            rows = await session.execute(wanted.where(TallyRow.rollout_id == rollout.id))
            found = {(Arm(arm), user): _tally(sums) for arm, user, *sums in rows}
        thumbs = await self._thumbs(rollout)
        return [
            UserTally(*key, found.get(key, Tally()), *thumbs.get(key, (0, 0)))
            for key in sorted(found.keys() | thumbs.keys())
        ]

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[bool]:
        """True within the block for one process at a time; given back also when the process dies."""
        async with self._database.transaction() as session:
            yield bool(await session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _ALONE}))

    async def _thumbs(self, rollout: Rollout) -> dict[tuple[Arm, str], tuple[int, int]]:
        """Answers with feedback, and those with a thumb up, by arm and user: of answers by the user's own arm alone."""
        arms = {rollout.control.label: Arm.CONTROL, rollout.candidate.label: Arm.CANDIDATE}
        until = rollout.end.at if rollout.end else datetime.max.replace(tzinfo=UTC)
        up = func.count().filter(FeedbackRow.thumb == Thumb.UP.value)
        given = (
            select(ExchangeRow.release, ExchangeRow.owner, func.count(), up)
            .join(FeedbackRow, FeedbackRow.exchange_id == ExchangeRow.id)
            .where(ExchangeRow.release.in_(arms), ExchangeRow.created_at.between(rollout.started_at, until))
            .group_by(ExchangeRow.release, ExchangeRow.owner)
        )
        async with self._database.transaction() as session:
            rows = (await session.execute(given)).all()
        return {
            (arm, pseudonym(rollout.id, owner)): (count, good)
            for label, owner, count, good in rows
            if (arm := arms[label]) is arm_of(rollout, owner)
        }


def _tally(sums: Sequence[float]) -> Tally:
    """The database sums whole numbers to decimals."""
    told = {name: float(value) if name in _FLOATS else int(value) for name, value in zip(_SUMS, sums, strict=True)}
    return Tally(**cast("dict[str, Any]", told))


def _rollout(row: RolloutRow) -> Rollout:
    return Rollout(
        id=row.id,
        mode=Mode(row.mode),
        share=row.share,
        control=MadeOf(**row.control),
        candidate=MadeOf(**row.candidate),
        config=row.config,
        started_at=row.started_at,
        started_by=row.started_by,
        because=row.because,
        end=End(row.ended_at, Ending(row.ending), row.ended_because) if row.ended_at else None,
    )

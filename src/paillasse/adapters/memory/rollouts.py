"""Rollouts that live and die with the process: for tests."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from paillasse.adapters.memory.history import MemoryHistoryStore
from paillasse.errors.releases import RolloutRunning
from paillasse.history.types import Thumb
from paillasse.rollouts.assignment import arm_of, pseudonym
from paillasse.rollouts.types import Arm, End, Rollout, Tally, UserTally


class MemoryRolloutStore:
    """`rollouts.protocols.RolloutStore` beside a `MemoryHistoryStore`."""

    def __init__(self, history: MemoryHistoryStore) -> None:
        self._history = history
        self._rollouts: list[Rollout] = []
        self._counted: dict[tuple[str, Arm, str], Tally] = {}
        self._taken = False

    async def start(self, rollout: Rollout) -> None:
        """Let a rollout run, or `RolloutRunning`."""
        if await self.running() is not None:
            raise RolloutRunning("Another release is being tried.")
        self._rollouts.append(rollout)

    async def running(self) -> Rollout | None:
        """The one that runs."""
        return next((rollout for rollout in self._rollouts if rollout.end is None), None)

    async def latest(self) -> Rollout | None:
        """The one that runs, or ran last."""
        return self._rollouts[-1] if self._rollouts else None

    async def end(self, rollout_id: str, end: End) -> bool:
        """End a rollout; true for the one caller who did."""
        running = await self.running()
        if running is None or running.id != rollout_id:
            return False
        self._rollouts[self._rollouts.index(running)] = replace(running, end=end)
        return True

    async def add(self, rollout_id: str, counted: Mapping[tuple[Arm, str], Tally]) -> None:
        """Add what was counted."""
        for (arm, user), tally in counted.items():
            key = (rollout_id, arm, user)
            self._counted[key] = self._counted.get(key, Tally()) + tally

    async def totals(self, rollout_id: str) -> dict[Arm, Tally]:
        """The counts of both arms."""
        found = dict.fromkeys(Arm, Tally())
        for (counted, arm, _), tally in self._counted.items():
            if counted == rollout_id:
                found[arm] += tally
        return found

    async def tallies(self, rollout: Rollout) -> Sequence[UserTally]:
        """The counts by arm and user, with feedback."""
        counts = {(arm, user): tally for (counted, arm, user), tally in self._counted.items() if counted == rollout.id}
        thumbs = self._thumbs(rollout)
        return [
            UserTally(*key, counts.get(key, Tally()), *thumbs.get(key, (0, 0)))
            for key in sorted(counts.keys() | thumbs.keys())
        ]

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[bool]:
        """True within the block for one at a time."""
        mine, self._taken = not self._taken, True
        try:
            yield mine
        finally:
            self._taken = self._taken and not mine

    def _thumbs(self, rollout: Rollout) -> dict[tuple[Arm, str], tuple[int, int]]:
        arms = {rollout.control.label: Arm.CONTROL, rollout.candidate.label: Arm.CANDIDATE}
        until = rollout.end.at if rollout.end else datetime.max.replace(tzinfo=UTC)
        found: dict[tuple[Arm, str], tuple[int, int]] = {}
        for exchange_id, feedback in self._history.feedback.items():
            exchange = self._history.exchanged[exchange_id]
            own = arms.get(exchange.release) is arm_of(rollout, exchange.owner)
            if own and rollout.started_at <= exchange.created_at <= until:
                key = (arms[exchange.release], pseudonym(rollout.id, exchange.owner))
                given, good = found.get(key, (0, 0))
                found[key] = (given + 1, good + (feedback.thumb is Thumb.UP))
        return found

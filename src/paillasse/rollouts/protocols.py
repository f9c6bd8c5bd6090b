"""The seam of rollouts: what every process that answers shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from paillasse.rollouts.types import Arm, End, Rollout, Tally, UserTally


class RolloutStore(Protocol):
    """Rollouts and their counts; at most one runs. Every method may raise `StorageError`."""

    async def start(self, rollout: Rollout) -> None:
        """Let a rollout run.

        Raises:
            RolloutRunning: another one does.
        """
        ...

    async def running(self) -> Rollout | None:
        """The one that runs."""
        ...

    async def latest(self) -> Rollout | None:
        """The one that runs, or ran last."""
        ...

    async def end(self, rollout_id: str, end: End) -> bool:
        """End a rollout; true for the one caller who did, false where it had ended."""
        ...

    async def add(self, rollout_id: str, counted: Mapping[tuple[Arm, str], Tally]) -> None:
        """Add what was counted, by arm and the user's pseudonym, in one transaction."""
        ...

    async def totals(self, rollout_id: str) -> dict[Arm, Tally]:
        """The counts of both arms, over all users and processes."""
        ...

    async def tallies(self, rollout: Rollout) -> Sequence[UserTally]:
        """The counts by arm and user, with the feedback that was given on answers of both meanwhile."""
        ...

    def alone(self) -> AbstractAsyncContextManager[bool]:
        """For work on the candidate's index: true within the block for one process at a time, false for the others."""
        ...

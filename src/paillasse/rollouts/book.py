"""What one process has counted and not handed in yet: no question waits for the database on this account."""

from __future__ import annotations

from paillasse.errors.storage import StorageError
from paillasse.rollouts.assignment import pseudonym
from paillasse.rollouts.protocols import RolloutStore
from paillasse.rollouts.types import Arm, Tally


class Book:
    """The counts of one rollout in one process."""

    def __init__(self, rollout_id: str) -> None:
        self._rollout_id = rollout_id
        self._counted: dict[tuple[Arm, str], Tally] = {}

    def add(self, arm: Arm, user_id: str, tally: Tally) -> None:
        """Count what a user was answered by one arm."""
        key = (arm, pseudonym(self._rollout_id, user_id))
        self._counted[key] = self._counted.get(key, Tally()) + tally

    async def hand_in(self, store: RolloutStore) -> None:
        """Add what was counted to what all processes have; what cannot be handed in now is, the next time.

        Raises:
            StorageError: the database failed.
        """
        counted, self._counted = self._counted, {}
        try:
            await store.add(self._rollout_id, counted)
        except StorageError:
            for key, tally in counted.items():
                self._counted[key] = self._counted.get(key, Tally()) + tally
            raise

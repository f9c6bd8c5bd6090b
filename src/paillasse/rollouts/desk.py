"""Rollouts begun, looked at and ended by people; every one of it is audited."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from paillasse.access.auditing import Auditor
from paillasse.access.types import Action, Actor
from paillasse.errors.releases import ReleaseRefused, RolloutNotFound, RolloutRunning
from paillasse.pipeline_config import Released
from paillasse.rollouts.evidence.comparing import Compared, compare
from paillasse.rollouts.protocols import RolloutStore
from paillasse.rollouts.types import Arm, End, Ending, MadeOf, Mode, Rollout, Tally

DEFAULT_SHARE: Mapping[Mode, float] = {Mode.SHADOW: 1.0, Mode.CANARY: 0.1, Mode.AB: 0.5}

Prepare = Callable[[Released], Awaitable[tuple[MadeOf, MadeOf]]]
"""Completes the index of a release beside the one that answers, and tells what both are made of: `rolling.prepare`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a release is to be tried."""

    mode: Mode
    by: str
    """Name of the person, or of the command line."""
    because: str = ""
    share: float | None = None
    """Of the users; None for that of `DEFAULT_SHARE`."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A rollout, and what its counts say until now."""

    rollout: Rollout
    counts: Mapping[Arm, Tally]
    users: Mapping[Arm, int]
    compared: Sequence[Compared]


class RolloutDesk:
    """Has a release tried beside the one in production."""

    def __init__(
        self,
        store: RolloutStore,
        auditor: Auditor,
        prepare: Prepare,
        look: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`look`: has this process take part at once, as the others will in a moment."""
        self._store = store
        self._auditor = auditor
        self._prepare = prepare
        self._look = look
        self._clock = clock

    async def start(self, released: Released, wanted: Wanted, actor: Actor) -> Rollout:
        """Try a release beside the one in production, which goes on answering all others.

        Raises:
            PaillasseError: its index cannot be completed; nothing has changed.
            ReleaseRefused: it is the one in production, or nobody would be left to compare with.
            RolloutRunning: another one is tried.
        """
        share = DEFAULT_SHARE[wanted.mode] if wanted.share is None else wanted.share
        if wanted.mode is not Mode.SHADOW and share >= 1:
            raise ReleaseRefused(
                "With all users on it there is nobody to compare with.", hint="Choose a share below 1, or promote it."
            )
        if await self._store.running() is not None:
            raise RolloutRunning("Another release is being tried.")
        control, candidate = await self._prepare(released)
        if control == candidate:
            raise ReleaseRefused(f"Release {released.release} is in production.", hint="Choose another one to try.")
        rollout = Rollout(
            id=uuid.uuid4().hex,
            mode=wanted.mode,
            share=share,
            control=control,
            candidate=candidate,
            config=released.config.whole,
            started_at=self._clock(),
            started_by=wanted.by,
            because=wanted.because,
        )
        await self._store.start(rollout)
        await self._auditor.note(actor, Action.ROLLOUT_START, rollout.id, f"{wanted.mode}_{candidate.release}")
        await self._look()
        return rollout

    async def stop(self, because: str, actor: Actor) -> Rollout:
        """Have the release in production answer everybody again.

        Raises:
            RolloutNotFound: no release is tried.
        """
        running = await self._store.running()
        end = End(self._clock(), Ending.STOPPED, because)
        if running is None or not await self._store.end(running.id, end):
            raise RolloutNotFound("No release is tried beside the one in production.")
        await self._auditor.note(actor, Action.ROLLOUT_END, running.id)
        await self._look()
        return replace(running, end=end)

    async def standing(self) -> Standing | None:
        """The rollout that runs, or ran last; None where there never was one."""
        rollout = await self._store.latest()
        if rollout is None:
            return None
        users = await self._store.tallies(rollout)
        counts = await self._store.totals(rollout.id)
        many = {arm: sum(user.arm is arm and user.tally.questions > 0 for user in users) for arm in Arm}
        return Standing(rollout, counts, many, compare(users))

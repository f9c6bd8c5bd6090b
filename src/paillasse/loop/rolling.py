"""This process's part in the rollout that runs: its candidate open beside what answers, its counts handed in.

Every process that answers looks at the database every few seconds. So it takes no more than one pod, and works on many:
each joins by itself, all see the same counts, and whichever sees first that a canary does worse ends it for everybody.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

from paillasse.access.auditing import Auditor
from paillasse.access.types import Action, Actor
from paillasse.asking.trial.arms import Arms
from paillasse.asking.trial.trial import Trial
from paillasse.composition.bootstrap import Services
from paillasse.errors.releases import RunIncomplete
from paillasse.errors.root import PaillasseError
from paillasse.generations.live import Lease, LiveServices
from paillasse.generations.rebuilding import build
from paillasse.monitoring.rollouts import RolloutFigures
from paillasse.pipeline_config import PipelineConfig, Released
from paillasse.protocols.progress import Progress
from paillasse.rollouts.evidence.guarding import breach
from paillasse.rollouts.protocols import RolloutStore
from paillasse.rollouts.types import Arm, End, Ending, MadeOf, Mode, Rollout

_LOOK_SECONDS, _AGAIN_SECONDS = 2.0, 10.0
"""Between two looks, and after one that failed."""
_BY_ITSELF = Actor("rollout", "")
"""Whom the audit log names for a rollback that nobody asked for."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Part:
    """What this process has to do with a rollout."""

    trial: Trial
    lease: Lease
    complete_at: str = ""
    """Fingerprint of the documents that the candidate's index was seen to hold."""
    completing: asyncio.Task[None] | None = None


class RollingOut:
    """Takes part in the rollout that runs."""

    def __init__(
        self, live: LiveServices, arms: Arms, store: RolloutStore, auditor: Auditor, figures: RolloutFigures
    ) -> None:
        self._live = live
        self._arms = arms
        self._store = store
        self._auditor = auditor
        self._figures = figures
        self._part: _Part | None = None
        self._looking = asyncio.Lock()

    async def follow(self) -> NoReturn:
        """Look every few seconds, until cancelled; then what was counted is handed in."""
        try:
            while True:
                seconds = _LOOK_SECONDS
                try:
                    await self.look()
                except PaillasseError as error:
                    seconds = _AGAIN_SECONDS
                    _log.warning("The rollout cannot be followed now; it is tried again: %s", error)
                await asyncio.sleep(seconds)
        finally:
            await self._leave()

    async def look(self) -> None:
        """Join the rollout that runs or leave the one that has ended, hand in what was counted, and judge.

        Raises:
            PaillasseError: the database failed, or the candidate cannot be opened here: what is in production answers.
        """
        async with self._looking:
            rollout = await self._store.running()
            if rollout is not None and await self._is_superseded(rollout):
                rollout = None
            part = self._part
            if part is not None and (rollout is None or rollout.id != part.trial.rollout.id):
                await self._leave()
                part = None
            if rollout is None:
                return
            part = part or await self._join(rollout)
            await part.trial.book.hand_in(self._store)
            if rollout.mode is Mode.CANARY and await self._is_taken_back(rollout):
                await self._leave()
            else:
                await self._keep_complete(part)

    async def _join(self, rollout: Rollout) -> _Part:
        config = PipelineConfig.parse(rollout.config, f"Release {rollout.candidate.release}")
        lease = await self._live.open_beside(Released(release=rollout.candidate.release, config=config))
        self._part = _Part(self._arms.begin(rollout, lease, self._figures), lease)
        self._figures.now(rollout.mode.value, rollout.share)
        _log.info("Release %s is tried: %s.", rollout.candidate.release, rollout.mode.value)
        return self._part

    async def _leave(self) -> None:
        """Ask the candidate nothing new; it is closed when the last question that it answers has ended."""
        part, self._part = self._part, None
        if part is None:
            return
        self._arms.trial = None
        self._figures.now("", 0.0)
        if part.completing is not None:
            part.completing.cancel()
            await asyncio.wait({part.completing})
        await part.trial.shadows.end()
        await part.lease.end()
        try:
            await part.trial.book.hand_in(self._store)
        except PaillasseError as error:
            _log.warning("The last counts of a rollout are lost: %s", error)
        _log.info("Release %s is not tried any more.", part.trial.rollout.candidate.release)

    async def _is_superseded(self, rollout: Rollout) -> bool:
        """Whether another release than it began beside is in production: then it ends."""
        async with self._live.use() as services:
            generation, told = await services.generations.live(), await services.generations.release()
        version = Released.parse(told).release if told else ""
        control = rollout.control
        if version == control.release and generation in {"", control.generation}:
            return False
        because = f"release {version or 'none'} over index {generation} is in production now"
        await self._store.end(rollout.id, End(datetime.now(UTC), Ending.SUPERSEDED, because))
        return True

    async def _is_taken_back(self, rollout: Rollout) -> bool:
        counts = await self._store.totals(rollout.id)
        found = breach(counts[Arm.CONTROL], counts[Arm.CANDIDATE])
        if found is None:
            return False
        reason, said = found
        if await self._store.end(rollout.id, End(datetime.now(UTC), Ending.ROLLED_BACK, said)):
            self._figures.rolled_back(reason.value)
            _log.warning("Release %s was taken back: %s.", rollout.candidate.release, said)
            await self._auditor.note(_BY_ITSELF, Action.ROLLOUT_END, rollout.id, f"rolled_back_{reason.value}")
        return True

    async def _keep_complete(self, part: _Part) -> None:
        """Have the candidate's index get the manuals that came in since it was built: where jobs are worked on."""
        async with self._live.use() as now:
            if part.lease.services.generation == now.generation or not now.settings.worker:
                return
        if part.completing is None or part.completing.done():
            part.completing = asyncio.create_task(self._complete(part))

    async def _complete(self, part: _Part) -> None:
        async with part.lease.use() as services:
            try:
                fingerprint = await services.documents.fingerprint(None)
                if fingerprint == part.complete_at:
                    return
                async with self._store.alone() as mine:
                    if mine and await _complete(services):
                        part.complete_at = fingerprint
            except PaillasseError as error:
                _log.warning("The index of the release that is tried lacks manuals; it is tried again: %s", error)


async def prepare(live: LiveServices, progress: Progress, released: Released) -> tuple[MadeOf, MadeOf]:
    """Complete the index of a release beside the one that answers.

    Args:
        live: what answers.
        progress: counts documents that are read.
        released: the release.

    Returns:
        What answers now, and what the release is made of.

    Raises:
        PaillasseError: what `startup.open_services` and `rebuilding.build` raise.
        RunIncomplete: a manual cannot be read with its configuration.
    """
    lease = await live.open_beside(released)
    try:
        _, failed = await build(lease.services, progress)
        if failed:
            names = ", ".join(verdict.path for verdict in failed)
            raise RunIncomplete(f"Its index is not complete, not read: {names}.", hint=failed[0].hint)
        async with live.use() as now:
            return _made_of(now), _made_of(lease.services)
    finally:
        await lease.end()


def unwatched(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


def _made_of(services: Services) -> MadeOf:
    return MadeOf(services.production, services.config.hash, services.generation)


async def _complete(services: Services) -> bool:
    """Read what an index lacks; false while something is missing."""
    if all(document.generation == services.generation for document in await services.documents.catalogue()):
        return True
    _, failed = await build(services, unwatched)
    for verdict in failed:
        _log.warning("%s is not in the index of the release that is tried: %s", verdict.path, verdict.message)
    return not failed

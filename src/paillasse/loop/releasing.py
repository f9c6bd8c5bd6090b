"""Settings → ReleaseDesk: where releases are joined with what keeps them and what they answer by."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from paillasse.access.auditing import Auditor
from paillasse.adapters.tracking.opening import open_tracker
from paillasse.composition.accounts import join_access
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_beside, open_home
from paillasse.errors.releases import RunIncomplete
from paillasse.errors.storage import GenerationInUse
from paillasse.generations.live import LiveServices
from paillasse.generations.rebuilding import Rebuilt, drop, rebuild
from paillasse.loop.experimenting import reviewed_cases
from paillasse.loop.rolling import prepare
from paillasse.pipeline_config import Released
from paillasse.protocols.progress import Progress
from paillasse.releases.desk import ReleaseDesk, Switch
from paillasse.releases.gate_policy import GatePolicy
from paillasse.releases.shelf import ReleaseShelf
from paillasse.rollouts.desk import RolloutDesk
from paillasse.rollouts.types import MadeOf
from paillasse.settings import Settings
from paillasse.storage.rollouts.store import PostgresRolloutStore
from paillasse.storage.session import Database
from paillasse.types.golden_case import GoldenCase

_GATES = Path(__file__).parents[1] / "data" / "gates.yaml"


@asynccontextmanager
async def open_shelf(settings: Settings) -> AsyncGenerator[ReleaseShelf]:
    """Releases to look at, without opening the home; raises what `open_tracker` raises."""
    tracker = await asyncio.to_thread(open_tracker, settings)
    yield ReleaseShelf(tracker, tracker)


@asynccontextmanager
async def open_releases(
    settings: Settings, progress: Progress, gates: Path | None = None
) -> AsyncGenerator[ReleaseDesk]:
    """Open the home for releases: a promotion builds what is missing of an index, and servers that share it follow.

    Args:
        settings: of the home.
        progress: counts documents that are read meanwhile.
        gates: YAML file; None for those of the home, or those that ship.

    Raises:
        HomeInUse: another process holds it.
        InvalidConfiguration: MLflow is not installed; the gates are none; there is no good secret to sign tokens with.
        StorageError: the database cannot be opened.
        TrackerUnreachable, TrackerRejected: MLflow cannot be worked with.
    """
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(open_home(settings))
        database = await Database.open(url)
        stack.push_async_callback(database.close)
        switch = partial(_switch, settings, url, progress)
        yield await open_desk(settings, database, join_access(database, settings).auditor, switch, gates)


@dataclass(frozen=True, slots=True)
class Rollouts:
    """What it takes to try a release."""

    desk: RolloutDesk
    releases: Callable[[], Awaitable[ReleaseDesk]]
    """Opens the desk of releases, which takes seconds."""


@asynccontextmanager
async def open_rollouts(settings: Settings, progress: Progress) -> AsyncGenerator[Rollouts]:
    """Open the home to try a release: servers that share it, or are started on it, take part.

    Raises:
        HomeInUse: another process holds it.
        InvalidConfiguration: there is no good secret to sign tokens with.
        StorageError: the database cannot be opened.
    """
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(open_home(settings))
        database = await Database.open(url)
        stack.push_async_callback(database.close)
        auditor = join_access(database, settings).auditor

        async def prepared(released: Released) -> tuple[MadeOf, MadeOf]:
            async with LiveServices.over(settings, url) as live:
                return await prepare(live, progress, released)

        async def look() -> None:
            """This process answers nobody."""

        switch = partial(_switch, settings, url, progress)
        desk = RolloutDesk(PostgresRolloutStore(database), auditor, prepared, look)
        yield Rollouts(desk, partial(open_desk, settings, database, auditor, switch))


async def open_desk(
    settings: Settings, database: Database, auditor: Auditor, switch: Switch, gates: Path | None = None
) -> ReleaseDesk:
    """The same over what is open already; MLflow is imported here first, which takes seconds."""
    own = settings.gates_path
    policy = await asyncio.to_thread(GatePolicy.load, gates or (own if own.exists() else _GATES))
    tracker = await asyncio.to_thread(open_tracker, settings)

    async def reviewed() -> list[GoldenCase]:
        return [kept.case for kept in await reviewed_cases(database)]

    return ReleaseDesk(ReleaseShelf(tracker, tracker), policy, auditor, switch, reviewed)


async def drop_generation(services: Services, name: str) -> None:
    """Remove an index generation that nobody is answered from.

    Raises:
        GenerationInUse: a release that is tried beside the one in production answers from it; or as `rebuilding.drop`.
        GenerationNotFound, StorageError: as `rebuilding.drop`.
    """
    running = await PostgresRolloutStore(services.database).running() if services.database else None
    if running is not None and running.candidate.generation == name:
        raise GenerationInUse(
            f"Release {running.candidate.release}, which is tried on users, answers from the index generation {name}.",
            hint="`paillasse release rollout stop` ends the trial.",
        )
    await drop(services, name)


def checked(rebuilt: Rebuilt) -> None:
    """Make sure that a switch was made.

    Raises:
        RunIncomplete: documents could not be read; what answered still does.
    """
    if not rebuilt.live:
        names = ", ".join(verdict.path for verdict in rebuilt.failed)
        raise RunIncomplete(f"Its index is not complete, not read: {names}.", hint=rebuilt.failed[0].hint)


async def _switch(settings: Settings, url: str, progress: Progress, released: Released) -> None:
    async with AsyncExitStack() as stack:
        services = await open_beside(stack, settings, released.config, url)
        checked(await rebuild(services, progress, released))

"""Releases promoted through their gates, and rolled back."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from paillasse.access.auditing import DONE, Auditor
from paillasse.access.types import Action, Actor
from paillasse.errors.releases import ReleaseNotFound, ReleaseRefused
from paillasse.experiments import runs as kept_runs
from paillasse.experiments.identity import dataset_hash
from paillasse.pipeline_config import Released
from paillasse.protocols.tracking import Run
from paillasse.releases.gate_policy import GatePolicy
from paillasse.releases.judging import Measured, Production, Verdict, judge
from paillasse.releases.shelf import EXPERIMENT, MODEL, ReleaseShelf
from paillasse.releases.types import Alias, Promotion, Release
from paillasse.types.golden_case import GoldenCase

_VERDICT, _FOLDER = "gate.json", "release-{}"

Switch = Callable[[Released], Awaitable[object]]
"""Has a release answer from now on: `live.LiveServices.switch`, or the same without a server."""
Reviewed = Callable[[], Awaitable[Sequence[GoldenCase]]]
"""The golden cases that came of feedback until now."""


class ReleaseDesk:
    """Decides which release answers."""

    def __init__(
        self, shelf: ReleaseShelf, policy: GatePolicy, auditor: Auditor, switch: Switch, reviewed: Reviewed
    ) -> None:
        self.shelf = shelf
        self._policy = policy
        self._auditor = auditor
        self._switch = switch
        self._reviewed = reviewed

    async def judge(self, release: Release) -> Verdict:
        """Hold a release against the gates and keep what they say with its run."""
        candidate = await self.shelf.measured(release)
        reviewed = dataset_hash(await self._reviewed())
        in_production = next((r for r in await self.shelf.list() if Alias.PRODUCTION in r.aliases), None)
        production = None
        if in_production is not None and in_production.version != release.version:
            production = Production(in_production.version, await self._beside(candidate.run, in_production))
        verdict = judge(candidate, production, reviewed, self._policy)
        with tempfile.TemporaryDirectory(prefix="paillasse-") as place:
            file = Path(place) / _VERDICT
            await asyncio.to_thread(file.write_text, verdict.model_dump_json(indent=2), "utf-8")
            await self.shelf.tracker.keep(release.run_id, file, _FOLDER.format(release.version))
        told = {"gate": "passed" if verdict.passed else "failed", "gate.at": _now()}
        await self.shelf.registry.describe(MODEL, release.version, told)
        return verdict

    async def last_verdict(self, release: Release) -> Verdict | None:
        """What the gates said of a release last; None where it was never held against them."""
        if "gate" not in release.tags:
            return None
        kept = await self.shelf.tracker.fetch(release.run_id, f"{_FOLDER.format(release.version)}/{_VERDICT}")
        return Verdict.model_validate_json(kept)

    async def promote(self, release: Release, wanted: Promotion, actor: Actor) -> Release:
        """Point an alias to a release that passes its gates; as `production` it answers from now on.

        Raises:
            ReleaseRefused: it does not pass, and nobody takes the blame.
            PaillasseError: what the switch raises; what answered still does.
        """
        told = await self._gated(release, wanted.override, actor, Action.RELEASE_PROMOTE)
        outcome = "overridden" if told else DONE
        return await self._point(release, wanted, told, actor, Action.RELEASE_PROMOTE, outcome)

    async def admit(self, release: Release, override: str, actor: Actor) -> Released:
        """How a release answers that is to be shown to some users: it passes its gates as one that is promoted.

        Raises:
            ReleaseRefused: it does not pass, and nobody takes the blame.
        """
        if told := await self._gated(release, override, actor, Action.ROLLOUT_START):
            await self.shelf.registry.describe(MODEL, release.version, told)
        return await self.released(release)

    async def released(self, release: Release) -> Released:
        """How a release answers."""
        run = await self.shelf.tracker.run(release.run_id)
        return Released(release=str(release.version), config=await kept_runs.config_of(self.shelf.tracker, run))

    async def rollback(self, by: str, because: str, actor: Actor) -> Release:
        """Have the release answer that was in production before; it passed its gates then.

        Raises:
            ReleaseNotFound: nothing is in production, or it was the first.
            PaillasseError: what the switch raises; what answered still does.
        """
        now = next((release for release in await self.shelf.list() if Alias.PRODUCTION in release.aliases), None)
        if now is None:
            raise ReleaseNotFound("No release is in production.")
        before = now.tags.get("production.before", "")
        if not before:
            raise ReleaseNotFound(f"Before release {now.version} none was in production.")
        former = await self.shelf.find(before)
        wanted = Promotion(Alias.PRODUCTION, by, because)
        return await self._point(former, wanted, {}, actor, Action.RELEASE_ROLLBACK, DONE)

    async def _gated(self, release: Release, override: str, actor: Actor, action: Action) -> dict[str, str]:
        """Nothing where it passes; what is to be said of it where somebody takes the blame."""
        verdict = await self.judge(release)
        if verdict.passed:
            return {}
        if not override:
            await self._auditor.note(actor, action, f"{MODEL}/{release.version}", ReleaseRefused.code)
            raise ReleaseRefused("\n".join([f"Release {release.version} does not pass its gates.", *verdict.failures]))
        return {"gate.overridden": override}

    async def _point(
        self, release: Release, wanted: Promotion, told: dict[str, str], actor: Actor, action: Action, outcome: str
    ) -> Release:
        alias, registry = wanted.alias, self.shelf.registry
        told |= {f"{alias}.by": wanted.by, f"{alias}.at": _now(), f"{alias}.because": wanted.because}
        if alias is Alias.PRODUCTION:
            former = next((r.version for r in await self.shelf.list() if alias in r.aliases), release.version)
            if former != release.version and action is Action.RELEASE_PROMOTE:
                told["production.before"] = str(former)
            await self._switch(await self.released(release))
        await registry.describe(MODEL, release.version, told)
        await registry.point(MODEL, alias, release.version)
        await self._auditor.note(actor, action, f"{MODEL}/{release.version}", outcome)
        return await self.shelf.find(str(release.version))

    async def _beside(self, run: Run, release: Release) -> Measured | None:
        """How a release does on the questions and manuals of this run, with the code of whichever is the latest."""
        for other in await self.shelf.tracker.runs(EXPERIMENT):
            same = all(other.tags.get(name) == run.tags.get(name) for name in ("dataset", "documents"))
            if other.finished and same and other.tags.get("config") == release.config:
                return await self.shelf.measured_run(other)
        return None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")

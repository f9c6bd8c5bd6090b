"""Versions of golden sets: what was asked, kept whole under a name and a number, and what changed from one to the next.

They are kept by the tracker, beside the runs that name them: a version is a run of the experiment `datasets`.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from paillasse.errors.releases import DatasetNotFound
from paillasse.experiments.datasets.writing import changes, written
from paillasse.experiments.identity import dataset_hash
from paillasse.protocols.tracking import Run, Tracker
from paillasse.types.golden_case import GoldenCase

EXPERIMENT = "datasets"
REVIEWED = "reviewed"
"""The golden cases that came of feedback."""
_FILE = "cases.jsonl"
_SHOWN = 5000
"""Characters of a parameter, of which a tracker takes 6,000."""


@dataclass(frozen=True, slots=True)
class DatasetVersion:
    """A golden set as it was."""

    name: str
    number: int
    """From 1."""
    hash: str
    """Of the cases, whatever their order: as runs name it."""
    cases: int
    added: tuple[str, ...]
    """Ids of cases that the version before did not have."""
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    by: str
    note: str
    at: datetime
    run_id: str

    @classmethod
    def of(cls, run: Run) -> DatasetVersion:
        """As the tracker keeps it."""
        told = run.parameters
        ids = {kind: tuple(filter(None, told.get(kind, "").split("\n"))) for kind in ("added", "changed", "removed")}
        return cls(
            name=told["name"],
            number=int(told["version"]),
            hash=told["hash"],
            cases=int(told["cases"]),
            **ids,
            by=told.get("by", ""),
            note=told.get("note", ""),
            at=run.started_at,
            run_id=run.id,
        )


class DatasetShelf:
    """Every version of every golden set."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker

    async def versions(self, name: str = "") -> list[DatasetVersion]:
        """Of one golden set, or of all of them; the newest first. Raises what `Tracker` does."""
        runs = [run for run in await self._tracker.runs(EXPERIMENT) if run.finished]
        found = [DatasetVersion.of(run) for run in runs]
        return sorted((v for v in found if name in ("", v.name)), key=lambda v: (v.at, v.number), reverse=True)

    async def find(self, name: str, number: int = 0) -> DatasetVersion:
        """One version; the newest where no number is given.

        Raises:
            DatasetNotFound: there is none.
        """
        for version in await self.versions(name):
            if number in (0, version.number):
                return version
        raise DatasetNotFound(f"There is no version {number or ''} of {name!r}.".replace("  ", " "))

    async def text(self, version: DatasetVersion) -> str:
        """Its cases, as a golden set."""
        return (await self._tracker.fetch(version.run_id, _FILE)).decode()

    async def keep(self, name: str, cases: Sequence[GoldenCase], by: str, note: str = "") -> DatasetVersion:
        """The version that holds these cases and no others: a new one where there is none yet."""
        versions = await self.versions(name)
        digest = dataset_hash(cases)
        if same := next((version for version in versions if version.hash == digest), None):
            return same
        before = await self.text(versions[0]) if versions else ""
        told = {
            "name": name,
            "version": str(max((version.number for version in versions), default=0) + 1),
            "hash": digest,
            "cases": str(len(cases)),
            **{kind: "\n".join(ids)[:_SHOWN] for kind, ids in changes(before, cases).items()},
            "by": by,
            "note": note[:_SHOWN],
        }
        run_id = await self._tracker.begin(EXPERIMENT, f"{name} {told['version']}", told, {"dataset": digest})
        with tempfile.TemporaryDirectory(prefix="paillasse-") as place:
            file = Path(place) / _FILE
            await asyncio.to_thread(file.write_text, written(cases), "utf-8")
            await self._tracker.keep(run_id, file)
        await self._tracker.finish(run_id)
        return DatasetVersion.of(await self._tracker.run(run_id))


def changelog(versions: Sequence[DatasetVersion]) -> str:
    """What changed from version to version, as Markdown; the newest first."""
    lines = [f"# Changes of {versions[0].name}", ""]
    for version in versions:
        lines += [f"## {version.number} · {version.at:%Y-%m-%d} · {version.hash}", ""]
        lines += [f"{version.note}", ""] if version.note else []
        lines.append(f"{version.cases} cases" + (f", kept by {version.by}." if version.by else "."))
        told = {"Added": version.added, "Changed": version.changed, "Removed": version.removed}
        lines += ["", *(f"- {kind}: {', '.join(ids)}" for kind, ids in told.items() if ids), ""]
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip() + "\n"

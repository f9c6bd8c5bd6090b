"""Runs and models that live and die with the process: for tests and demonstrations."""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from paillasse.errors.releases import ReleaseNotFound, RunNotFound
from paillasse.protocols.tracking import ModelVersion, Run


class MemoryTracker:
    """`protocols.tracking.Tracker` and `ModelRegistry` in dictionaries."""

    def __init__(self) -> None:
        self._runs: dict[str, Run] = {}
        self._experiments: dict[str, list[str]] = defaultdict(list)
        self._files: dict[str, dict[str, bytes]] = defaultdict(dict)
        self._versions: dict[str, list[ModelVersion]] = defaultdict(list)
        self._aliases: dict[str, dict[str, int]] = defaultdict(dict)
        self._prompts: dict[str, list[str]] = defaultdict(list)
        self._numbers = itertools.count(1)

    async def begin(self, experiment: str, name: str, parameters: Mapping[str, str], tags: Mapping[str, str]) -> str:
        """Begin a run; its id."""
        run_id = f"run-{next(self._numbers)}"
        self._runs[run_id] = Run(run_id, name, datetime.now(UTC), False, dict(parameters), {}, dict(tags))
        self._experiments[experiment].insert(0, run_id)
        return run_id

    async def runs(self, experiment: str) -> list[Run]:
        """Every run of an experiment, the latest first."""
        return [self._runs[run_id] for run_id in self._experiments.get(experiment, [])]

    async def run(self, run_id: str) -> Run:
        """One run, or `RunNotFound`."""
        if run_id not in self._runs:
            raise RunNotFound(f"There is no run {run_id}.")
        return self._runs[run_id]

    async def log(self, run_id: str, metrics: Mapping[str, float]) -> None:
        """Add figures."""
        run = await self.run(run_id)
        self._runs[run_id] = replace(run, metrics={**run.metrics, **metrics})

    async def tag(self, run_id: str, tags: Mapping[str, str]) -> None:
        """Add or replace tags."""
        run = await self.run(run_id)
        self._runs[run_id] = replace(run, tags={**run.tags, **tags})

    async def keep(self, run_id: str, path: Path, folder: str = "") -> None:
        """Keep a file or all that is in a directory."""
        await self.run(run_id)
        self._files[run_id] |= await asyncio.to_thread(_contents, path, Path(folder))

    async def keep_table(self, run_id: str, name: str, columns: Mapping[str, Sequence[object]]) -> None:
        """Keep a table, instead of the one of this name."""
        await self.run(run_id)
        lines = list(zip(*columns.values(), strict=True))
        self._files[run_id][name] = json.dumps({"columns": list(columns), "data": lines}).encode()

    async def fetch(self, run_id: str, name: str) -> bytes:
        """A file kept with a run, or `RunNotFound`."""
        await self.run(run_id)
        if name not in self._files[run_id]:
            raise RunNotFound(f"The run {run_id} has no {name}.")
        return self._files[run_id][name]

    async def finish(self, run_id: str) -> None:
        """Nothing more comes."""
        self._runs[run_id] = replace(await self.run(run_id), finished=True)

    async def pack(self, config: Path, folder: Path) -> None:
        """Nothing loads it: the configuration alone."""

        def copied() -> None:
            folder.mkdir()
            shutil.copy(config, folder)

        await asyncio.to_thread(copied)

    async def register(self, model: str, run_id: str, folder: str, tags: Mapping[str, str]) -> ModelVersion:
        """A new version; where its files lie, the run knows."""
        del folder
        version = ModelVersion(model, len(self._versions[model]) + 1, run_id, datetime.now(UTC), (), dict(tags))
        self._versions[model].append(version)
        return version

    async def versions(self, model: str) -> list[ModelVersion]:
        """Every version, the newest first."""
        pointing = self._aliases[model]
        return [
            replace(version, aliases=tuple(sorted(a for a, number in pointing.items() if number == version.number)))
            for version in reversed(self._versions[model])
        ]

    async def describe(self, model: str, number: int, tags: Mapping[str, str]) -> None:
        """Add or replace tags."""
        version = self._version(model, number)
        self._versions[model][number - 1] = replace(version, tags={**version.tags, **tags})

    async def point(self, model: str, alias: str, number: int) -> None:
        """Let an alias point to this version."""
        self._aliases[model][alias] = self._version(model, number).number

    async def keep_prompt(self, name: str, text: str, tags: Mapping[str, str]) -> int:
        """Keep a text as a new version, unless the latest is the same; its number."""
        del tags
        if self._prompts[name][-1:] != [text]:
            self._prompts[name].append(text)
        return len(self._prompts[name])

    def _version(self, model: str, number: int) -> ModelVersion:
        if not 1 <= number <= len(self._versions[model]):
            raise ReleaseNotFound(f"There is no version {number} of {model}.")
        return self._versions[model][number - 1]


def _contents(path: Path, folder: Path) -> dict[str, bytes]:
    if path.is_file():
        return {str(folder / path.name): path.read_bytes()}
    files = (file for file in path.rglob("*") if file.is_file())
    return {str(folder / file.relative_to(path)): file.read_bytes() for file in files}

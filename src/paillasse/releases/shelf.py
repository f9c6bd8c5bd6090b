"""Releases as they stand in the registry: made of finished runs, and found again."""

from __future__ import annotations

import asyncio
import string
import tempfile
from pathlib import Path

from paillasse.answering.generation import instructions
from paillasse.answering.prompts import ALL, Prompt
from paillasse.errors.releases import ReleaseNotFound
from paillasse.experiments import runs
from paillasse.protocols.tracking import ModelRegistry, Run, Tracker
from paillasse.releases.judging import Measured
from paillasse.releases.types import Release

MODEL = "paillasse"
"""Name of the registered model."""
EXPERIMENT = "paillasse"
"""Runs of what is in production are looked for under this name."""
_FOLDER = "model"


class ReleaseShelf:
    """Every release, with what it was measured by."""

    def __init__(self, tracker: Tracker, registry: ModelRegistry) -> None:
        self.tracker = tracker
        self.registry = registry

    async def list(self) -> list[Release]:
        """Every release, the newest first."""
        return [Release.of(version) for version in await self.registry.versions(MODEL)]

    async def find(self, which: str) -> Release:
        """A release by version, alias or name; of several of one name the newest.

        Raises:
            ReleaseNotFound: there is none.
        """
        for release in await self.list():
            if which and which in (str(release.version), release.name, *release.aliases):
                return release
        raise ReleaseNotFound(f"There is no release {str(which)!r}.")

    async def measured(self, release: Release) -> Measured:
        """The run that a release was made of; raises what `Tracker` does."""
        return await self.measured_run(await self.tracker.run(release.run_id))

    async def measured_run(self, run: Run) -> Measured:
        """A run with what was kept of it; raises what `Tracker` does."""
        return Measured(run, await runs.report_of(self.tracker, run), await runs.rows_of(self.tracker, run))

    async def create(self, run: Run, name: str, by: str) -> Release:
        """Register the configuration of a finished run, with its prompts, as a model that the registry's tools load."""
        config = await self.tracker.fetch(run.id, runs.CONFIG)
        with tempfile.TemporaryDirectory(prefix="paillasse-") as place:
            file, folder = Path(place) / runs.CONFIG, Path(place) / _FOLDER
            await asyncio.to_thread(file.write_bytes, config)
            await self.registry.pack(file, folder)
            await self.tracker.keep(run.id, folder, _FOLDER)
        told = {
            "name": name,
            "config": run.tags["config"],
            "generation": run.tags["generation"],
            "code": run.parameters.get("code.version", ""),
            "prompts": " ".join([await self._keep_prompt(prompt) for prompt in (*ALL, *instructions.ALL)]),
            "created.by": by,
        }
        return Release.of(await self.registry.register(MODEL, run.id, _FOLDER, told))

    async def _keep_prompt(self, prompt: Prompt) -> str:
        """Every language of a prompt as a text of its own; what they are called in the registry."""
        kept: list[str] = []
        for language, text in prompt.texts.items():
            name = f"{MODEL}.{prompt.name}.{language}"
            number = await self.registry.keep_prompt(name, in_double_braces(text), {"prompt": prompt.reference})
            kept.append(f"{name}@{number}")
        return " ".join(kept)


def in_double_braces(text: str) -> str:
    """A `str.format` template with its fields in double braces, and braces that were escaped as they are meant."""
    parts = string.Formatter().parse(text)
    return "".join(literal + (f"{{{{{field}}}}}" if field is not None else "") for literal, field, _, _ in parts)

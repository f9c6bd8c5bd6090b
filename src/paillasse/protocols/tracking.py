"""The seams of experiments and releases: what remembers runs, and what keeps versions of models under names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Run:
    """One thing that was tried, and what came of it."""

    id: str
    name: str
    started_at: datetime
    finished: bool
    """False while it is at work, and for ever where it was broken off."""
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    metrics: Mapping[str, float] = field(default_factory=dict[str, float])
    tags: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class ModelVersion:
    """One version of a model, as it was registered."""

    model: str
    number: int
    """From 1."""
    run_id: str
    """The run that it came of."""
    created_at: datetime
    aliases: tuple[str, ...] = ()
    """Names that point to it, in alphabetical order: `production`, `staging`."""
    tags: Mapping[str, str] = field(default_factory=dict[str, str])


class Tracker(Protocol):
    """Remembers runs by experiment. Every method may raise `TrackerUnreachable` and `TrackerRejected`.

    Names of metrics hold letters, digits, `_`, `-`, `.`, `:`, `/` and spaces; values of parameters at most 6,000
    characters.
    """

    async def begin(self, experiment: str, name: str, parameters: Mapping[str, str], tags: Mapping[str, str]) -> str:
        """Begin a run in an experiment, which is made if it is not there; the run's id."""
        ...

    async def runs(self, experiment: str) -> list[Run]:
        """Every run of an experiment, the latest first; none where there is no such experiment."""
        ...

    async def run(self, run_id: str) -> Run:
        """One run.

        Raises:
            RunNotFound: there is none of this id.
        """
        ...

    async def log(self, run_id: str, metrics: Mapping[str, float]) -> None:
        """Add figures to a run."""
        ...

    async def tag(self, run_id: str, tags: Mapping[str, str]) -> None:
        """Add or replace what is said of a run."""
        ...

    async def keep(self, run_id: str, path: Path, folder: str = "") -> None:
        """Keep a file, or all that is in a directory, with a run; in that folder of its artefacts."""
        ...

    async def keep_table(self, run_id: str, name: str, columns: Mapping[str, Sequence[object]]) -> None:
        """Keep columns of one length as a table, shown as such; instead of the one of this name that may be there.

        It is kept as JSON: `columns` has the names, `data` the lines; cells are texts, numbers, booleans or null.
        """
        ...

    async def fetch(self, run_id: str, name: str) -> bytes:
        """A file kept with a run, by its path among the artefacts.

        Raises:
            RunNotFound: there is no such run, or it has no such file.
        """
        ...

    async def finish(self, run_id: str) -> None:
        """Nothing more comes."""
        ...


class ModelRegistry(Protocol):
    """Keeps versions of models under names, and aliases that point to one of them. Raises as `Tracker` does."""

    async def pack(self, config: Path, folder: Path) -> None:
        """Write the pipeline of a configuration (JSON) into a new folder, as the registry's tools load it."""
        ...

    async def register(self, model: str, run_id: str, folder: str, tags: Mapping[str, str]) -> ModelVersion:
        """A new version of a model: what lies in this folder of the run's artefacts."""
        ...

    async def versions(self, model: str) -> list[ModelVersion]:
        """Every version, the newest first; none where there is no such model."""
        ...

    async def describe(self, model: str, number: int, tags: Mapping[str, str]) -> None:
        """Add or replace what is said of a version.

        Raises:
            ReleaseNotFound: there is none of this number.
        """
        ...

    async def point(self, model: str, alias: str, number: int) -> None:
        """Let an alias point to this version and no other.

        Raises:
            ReleaseNotFound: there is none of this number.
        """
        ...

    async def keep_prompt(self, name: str, text: str, tags: Mapping[str, str]) -> int:
        """Keep a text under a name, as a new version where the latest is another; the number of its version.

        Variables of the text stand in double braces.
        """
        ...


class Tracking(Tracker, ModelRegistry, Protocol):
    """Both, as MLflow is."""

"""Comparison by Evidently, in a process that is started for it and gone after it: the server keeps its memory."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from pydantic import BaseModel, ValidationError

from paillasse.adapters.drift import samples
from paillasse.drift.errors import ComparisonFailed
from paillasse.drift.protocols import Compared
from paillasse.drift.types import Observation
from paillasse.errors.root import InvalidConfiguration
from paillasse.errors.storage import StorageError

_WORKER = (sys.executable, "-m", "paillasse.adapters.drift.worker")
_SECONDS = 600.0
"""It takes five; a machine may be busy."""
_QUIET = {"DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
_LAST = 400
"""Characters of what it said before it broke off."""


class _Said(BaseModel):
    p_values: dict[str, float]
    topics: tuple[list[str], list[str]]


def is_installed() -> bool:
    """Whether there is anything to compare with."""
    return find_spec("evidently") is not None


class EvidentlyProcess:
    """`drift.protocols.Comparison`."""

    async def compare(
        self, reference: Sequence[Observation], current: Sequence[Observation], page: Path | None = None
    ) -> Compared:
        """Test every feature; with a path, draw it as an HTML page as well.

        Raises:
            ComparisonFailed: the process broke off, or took too long.
            InvalidConfiguration: Evidently is not installed.
            StorageError: the page cannot be written.
        """
        if not is_installed():
            raise InvalidConfiguration(
                "Drift is worked out by Evidently, which is not installed.", hint="Install `paillasse[drift]`."
            )
        with tempfile.TemporaryDirectory(prefix="paillasse-") as name:
            folder = Path(name)
            drawn = folder / "page.html"
            await asyncio.to_thread(_write, folder / "samples.npz", reference, current)
            said = await _run(folder / "samples.npz", *([drawn] if page else []))
            if page is not None:
                await asyncio.to_thread(_move, drawn, page)
        return Compared(said.p_values, said.topics)


def _write(path: Path, reference: Sequence[Observation], current: Sequence[Observation]) -> None:
    samples.write(path, [samples.sample_of(reference), samples.sample_of(current)])


def _move(drawn: Path, page: Path) -> None:
    try:
        page.write_bytes(drawn.read_bytes())
    except OSError as error:
        raise StorageError(f"Cannot write {page}: {error.strerror}.") from error


async def _run(*paths: Path) -> _Said:
    process = await asyncio.create_subprocess_exec(
        *_WORKER, *map(str, paths), stdout=PIPE, stderr=PIPE, env={**os.environ, **_QUIET}
    )
    try:
        async with asyncio.timeout(_SECONDS):
            told, complaint = await process.communicate()
    except TimeoutError as error:
        raise ComparisonFailed(f"The comparison took longer than {_SECONDS:.0f} seconds.") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        return _Said.model_validate_json(told)
    except ValidationError as error:
        why = complaint.decode(errors="replace").strip()[-_LAST:]
        raise ComparisonFailed(f"The comparison broke off ({process.returncode}): {why}") from error

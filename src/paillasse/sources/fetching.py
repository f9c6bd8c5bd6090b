"""Manuals in the cloud on their way into the index: fetched one by one, and never twice."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from paillasse.adapters.manual_sources.opening import open_source
from paillasse.errors.manuals import FileTooLarge
from paillasse.errors.sources import SourceError
from paillasse.ingestion.several import Ingests
from paillasse.ingestion.verdicts import Verdict
from paillasse.jobs.uploads import safe_name
from paillasse.protocols.manual_sources import ManualSource, RemoteManual, is_manual
from paillasse.protocols.progress import Progress
from paillasse.settings import Settings


class FetchJournal:
    """Which version of each object of a source was taken into a collection; lines of JSON, the last one counts."""

    def __init__(self, folder: Path, address: str, collection: str) -> None:
        self._path = folder / (hashlib.sha256(f"{address}\n{collection}".encode()).hexdigest()[:16] + ".jsonl")

    def versions(self) -> dict[str, str]:
        """By name. A line that a killed process left half written says nothing."""
        if not self._path.exists():
            return {}
        found: dict[str, str] = {}
        for line in self._path.read_text("utf-8").splitlines():
            try:
                name, version = json.loads(line)
            except ValueError:
                continue
            found[name] = version
        return found

    def note(self, manual: RemoteManual) -> None:
        """This version is done."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\n" + json.dumps([manual.name, manual.version]) + "\n")


class Fetching:
    """Ingests objects of sources as if they were files.

    Args:
        sources: that were opened, each with its journal.
        max_bytes: larger objects are refused before a byte of them is fetched.
    """

    def __init__(self, sources: Sequence[tuple[ManualSource, FetchJournal]], max_bytes: int) -> None:
        self._sources = sources
        self._max_bytes = max_bytes
        self._found: dict[Path, tuple[ManualSource, FetchJournal, RemoteManual]] = {}
        self._done: set[Path] = set()

    async def paths(self) -> list[Path]:
        """A path for each manual that is there, for `through(…).ingest`; only its last part means something.

        Raises:
            SourceError: one of its kinds, saying why a source cannot be read.
        """
        for source, journal in self._sources:
            taken = await asyncio.to_thread(journal.versions)
            async for manual in source.list():
                if not is_manual(manual.filename):
                    continue
                path = Path(
                    f"{len(self._found)}", safe_name(manual.filename)
                )  # names of objects may differ where paths do not
                self._found[path] = source, journal, manual
                if taken.get(manual.name) == manual.version:
                    self._done.add(path)
        return list(self._found)

    def through(self, pipeline: Ingests) -> Ingests:
        """A pipeline that fetches these manuals first, and leaves other files alone."""
        return _FetchFirst(self, pipeline)

    async def ingest(self, path: Path, collection: str, progress: Progress, pipeline: Ingests) -> Verdict:
        """As `Ingests.ingest`; what was taken before is `unchanged`, what cannot be fetched `failed`."""
        if path in self._done:
            return Verdict(str(path), "unchanged")
        source, journal, manual = self._found[path]
        folder = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="paillasse-"))
        try:
            fetched = folder / safe_name(manual.filename)
            await self._fetch(source, manual, fetched, progress)
            verdict = await pipeline.ingest(fetched, collection, progress)
        except (SourceError, FileTooLarge) as error:
            return Verdict(str(path), "failed", error=error.code, message=str(error), hint=error.hint)
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
        if verdict.state != "failed":
            await asyncio.to_thread(journal.note, manual)
        return replace(verdict, path=str(path))

    def knows(self, path: Path) -> bool:
        """Whether an object is meant."""
        return path in self._found

    def address(self, path: Path) -> str:
        """Where an object is, as people write it."""
        source, _, manual = self._found[path]
        return source.address_of(manual)

    async def _fetch(self, source: ManualSource, manual: RemoteManual, path: Path, progress: Progress) -> None:
        if manual.size > self._max_bytes:
            raise FileTooLarge(f"{manual.name} is larger than {self._max_bytes >> 20} MiB.")
        received = 0
        with path.open("xb") as file:
            async for block in source.read(manual):
                await asyncio.to_thread(file.write, block)
                received += len(block)
                progress("fetch", received, manual.size)


class _FetchFirst:
    """`Ingests` over another."""

    def __init__(self, fetching: Fetching, pipeline: Ingests) -> None:
        self._fetching = fetching
        self._pipeline = pipeline

    async def ingest(self, path: Path, collection: str, progress: Progress) -> Verdict:
        """Fetch what has to be fetched."""
        if self._fetching.knows(path):
            return await self._fetching.ingest(path, collection, progress, self._pipeline)
        return await self._pipeline.ingest(path, collection, progress)


@asynccontextmanager
async def open_fetching(addresses: Sequence[str], settings: Settings, collection: str) -> AsyncGenerator[Fetching]:
    """The sources at these addresses; closed whatever happens.

    Raises:
        SourceAddressWrong: one is none.
        SourceRejected: what fetches credentials is not installed.
    """
    async with AsyncExitStack() as stack:
        sources: list[tuple[ManualSource, FetchJournal]] = []
        for address in addresses:
            source = open_source(address)
            stack.push_async_callback(source.close)
            sources.append((source, FetchJournal(settings.fetched_dir, source.address, collection)))
        yield Fetching(sources, settings.max_file_mb << 20)

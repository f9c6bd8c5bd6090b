"""Pages and pictures that one attempt has read are not read again by the next, whoever makes it."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from paillasse.ingestion.pipeline import file_sha256
from paillasse.ingestion.scans.stages import PictureReaders
from paillasse.page_stream import LENGTH, frame, pack_page, unframe, unpack_page
from paillasse.protocols.reading import PageFound, PageReader, PictureFound, PictureReader
from paillasse.protocols.stores import ReadingStore
from paillasse.types.pages import PictureReading, PictureRequest, RawPage, TextSource


class KeptReadings:
    """What was read of files by attempts that were broken off, with the engine that reads now."""

    def __init__(self, store: ReadingStore, engine: Callable[[], str], parsing_version: int) -> None:
        """Nothing is asked yet.

        Args:
            store: where they are.
            engine: what reads, and all that decides how; may raise `OcrUnavailable`.
            parsing_version: of the configuration.
        """
        self._store = store
        self._engine = engine
        self._parsing_version = parsing_version

    def of(self, path: Path) -> ReadingsOf:
        """Those of a file, by what it holds now.

        Raises:
            OcrUnavailable: nothing can read.
            UnreadableFile: the file cannot be read.
        """
        # The suffix tells Markdown from plain text, which make other pages of the same bytes.
        how = f"{self._engine()} {self._parsing_version} {path.suffix.lower()}"
        state = _state(path)
        return ReadingsOf(self._store, path, file_sha256(path), state, hashlib.sha256(how.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class ReadingsOf:
    """What was read of one file; a picture is kept as a page that is as large as it."""

    store: ReadingStore
    path: Path
    sha256: str
    state: tuple[int, int, int]
    """Of the file when it was hashed."""
    how: str
    """Engine and version: other readings are not seen."""

    def get(self, name: str) -> RawPage | None:
        """A page or picture; None when it has to be read."""
        payload = self.store.get(self.sha256, self._full(name))
        if payload is None:
            return None
        try:
            return unpack_page(unframe(payload))
        except ValueError:  # not what we write
            return None

    def keep(self, name: str, page: RawPage) -> None:
        """Have the next attempt find it, unless the file is not what it was any more."""
        if _state(self.path) == self.state:
            self.store.put(self.sha256, self._full(name), frame(pack_page(page))[LENGTH.size :])

    def _full(self, name: str) -> str:
        return f"{self.how} {name}"


class ResumingPageReader:
    """A `PageReader` that goes on where an earlier attempt at the same content was broken off.

    What could not be read is tried again: whatever broke the attempt off may have been why.
    """

    def __init__(self, reader: PageReader, kept: KeptReadings) -> None:
        self._reader = reader
        self._kept = kept

    def check(self) -> None:
        """As the reader does it."""
        self._reader.check()

    async def read(self, path: Path, numbers: Sequence[int], found: PageFound) -> None:
        """Find what is kept, then read the rest and keep each page before it is told."""
        kept, missing = await asyncio.to_thread(self._kept.of, path), list[int]()
        for number in numbers:
            page = await asyncio.to_thread(kept.get, f"page {number}")
            if page is None or page.number != number:
                missing.append(number)
            else:
                await found(number, page)

        async def keep(number: int, page: RawPage | None) -> None:
            if page is not None:
                await asyncio.to_thread(kept.keep, f"page {number}", page)
            await found(number, page)

        if missing:
            await self._reader.read(path, missing, keep)


class ResumingPictureReader:
    """The same for a `PictureReader`."""

    def __init__(self, reader: PictureReader, kept: KeptReadings) -> None:
        self._reader = reader
        self._kept = kept

    async def read(self, path: Path, requests: Sequence[PictureRequest], found: PictureFound) -> None:
        """Find what is kept, then read the rest and keep each picture before it is told."""
        kept, missing = await asyncio.to_thread(self._kept.of, path), list[int]()
        for index, request in enumerate(requests):
            page = await asyncio.to_thread(kept.get, _name(request))
            if page is None:
                missing.append(index)
            else:
                await found(index, PictureReading(page.words, page.confidence))

        async def keep(place: int, reading: PictureReading | None) -> None:
            index = missing[place]
            if reading is not None:
                await asyncio.to_thread(kept.keep, _name(requests[index]), _as_page(reading))
            await found(index, reading)

        if missing:
            await self._reader.read(path, [requests[index] for index in missing], keep)


def resuming(readers: PictureReaders, kept: KeptReadings) -> PictureReaders:
    """The same readers, which go on where earlier attempts were broken off."""
    return PictureReaders(ResumingPageReader(readers.pages, kept), ResumingPictureReader(readers.pictures, kept))


def _state(path: Path) -> tuple[int, int, int]:
    """Changes when somebody writes the file."""
    try:
        status = path.stat()
    except OSError:
        return -1, -1, -1
    return status.st_ino, status.st_size, status.st_mtime_ns


def _name(request: PictureRequest) -> str:
    """Alike for pictures that are alike: they were read once."""
    place = request.key or f"{request.page} {[float(value) for value in request.box]}"
    return f"picture {place} {request.language}"


def _as_page(reading: PictureReading) -> RawPage:
    return RawPage(1, "", 1.0, 1.0, reading.words, text_source=TextSource.OCR, confidence=reading.confidence)

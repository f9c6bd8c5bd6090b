"""Read pictures on pages, several at a time, in child processes that can be killed; the same picture only once."""

from __future__ import annotations

import asyncio
import math
import os
import signal
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, suppress
from pathlib import Path
from typing import NamedTuple

from paillasse.adapters.tesseract.reader import TesseractReader, received_page
from paillasse.page_stream import frame
from paillasse.protocols.reading import PictureFound
from paillasse.settings import Settings
from paillasse.types.pages import Box, PictureReading, PictureRequest, RawPage, Word

_LEAST, _MOST = 4, 32
"""Pictures a process is given: starting one costs as much as reading two."""
_APART = (_MOST, 1, 1)
"""Pictures read in one go, by attempt: when they end their process, the rest is read one by one, and two may do so."""
_MOST_KEPT = 5_000
"""Pictures remembered: the editions of a manual share theirs."""
_MODELS = {"fr": "fra"}


class _Sight(NamedTuple):
    """What decides a reading."""

    key: str
    language: str


class TesseractPictureReader:
    """Runs a reading program on batches of pictures; see `PictureReader`.

    The program gets the file, the memory cap in MiB and the seconds allowed for a picture as arguments, the pictures on
    its standard input, and writes each as a page of `paillasse.page_stream` to its standard output.
    """

    def __init__(self, command: Sequence[str], pages: TesseractReader, settings: Settings) -> None:
        self._command = tuple(command)
        self._pages = pages
        self._settings = settings
        self._known: dict[_Sight, PictureReading] = {}
        self._cores = settings.threads or os.cpu_count() or 1
        self._slots = asyncio.Semaphore(self._cores)

    async def read(self, path: Path, requests: Sequence[PictureRequest], found: PictureFound) -> None:
        """Read the pictures, those that are alike once; what was read of any file before is found first.

        Raises:
            OcrUnavailable: Tesseract or one of its languages is missing.
        """
        await asyncio.to_thread(self._pages.check)
        if len(self._known) > _MOST_KEPT:
            self._known = {}
        known, alike, new = self._known, _alike(requests), list[int]()
        for first, indexes in alike.items():
            reading = known.get(_sight(requests[first]))
            if reading is None:
                new.append(first)
                continue
            for index in indexes:
                await found(index, reading)

        async def tell(first: int, reading: PictureReading | None) -> None:
            if reading is not None and requests[first].key:
                known[_sight(requests[first])] = reading
            for index in alike[first]:
                await found(index, reading)

        async def read_batch(batch: Sequence[int]) -> None:
            async with self._slots:
                await self._batch(path, batch, requests, tell)

        async with asyncio.TaskGroup() as group:
            for batch in _batches(new, requests, self._cores):
                group.create_task(read_batch(batch))

    async def _batch(
        self, path: Path, batch: Sequence[int], requests: Sequence[PictureRequest], tell: PictureFound
    ) -> None:
        """Read a batch; a picture that ends the process is left out, and another process goes on after it."""
        for together in _APART:
            done = 0
            async with aclosing(self._child(path, [requests[index] for index in batch], together)) as pages:
                async for page in pages:
                    await tell(batch[done], _reading(page, requests[batch[done]].box))
                    done += 1
            batch = batch[done:]
            if batch and together == 1:
                await tell(batch[0], None)
                batch = batch[1:]
            if not batch:
                return
        for index in batch:
            await tell(index, None)

    async def _child(self, path: Path, requests: Sequence[PictureRequest], together: int) -> AsyncGenerator[RawPage]:
        """The pictures that one process reads before it ends."""
        child = await asyncio.create_subprocess_exec(
            *self._command,
            str(path),
            *map(str, (self._settings.parser_memory_mb, self._settings.ocr_seconds)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            with suppress(ConnectionError):  # it has ended: nothing comes back either
                await _ask(child, requests, together)
            for number in range(1, len(requests) + 1):
                try:
                    async with asyncio.timeout(self._settings.ocr_seconds):
                        page = await received_page(child, number)
                except (TimeoutError, asyncio.IncompleteReadError, ConnectionError, ValueError):
                    return
                yield page
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()


def _alike(requests: Sequence[PictureRequest]) -> dict[int, list[int]]:
    """Indexes of the requests that are alike, by that of the first of them."""
    first: dict[_Sight, int] = {}
    found: dict[int, list[int]] = {}
    for index, request in enumerate(requests):
        leader = first.setdefault(_sight(request), index) if request.key else index
        found.setdefault(leader, []).append(index)
    return found


def _batches(wanted: Sequence[int], requests: Sequence[PictureRequest], cores: int) -> Iterator[Sequence[int]]:
    """Pictures of one language, so many that every core has some."""
    size = min(max(math.ceil(len(wanted) / cores), _LEAST), _MOST)
    for model in dict.fromkeys(_model(requests[index]) for index in wanted):
        alike = [index for index in wanted if _model(requests[index]) == model]
        for start in range(0, len(alike), size):
            yield alike[start : start + size]


def _model(request: PictureRequest) -> str:
    return _MODELS.get(request.language, "eng")


async def _ask(child: asyncio.subprocess.Process, requests: Sequence[PictureRequest], together: int) -> None:
    if child.stdin is None:
        raise ValueError("the child has no standard input")
    pictures = [[r.page, *r.box] for r in requests]
    child.stdin.write(frame({"pictures": pictures, "language": _model(requests[0]), "together": together}))
    await child.stdin.drain()
    child.stdin.close()


def _sight(request: PictureRequest) -> _Sight:
    return _Sight(request.key, _model(request))


def _reading(page: RawPage, picture: Box) -> PictureReading:
    """A picture read as a page of its own, in shares of its size."""
    width, height = picture.x1 - picture.x0, picture.y1 - picture.y0
    words: list[Word] = []
    for word in page.words:
        x0, y0, x1, y1 = word.box
        box = Box(x0 / width, y0 / height, x1 / width, y1 / height)
        words.append(word._replace(box=box, size=word.size / height))
    return PictureReading(tuple(words), page.confidence)

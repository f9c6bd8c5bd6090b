"""Read pictures on pages, several at a time, in child processes that can be killed; the same picture only once."""

from __future__ import annotations

import asyncio
import math
import os
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from paillasse.adapters.tesseract.reader import TesseractReader, received_page
from paillasse.page_stream import frame
from paillasse.page_types import Box, PictureReading, PictureRequest, RawPage, Word
from paillasse.protocols import Progress
from paillasse.settings import Settings

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

    async def read(
        self, path: Path, requests: Sequence[PictureRequest], progress: Progress
    ) -> list[PictureReading | None]:
        """What the pictures say, in the order of the requests; None for those that could not be read.

        Raises:
            OcrUnavailable: Tesseract or one of its languages is missing.
        """
        await asyncio.to_thread(self._pages.check)
        if len(self._known) > _MOST_KEPT:
            self._known = {}
        known, found = self._known, dict[int, PictureReading]()
        new = _new(requests, known)
        progress("pictures", 0, len(new))

        async def read_batch(batch: Sequence[int]) -> None:
            async with self._slots:
                await self._batch(path, batch, requests, found)
            progress("pictures", len(found), len(new))

        async with asyncio.TaskGroup() as group:
            for batch in _batches(new, requests, self._cores):
                group.create_task(read_batch(batch))
        for index, reading in found.items():
            if requests[index].key:
                known[_sight(requests[index])] = reading
        return [found.get(index) or known.get(_sight(request)) for index, request in enumerate(requests)]

    async def _batch(
        self, path: Path, batch: Sequence[int], requests: Sequence[PictureRequest], found: dict[int, PictureReading]
    ) -> None:
        """Read a batch; a picture that ends the process is left out, and another process goes on after it."""
        for together in _APART:
            done = await self._child(path, [requests[index] for index in batch], together)
            for index, page in zip(batch, done, strict=False):
                found[index] = _reading(page, requests[index].box)
            batch = batch[len(done) + (together == 1) :]
            if not batch:
                return

    async def _child(self, path: Path, requests: Sequence[PictureRequest], together: int) -> list[RawPage]:
        """The pictures that one process read before it ended."""
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
        done: list[RawPage] = []
        try:
            await _ask(child, requests, together)
            for number in range(1, len(requests) + 1):
                async with asyncio.timeout(self._settings.ocr_seconds):
                    done.append(await received_page(child, number))
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError, ValueError):
            return done
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()
        return done


def _new(requests: Sequence[PictureRequest], known: Mapping[_Sight, PictureReading]) -> list[int]:
    """Indexes of the requests to be read: not those known, and of those alike the first."""
    first: dict[_Sight, int] = {}
    alone: list[int] = []
    for index, request in enumerate(requests):
        if not request.key:
            alone.append(index)
        elif _sight(request) not in known:
            first.setdefault(_sight(request), index)
    return sorted([*alone, *first.values()])


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

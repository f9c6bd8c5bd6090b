"""Pages drawn and set in a child process that can be killed: nothing a file does reaches the process that asked."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio import StreamReader
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from paillasse.adapters.page_pictures.pixels import LENGTH, MAX_LENGTH, MAX_SIDE, SIZE, Pixels
from paillasse.errors.manuals import ParserLimitExceeded
from paillasse.settings import Settings


class DrawingProcess:
    """Runs a drawing program once a page or file: see `worker` for what it gets and writes."""

    def __init__(self, command: Sequence[str], settings: Settings) -> None:
        self._command = tuple(command)
        self._settings = settings

    async def draw(self, path: Path, name: str, number: int, width: int) -> Pixels:
        """One page of a file.

        Args:
            path: of the file.
            name: what it was called when it was ingested.
            number: of the page, physical, from 1.
            width: of the picture in pixels; one that would be too high becomes narrower.

        Raises:
            ParserLimitExceeded: it could not be drawn within the limits, or not at all.
        """
        try:
            async with self._child("draw", str(path), name, str(number), str(width)) as output:
                return await _pixels(output, width)
        except (TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            raise ParserLimitExceeded(
                f"Page {number} of {name} could not be drawn.",
                hint="Its text can be read all the same; open the original file to see it.",
            ) from error

    async def copy(self, path: Path, name: str) -> bytes:
        """The reading copy of a file that is no PDF.

        Args:
            path: of the file.
            name: what it was called when it was ingested.

        Raises:
            ParserLimitExceeded: it could not be made within the limits, or not at all.
        """
        try:
            async with self._child("copy", str(path), name) as output:
                return await _copy(output)
        except (TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            raise ParserLimitExceeded(
                f"{name} could not be set on pages.", hint="Open the original file to see it."
            ) from error

    @asynccontextmanager
    async def _child(self, *task: str) -> AsyncGenerator[StreamReader]:
        """What the program writes, until its reader has enough or time is up: then it is ended."""
        limits = (self._settings.parser_memory_mb, self._settings.parser_seconds)
        child = await asyncio.create_subprocess_exec(
            *self._command,
            *task,
            *map(str, limits),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            async with asyncio.timeout(self._settings.parser_seconds):
                if child.stdout is None:
                    raise ValueError("the child has no standard output")
                yield child.stdout
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()


async def _pixels(output: StreamReader, most: int) -> Pixels:
    width, height = SIZE.unpack(await output.readexactly(SIZE.size))
    if not (0 < width <= most and 0 < height <= MAX_SIDE):
        raise ValueError(f"a picture of {width} x {height} pixels")
    return Pixels(width, height, await output.readexactly(3 * width * height))


async def _copy(output: StreamReader) -> bytes:
    (length,) = LENGTH.unpack(await output.readexactly(LENGTH.size))
    if not 0 < length <= MAX_LENGTH:
        raise ValueError(f"a copy of {length} bytes")
    return await output.readexactly(length)

"""Draw a page in a child process that can be killed: nothing a file does reaches the process that asked."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from paillasse.adapters.page_pictures.pixels import MAX_SIDE, SIZE, Pixels
from paillasse.errors.manuals import ParserLimitExceeded
from paillasse.settings import Settings


class DrawingProcess:
    """Runs a drawing program once a page: see `worker` for what it gets and writes."""

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
        limits = (self._settings.parser_memory_mb, self._settings.parser_seconds)
        child = await asyncio.create_subprocess_exec(
            *self._command,
            str(path),
            name,
            *map(str, (number, width, *limits)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            async with asyncio.timeout(self._settings.parser_seconds):
                return await _received(child, width)
        except (TimeoutError, asyncio.IncompleteReadError, ValueError) as error:
            raise ParserLimitExceeded(
                f"Page {number} of {name} could not be drawn.",
                hint="Its text can be read all the same; open the original file to see it.",
            ) from error
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()


async def _received(child: asyncio.subprocess.Process, most: int) -> Pixels:
    if child.stdout is None:
        raise ValueError("the child has no standard output")
    width, height = SIZE.unpack(await child.stdout.readexactly(SIZE.size))
    if not (0 < width <= most and 0 < height <= MAX_SIDE):
        raise ValueError(f"a picture of {width} x {height} pixels")
    return Pixels(width, height, await child.stdout.readexactly(3 * width * height))

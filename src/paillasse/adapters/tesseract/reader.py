"""Read pages from their picture, several at a time, each in a child process that can be killed."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from paillasse.errors.manuals import OcrUnavailable
from paillasse.page_stream import LENGTH, MAX_FRAME, unframe, unpack_page
from paillasse.protocols.reading import PageFound
from paillasse.settings import Settings
from paillasse.types.pages import RawPage

_NEEDED = {"fra", "eng", "osd"}
_MAX_WORDS = 50_000
"""Words accepted of one page."""


class TesseractReader:
    """Runs a reading program once a page; see `PageReader`.

    The program gets the file, the page, the memory cap in MiB and the seconds allowed as arguments, and writes one page
    of `paillasse.page_stream` to its standard output.
    """

    def __init__(self, command: Sequence[str], settings: Settings) -> None:
        self._command = tuple(command)
        self._settings = settings

    def check(self) -> None:
        """Make sure that Tesseract is there with its languages.

        Raises:
            OcrUnavailable: it is not, and what to install.
        """
        languages = _said("--list-langs")
        if missing := sorted(_NEEDED - set(languages.split())):
            raise OcrUnavailable(f"Text in pictures cannot be read: Tesseract lacks {', '.join(missing)}.")

    def engine(self) -> str:
        """What reads: the version of Tesseract and of what it stands on, and where its models are.

        Raises:
            OcrUnavailable: Tesseract is not there.
        """
        return _said("--version") + _said("--list-langs")

    async def read(self, path: Path, numbers: Sequence[int], found: PageFound) -> None:
        """Read the pages of these numbers, as many at a time as there are cores.

        Raises:
            OcrUnavailable: Tesseract or one of its languages is missing.
        """
        await asyncio.to_thread(self.check)
        slots = asyncio.Semaphore(self._settings.threads or os.cpu_count() or 1)

        async def read_one(number: int) -> None:
            async with slots:
                page = await self._page(path, number)
            await found(number, page)

        async with asyncio.TaskGroup() as group:
            for number in numbers:
                group.create_task(read_one(number))

    async def _page(self, path: Path, number: int) -> RawPage | None:
        """One page; None when its process failed, took too long or wrote nonsense."""
        limits = (self._settings.parser_memory_mb, self._settings.ocr_seconds)
        child = await asyncio.create_subprocess_exec(
            *self._command,
            str(path),
            *map(str, (number, *limits)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            async with asyncio.timeout(self._settings.ocr_seconds):
                return await received_page(child, number)
        except (TimeoutError, asyncio.IncompleteReadError, ValueError):
            return None
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()


def _said(question: str) -> str:
    program = shutil.which("tesseract")
    if program is None:
        raise OcrUnavailable("Text in pictures cannot be read: Tesseract is not installed.")
    return subprocess.run([program, question], capture_output=True, text=True, check=False).stdout  # noqa: S603 - ours


async def received_page(child: asyncio.subprocess.Process, number: int) -> RawPage:
    """The next page that a child writes.

    Raises:
        IncompleteReadError: it ended before.
        ValueError: it does not keep to the format.
    """
    if child.stdout is None:
        raise ValueError("the child has no standard output")
    (length,) = LENGTH.unpack(await child.stdout.readexactly(LENGTH.size))
    if length > MAX_FRAME:
        raise ValueError(f"a frame of {length} bytes")
    page = unpack_page(unframe(await child.stdout.readexactly(length)))
    if page.number != number or len(page.words) > _MAX_WORDS:
        raise ValueError(f"page {page.number} with {len(page.words)} words")
    return page

"""Parse a file in a child process that can be killed: nothing a PDF does reaches the process that asked."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paillasse.errors.manuals import (
    DamagedDocument,
    DamagedPdf,
    EmptyDocument,
    EncryptedDocument,
    EncryptedPdf,
    FileTooLarge,
    ParserLimitExceeded,
    UnreadableFile,
    UnsupportedFormat,
)
from paillasse.errors.root import PaillasseError
from paillasse.page_stream import (
    LENGTH,
    MAX_FRAME,
    OUT_OF_MEMORY,
    failed_page,
    said,
    unframe,
    unpack_outline,
    unpack_page,
)
from paillasse.protocols.progress import Progress
from paillasse.settings import Settings
from paillasse.types.pages import OutlineEntry, RawDocument, RawPage

_BATCH = 10
"""Pages per wall-clock allowance."""
_CHILDREN = 4
"""Processes started for one file before giving up: each one after the first skips the page that ended the last."""
_MAX_WORDS = 5_000_000
"""Words accepted of one file: the parent keeps them in memory."""
_REFUSALS: Mapping[str, type[PaillasseError]] = {
    error.code: error
    for error in (
        DamagedDocument,
        DamagedPdf,
        EmptyDocument,
        EncryptedDocument,
        EncryptedPdf,
        FileTooLarge,
        UnreadableFile,
        UnsupportedFormat,
    )
}


@dataclass(slots=True)
class _Reading:
    """What the children have told so far."""

    name: str
    progress: Progress
    max_pages: int
    total: int | None = None
    pages: list[RawPage] = field(default_factory=list[RawPage])
    words: int = 0
    outline: tuple[OutlineEntry, ...] = ()
    properties: dict[str, str] = field(default_factory=dict[str, str])
    opened: bool = False
    """The child at hand has said how many pages there are."""
    ended: bool = False

    @property
    def next_page(self) -> int:
        return len(self.pages) + 1

    @property
    def complete(self) -> bool:
        return self.total is not None and len(self.pages) >= self.total

    def take(self, message: Mapping[str, Any]) -> None:
        """Learn from one message.

        Raises:
            ParseError: the child refused the file, or it is over a limit.
            ValueError: the child does not keep to the format.
        """
        match message.get("kind"):
            case "opened":
                self._open(int(message["pages"]))
            case "page":
                self.add(unpack_page(message))
            case "end":
                self._end(message)
            case "refused":
                refusal = _REFUSALS.get(str(message["code"]), DamagedPdf)
                raise refusal(said(message["message"]), hint=said(message["hint"]))
            case kind:
                raise ValueError(f"unknown message {kind!r}")

    def _open(self, pages: int) -> None:
        if self.opened or pages < 0 or self.total not in (None, pages):
            raise ValueError(f"{pages} pages, of a file opened before")
        if pages > self.max_pages:
            raise FileTooLarge(f"{self.name} has {pages} pages; the limit is {self.max_pages}.")
        self.total, self.opened = pages, True
        self.progress("parse", len(self.pages), pages)

    def _end(self, message: Mapping[str, Any]) -> None:
        if not self.complete:
            raise ValueError("an end before the last page")
        self.outline = unpack_outline(message["outline"], len(self.pages))
        self.properties = {said(k): said(v) for k, v in dict(message["properties"]).items()}
        self.ended = True

    def add(self, page: RawPage) -> None:
        """Append the next page."""
        if self.total is None or page.number != self.next_page or self.complete:
            raise ValueError(f"page {page.number} out of order")
        self.words += len(page.words)
        if self.words > _MAX_WORDS:
            raise ParserLimitExceeded(f"{self.name} holds over {_MAX_WORDS} words.")
        self.pages.append(page)
        self.progress("parse", len(self.pages), self.total)


class ParserProcess:
    """Runs a parser program on one file at a time; see `Parser`.

    The program gets the file, the first page to read, the memory cap in MiB and the seconds allowed for a batch of
    pages as arguments, and speaks `paillasse.page_stream` on its standard output.
    """

    def __init__(self, command: Sequence[str], settings: Settings) -> None:
        self._command = tuple(command)
        self._settings = settings

    async def parse(self, path: Path, progress: Progress) -> RawDocument:
        """Read the whole file. A page that kills the parser is left empty and marked `failed`.

        Raises:
            ParseError: why the file was refused; FileTooLarge; ParserLimitExceeded when the file cannot even be opened
                within the limits, or too many pages kill the parser.
            UnreadableFile: the file cannot be opened.
        """
        file, trouble = self._accept(path), ""
        reading = _Reading(path.name, progress, self._settings.max_pages)
        for _ in range(_CHILDREN):
            trouble = await self._run(file, reading)
            if reading.ended or (trouble and reading.complete):
                return RawDocument(tuple(reading.pages), reading.outline, reading.properties)
            if reading.total is None:
                raise ParserLimitExceeded(f"{path.name} could not be opened: the parser {trouble}.")
            reading.add(failed_page(reading.next_page))
        raise ParserLimitExceeded(f"{path.name}: {_CHILDREN} pages ended the parser; the last time it {trouble}.")

    def _accept(self, path: Path) -> str:
        """Absolute path of a file that is not too large."""
        try:
            size = path.stat().st_size
        except OSError as error:
            raise UnreadableFile(f"Cannot read {path}: {error.strerror}.") from error
        if size > self._settings.max_file_mb << 20:
            raise FileTooLarge(f"{path.name} has {size >> 20} MiB; the limit is {self._settings.max_file_mb}.")
        return str(path.absolute())

    async def _run(self, file: str, reading: _Reading) -> str:
        """Let one child read on from the next page; what went wrong, empty when nothing did."""
        reading.opened = False
        child = await asyncio.create_subprocess_exec(
            *self._command,
            file,
            *map(str, (reading.next_page, self._settings.parser_memory_mb, self._settings.parser_seconds)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        try:
            return await self._listen(child, reading)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            await child.wait()

    async def _listen(self, child: asyncio.subprocess.Process, reading: _Reading) -> str:
        stdout = child.stdout
        if stdout is None:
            raise ValueError("the child has no standard output")
        clock, seconds = asyncio.get_running_loop(), self._settings.parser_seconds
        deadline, pages_then = clock.time() + seconds, len(reading.pages)
        try:
            while not reading.ended:
                async with asyncio.timeout_at(deadline):
                    message = unframe(await _next_frame(stdout))
                reading.take(message)
                if message["kind"] == "opened" or reading.complete or len(reading.pages) >= pages_then + _BATCH:
                    deadline, pages_then = clock.time() + seconds, len(reading.pages)
        except TimeoutError:
            return f"took over {seconds} s for {_BATCH} pages"
        except asyncio.IncompleteReadError:
            return await _cause_of_death(child)
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:
            return f"sent a broken message ({said(error)})"
        return ""


async def _next_frame(stdout: asyncio.StreamReader) -> bytes:
    (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
    if length > MAX_FRAME:
        raise ValueError(f"a frame of {length} bytes")
    return await stdout.readexactly(length)


async def _cause_of_death(child: asyncio.subprocess.Process) -> str:
    try:
        async with asyncio.timeout(1):
            status = await child.wait()
    except TimeoutError:
        return "closed its output but went on"
    if status == OUT_OF_MEMORY:
        return "ran out of memory"
    if status == -signal.SIGXCPU:
        return "used up its processor time"
    if status < 0:
        return f"crashed ({signal.strsignal(-status)})"
    return f"stopped with status {status}"

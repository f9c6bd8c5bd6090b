"""Uploaded files on disk, each in a folder of its job: there complete and for good, or not at all.

Nothing is shared between jobs, so that removing one needs no counting; that the same content is one document is decided
by the record of jobs.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import re
import shutil
from collections.abc import AsyncIterable, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from paillasse.errors.jobs import UploadLost
from paillasse.errors.manuals import EmptyDocument, FileTooLarge, UnsupportedFormat
from paillasse.errors.storage import DiskFull, StorageError

_PARTIAL = ".part"
_HEAD = 1024
"""Bytes in which `%PDF-` must stand: ISO 32000-1, implementation note 13."""
_LONGEST_NAME = 200
"""Bytes of a file name; file systems take 255, and something may be put before or behind it."""
_UNUSABLE = re.compile("[\x00-\x1f\x7f/\\\\\ud800-\udfff]")

RefuseForeign = Callable[[bytes, str], None]
"""Raises a `ParseError` when the first bytes of a file are those of something that is no manual."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was received whole."""

    path: Path
    sha256: str
    size: int


class Uploads:
    """The uploads of one home."""

    def __init__(self, directory: Path, max_bytes: int, refuse_foreign: RefuseForeign) -> None:
        self._directory = directory
        self._max_bytes = max_bytes
        self._refuse_foreign = refuse_foreign

    async def receive(self, job_id: str, blocks: AsyncIterable[bytes], filename: str) -> Upload:
        """Write a file to disk as it comes; on disk for good when it returns, and nothing is left when it raises.

        Raises:
            FileTooLarge: it is over the limit; the rest is not read.
            UnsupportedFormat: its first bytes are those of something else than a manual, or than its name says.
            EncryptedDocument: an Office file with a password.
            EmptyDocument: not one byte.
            DiskFull: no space.
            StorageError: the folder cannot be written.
        """
        partial = self._directory / (job_id + _PARTIAL)
        name = safe_name(filename)
        try:
            await asyncio.to_thread(partial.mkdir, parents=True)
            sha256, size = await self._write(partial / name, blocks)
            await asyncio.to_thread(_publish, partial, self._directory / job_id)
        except OSError as error:
            await self._drop(partial)
            kind = DiskFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else StorageError
            raise kind(f"Cannot keep {name}: {error.strerror}.") from error
        except BaseException:
            await self._drop(partial)
            raise
        return Upload(self._directory / job_id / name, sha256, size)

    def path(self, job_id: str) -> Path:
        """The file of a job.

        Raises:
            UploadLost: it is not there.
        """
        with suppress(FileNotFoundError):
            for path in (self._directory / job_id).iterdir():
                return path
        raise UploadLost("The uploaded file is no longer there.")

    def remove(self, job_id: str) -> None:
        """Remove the file of a job; no error when it is gone already."""
        shutil.rmtree(self._directory / job_id, ignore_errors=True)

    def sweep(self, needed: Collection[str], before: float) -> None:
        """Remove what no job needs and was last written before that time, in seconds since 1970.

        Processes that were killed left it behind; what is younger may belong to one at work.
        """
        if not self._directory.is_dir():
            return
        for entry in self._directory.iterdir():
            with suppress(FileNotFoundError):  # its own process has just removed it
                written = max(path.stat().st_mtime for path in (entry, *entry.iterdir()))
                if entry.name not in needed and written <= before:
                    shutil.rmtree(entry, ignore_errors=True)

    async def _write(self, path: Path, blocks: AsyncIterable[bytes]) -> tuple[str, int]:
        """Hash and size of what was written, past every cache."""
        digest, size, head = hashlib.sha256(), 0, b""
        with path.open("xb") as file:
            async for block in blocks:
                size += len(block)
                if size > self._max_bytes:
                    raise FileTooLarge(f"{path.name} is larger than {self._max_bytes >> 20} MiB.")
                if len(head) < _HEAD:
                    head += block
                    if len(head) >= _HEAD:
                        self._check(head, path.name)
                digest.update(block)
                await asyncio.to_thread(file.write, block)
            if size < _HEAD:
                self._check(head, path.name)
            await asyncio.to_thread(_sync, file.fileno(), file.flush)
        return digest.hexdigest(), size

    def _check(self, head: bytes, name: str) -> None:
        if not head:
            raise EmptyDocument(f"{name} holds no byte.")
        if b"%PDF-" in head[:_HEAD]:
            return
        self._refuse_foreign(head, name)
        if name.lower().endswith(".pdf"):
            raise UnsupportedFormat(
                f"{name} is not a PDF, whatever its name says.",
                hint="Fetch the file again, or give it the name of what it is: .docx, .html, .md or .txt.",
            )

    async def _drop(self, partial: Path) -> None:
        await asyncio.to_thread(shutil.rmtree, partial, ignore_errors=True)


def safe_name(filename: str) -> str:
    """The last part of a file name that anybody may have sent, fit to be the name of a file on disk.

    What is no character of a name becomes `_`; a name that is too long is cut before its suffix.
    """
    name = PureWindowsPath(PurePosixPath(filename.replace("\0", "_")).name).name
    name = _UNUSABLE.sub("_", name).strip() or "upload"
    if name in {".", ".."}:
        name = "upload"
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix.encode()) <= 16 else ""
    stem = name[: -len(suffix)] if suffix else name
    return stem.encode()[: _LONGEST_NAME - len(suffix.encode())].decode(errors="ignore") + suffix


def _sync(descriptor: int, flush: Callable[[], None]) -> None:
    flush()
    os.fsync(descriptor)


def _publish(partial: Path, final: Path) -> None:
    for directory in (partial, partial.parent):
        if directory == partial.parent:
            partial.rename(final)
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

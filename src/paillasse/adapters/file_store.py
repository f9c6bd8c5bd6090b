"""Original files on disk, each named by the sha256 of its content."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from paillasse.errors.manuals import UnreadableFile
from paillasse.errors.storage import DiskFull, StorageError

_BLOCK = 1 << 20
_NAME = re.compile(r"[0-9a-f]{64}\.pdf")


class DiskFileStore:
    """`protocols.stores.FileStore`: a file is there complete, or not at all."""

    def __init__(self, directory: Path) -> None:
        """Create the directory if need be, and clear what a killed process left half copied."""
        directory.mkdir(parents=True, exist_ok=True)
        for partial in directory.glob("*.part"):
            partial.unlink()
        self._directory = directory

    def put(self, path: Path, sha256: str) -> None:
        """Copy the file in; durable when it returns.

        Raises:
            UnreadableFile: it cannot be read, or its content no longer has this hash.
            DiskFull: no space; nothing is left of the copy.
            StorageError: the store cannot be written.
        """
        target = self.path(sha256)
        if target.exists():
            _check_unchanged(path, _digest(path), sha256)
            return
        descriptor, name = tempfile.mkstemp(dir=self._directory, suffix=".part")
        partial = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as copy:
                _check_unchanged(path, _copy(path, copy), sha256)
            partial.rename(target)
            _sync_directory(self._directory)
        except OSError as error:
            kind = DiskFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else StorageError
            raise kind(f"Cannot copy {path} into {self._directory}: {error.strerror}.") from error
        finally:
            partial.unlink(missing_ok=True)

    def path(self, sha256: str) -> Path:
        """Where the file lies."""
        return self._directory / f"{sha256}.pdf"

    def delete(self, sha256: str) -> None:
        """Remove it; no error when it is already gone."""
        self.path(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """Every hash present."""
        return (entry.stem for entry in self._directory.iterdir() if _NAME.fullmatch(entry.name))


def _check_unchanged(path: Path, found: str, sha256: str) -> None:
    if found != sha256:
        raise UnreadableFile(f"{path} changed while it was read.", hint="Run the same command again.")


def _copy(path: Path, copy: BinaryIO) -> str:
    """Copy to disk, past every cache; the sha256 of what was copied."""
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
        copy.write(block)
    copy.flush()
    os.fsync(copy.fileno())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for block in _blocks(path):
        digest.update(block)
    return digest.hexdigest()


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block
    except OSError as error:
        raise UnreadableFile(f"Cannot read {path}: {error.strerror}.") from error


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

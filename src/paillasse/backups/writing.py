"""Writing an archive: under a temporary name, past every cache, and under its own name only once it is whole."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from paillasse.backups.manifest import NAME, Manifest, Member
from paillasse.errors.storage import DiskFull, StorageError

BLOCK = 1 << 20
"""Bytes read and written at a time."""
_FAST = 1
"""Of zlib: rows and index shrink to a third with it, and hardly further with more."""


class ArchiveWriter:
    """An archive that is being written, member by member."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self.members: list[Member] = []
        """Those that are finished."""

    @contextmanager
    def member(self, name: str, *, packed: bool = True) -> Generator[Callable[[bytes], None]]:
        """Write one member with the function given, in pieces of any size; its size need not be known before.

        Args:
            name: its path in the archive.
            packed: False for what does not shrink.
        """
        self._archive.compression = ZIP_DEFLATED if packed else ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as stream:

            def write(block: bytes) -> None:
                nonlocal size
                digest.update(block)
                size += len(block)
                stream.write(block)

            yield write
        self.members.append(Member(name, size, digest.hexdigest()))

    def add(self, name: str, path: Path, *, packed: bool = True) -> None:
        """Copy a file in.

        Raises:
            FileNotFoundError: it is not there; then the archive is as it was.
        """
        with path.open("rb") as source, self.member(name, packed=packed) as write:
            while block := source.read(BLOCK):
                write(block)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest: nothing comes after it."""
        self._archive.writestr(NAME, manifest.to_json(), ZIP_DEFLATED)


@contextmanager
def written(path: Path) -> Generator[ArchiveWriter]:
    """Write the archive of this path: there whole when the block ends, and absent when it raises.

    It is readable for its owner alone: it holds the manuals, and hashes of passwords.

    Raises:
        DiskFull: no space.
        StorageError: there is something of this name, or its folder cannot be written.
    """
    if path.exists():
        raise StorageError(f"{path} exists already.", hint="Choose another name: no backup is ever overwritten.")
    partial: Path | None = None
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
        partial = Path(name)
        with os.fdopen(descriptor, "wb") as stream:
            with ZipFile(stream, "w", compresslevel=_FAST) as archive:
                yield ArchiveWriter(archive)
            _sync(stream)
        partial.rename(path)
        _sync_directory(path.parent)
    except OSError as error:
        kind = DiskFull if error.errno in {errno.ENOSPC, errno.EDQUOT} else StorageError
        raise kind(f"Cannot write the backup {path}: {error.strerror}.") from error
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _sync(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

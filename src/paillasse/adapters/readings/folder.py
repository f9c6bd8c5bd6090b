"""What was read of pages and pictures on disk: a folder for each file, in it an entry for each reading.

Whoever can write here can write the rest of the home too; still, an entry is bytes with their digest, of a bounded
length and never more than data to who reads it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import stat
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 512 << 20
"""Some 10,000 dense pages: as many as a file may have."""
_LONGEST = 9 << 20
"""Bytes of an entry: a frame of `page_stream` and its digest."""
_KEPT_SECONDS = 7 * 86_400.0
"""How long the readings of a file are kept after the last one: as long as the file of a failed job."""
_DIGEST = 16

_log = logging.getLogger(__name__)


class ReadingFolder:
    """`protocols.stores.ReadingStore` that several processes may share."""

    def __init__(self, directory: Path, most_bytes: int = MOST_BYTES) -> None:
        """Nothing is created yet; what was left behind long ago is removed."""
        self._directory = directory
        self._most_bytes = most_bytes
        self._counting = threading.Lock()
        self._bytes: int | None = None
        """What is there, as far as this process knows; None before it looked."""
        self._complained = False
        self._sweep()

    def get(self, sha256: str, name: str) -> bytes | None:
        """What was kept of this file under this name; None when it is not there or damaged."""
        path = self._path(sha256, name)
        try:
            status = path.lstat()
            if not stat.S_ISREG(status.st_mode) or status.st_size > _LONGEST:
                return None
            data = path.read_bytes()
        except OSError:
            return None
        digest, body = data[:_DIGEST], data[_DIGEST:]
        return body if digest == _digest(sha256, name, body) else None

    def put(self, sha256: str, name: str, body: bytes) -> None:
        """Keep it, whole or not at all. Where there is no space it is not kept, which is said once."""
        data = _digest(sha256, name, body) + body
        if not self._fits(len(data)):
            self._complain(f"{self._directory} would be over {self._most_bytes >> 20} MiB")
            return
        try:
            _write(self._path(sha256, name), data)
        except OSError as error:
            self._complain(str(error))

    def forget(self, sha256: str) -> None:
        """Remove all that was kept of a file, and of others what was left behind long ago."""
        shutil.rmtree(self._directory / sha256, ignore_errors=True)
        self._sweep()
        with self._counting:
            self._bytes = None

    def _complain(self, trouble: str) -> None:
        if not self._complained:
            _log.warning("What is read of scans is not kept for another attempt: %s", trouble)
        self._complained = True

    def _path(self, sha256: str, name: str) -> Path:
        return self._directory / sha256 / hashlib.sha256(name.encode()).hexdigest()

    def _fits(self, size: int) -> bool:
        with self._counting:
            if self._bytes is None or self._bytes + size > self._most_bytes:  # others may have removed theirs
                self._bytes = self._measured()
            if self._bytes + size > self._most_bytes:
                return False
            self._bytes += size
            return True

    def _measured(self) -> int:
        found = 0
        for path in self._directory.glob("*/*"):
            with suppress(OSError):  # another process removes it, or it is not ours
                found += path.lstat().st_size
        return found

    def _sweep(self) -> None:
        before = time.time() - _KEPT_SECONDS
        for folder in self._directory.glob("*"):
            with suppress(OSError):  # another process removes it, or it is not ours
                if folder.lstat().st_mtime < before:
                    shutil.rmtree(folder, ignore_errors=True)


def _digest(sha256: str, name: str, body: bytes) -> bytes:
    """Of an entry under this name: one that was moved is damaged."""
    return hashlib.blake2b(f"{sha256} {name}\n".encode() + body, digest_size=_DIGEST).digest()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)

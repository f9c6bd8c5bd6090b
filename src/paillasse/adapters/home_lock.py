"""One process owns a home: neither the embedded PostgreSQL nor Qdrant Edge can be shared."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

from paillasse.errors.storage import DiskFull, HomeInUse, StorageError


class HomeLock:
    """An exclusive `flock` on `<home>/lock`; the kernel lets go of it when the owner dies, however it dies."""

    def __init__(self, home: Path) -> None:
        """Take the lock at once or fail at once; creates the home when it is not there.

        Raises:
            HomeInUse: another process has it.
            DiskFull: there is no space for the home.
            StorageError: the home cannot be created or written.
        """
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            kind = DiskFull if error.errno == errno.ENOSPC else StorageError
            raise kind(f"Cannot use {home}: {error.strerror}.") from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            owner = os.read(self._descriptor, 20).decode(errors="replace").strip()
            os.close(self._descriptor)
            raise HomeInUse(f"{home} is in use by another paillasse (process {owner or 'unknown'}).") from error
        os.truncate(self._descriptor, 0)
        os.write(self._descriptor, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let the next process in."""
        os.close(self._descriptor)

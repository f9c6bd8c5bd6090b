"""What stands beside the generations of Qdrant Edge: the configuration of each, and a pointer to the live one.

Nothing of the engine is imported here: a command looks for the live configuration before anything else.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from paillasse.errors.storage import DiskFull, StorageError

_LIVE = "live"
_RECORD = ".json"


class GenerationRecords:
    """Small files in the directory of the index, each replaced whole or not at all."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def live(self) -> str:
        """Name of the live generation; empty when there is none.

        Raises:
            StorageError: the pointer cannot be read.
        """
        return self._read(_LIVE).partition("\n")[0]

    def release(self) -> str:
        """The release that answers over it, as it was told to `point_to`; empty where none does.

        Raises:
            StorageError: the pointer cannot be read.
        """
        return self._read(_LIVE).partition("\n")[2]

    def point_to(self, name: str, release: str = "") -> None:
        """Make this generation the live one, and have this release answer over it; durable when it returns.

        Raises:
            DiskFull, StorageError: the pointer cannot be written; the former one holds.
        """
        self._replace(_LIVE, f"{name}\n{release}" if release else name)

    def configuration(self, name: str) -> str:
        """What the generation was built with; empty where it was not kept.

        Raises:
            StorageError: it cannot be read.
        """
        return self._read(name + _RECORD)

    def keep(self, name: str, configuration: str) -> None:
        """Keep what a generation is built with, if it is not there yet.

        Raises:
            DiskFull, StorageError: it cannot be written.
        """
        if not (self._directory / (name + _RECORD)).exists():
            self._replace(name + _RECORD, configuration)

    def forget(self, name: str) -> None:
        """Remove the record of a generation; no error when it is already gone."""
        (self._directory / (name + _RECORD)).unlink(missing_ok=True)

    def _read(self, name: str) -> str:
        try:
            return (self._directory / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            raise StorageError(f"Cannot read {self._directory / name}: {error}") from error

    def _replace(self, name: str, text: str) -> None:
        fresh = self._directory / (name + ".new")
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            with fresh.open("w", encoding="utf-8") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(self._directory / name)
            _sync(self._directory)
        except OSError as error:
            kind = DiskFull if error.errno == errno.ENOSPC else StorageError
            raise kind(f"Cannot write {self._directory / name}: {error.strerror}.") from error


def _sync(directory: Path) -> None:
    """A name is durable once its directory is."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

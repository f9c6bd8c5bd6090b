"""Pictures on disk, by file, page and width; within a size, those that nobody looked at for longest go first."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

_TRIMMED_TO = 0.8
"""Share of the size that is left after making room, so that room is made seldom."""


class PictureFolder:
    """A cache: whatever is in it can be drawn again, and what cannot be written is not kept."""

    def __init__(self, directory: Path, max_bytes: int) -> None:
        self._directory = directory
        self._max_bytes = max_bytes
        self._bytes: int | None = None
        """What is there, as far as this process knows; None before it looked."""

    def get(self, sha256: str, number: int, width: int) -> bytes | None:
        """The picture of a page, None when it has to be drawn."""
        path = self._path(sha256, number, width)
        try:
            picture = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return picture

    def put(self, sha256: str, number: int, width: int, picture: bytes) -> None:
        """Keep a picture, complete or not at all; a full disk is no error."""
        path = self._path(sha256, number, width)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
                partial = Path(file.name)
                try:
                    file.write(picture)
                    file.close()
                    partial.replace(path)
                finally:
                    partial.unlink(missing_ok=True)
            self._bytes = self._size() if self._bytes is None else self._bytes + len(picture)
            if self._bytes > self._max_bytes:
                self._make_room()

    def forget(self, sha256: str) -> None:
        """Remove every picture of a file."""
        shutil.rmtree(self._directory / sha256, ignore_errors=True)

    def _path(self, sha256: str, number: int, width: int) -> Path:
        return self._directory / sha256 / f"{number}-{width}.webp"

    def _found(self) -> list[tuple[float, int, Path]]:
        found: list[tuple[float, int, Path]] = []
        for path in self._directory.glob("*/*"):
            with suppress(FileNotFoundError):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        return found

    def _size(self) -> int:
        return sum(size for _, size, _ in self._found())

    def _make_room(self) -> None:
        """Look at what is there, of other processes too, and remove the oldest."""
        found = sorted(self._found())
        left = sum(size for _, size, _ in found)
        for _, size, path in found:
            if left <= _TRIMMED_TO * self._max_bytes:
                break
            path.unlink(missing_ok=True)
            left -= size
        self._bytes = left

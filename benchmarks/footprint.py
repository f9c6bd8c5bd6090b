"""What a system takes of the machine: memory of all its processes, bytes on disk."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

_BEAT = 0.25


class MemoryWatch:
    """Most memory that a process, its descendants and whatever works inside its store held at one time.

    Proportional set size: pages that processes share count once. A database server is no descendant of who started it,
    but works inside its data folder.
    """

    def __init__(self, pid: int, store: Path) -> None:
        self._pid, self._store = pid, store.resolve()
        self._peak = 0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The peak in MB."""
        self._stopped.set()
        self._thread.join()
        return self._peak / 1e6

    def _watch(self) -> None:
        while not self._stopped.wait(_BEAT):
            self._peak = max(self._peak, sum(map(held, family(self._pid, self._store, dict(processes())))))


def processes() -> Iterator[tuple[int, tuple[int, Path]]]:
    """Every process that can be looked at: its id, that of its parent, its working folder."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):  # it ended, or belongs to somebody else
                parent = (entry / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]
                yield int(entry.name), (int(parent), (entry / "cwd").readlink())


def family(pid: int, store: Path, present: Mapping[int, tuple[int, Path]]) -> set[int]:
    """The process, its descendants and those that work inside the store."""
    found = {pid} | {other for other, (_, folder) in present.items() if folder.is_relative_to(store)}
    while more := {other for other, (parent, _) in present.items() if parent in found} - found:
        found |= more
    return found


def held(pid: int) -> int:
    """Bytes of its proportional set size; 0 once it has ended."""
    try:
        memory = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return 1024 * sum(map(int, re.findall(r"^Pss:\s+(\d+) kB", memory, re.MULTILINE)))


def disk_bytes(folder: Path) -> int:
    """Bytes that its files take on disk; those of sparse files that were never written do not count."""
    return sum(file.stat().st_blocks * 512 for file in folder.rglob("*") if file.is_file())

"""Killing, and making sure of it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def alive(pid: int) -> bool:
    """Whether it runs; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except (FileNotFoundError, ProcessLookupError):  # gone before the file was opened, or while it was
        return False


def kill(pid: int) -> None:
    """Kill at once, and return when it is dead."""
    os.kill(pid, signal.SIGKILL)
    while alive(pid):
        time.sleep(0.005)

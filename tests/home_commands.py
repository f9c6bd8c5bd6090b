"""The real command in a process of its own, on a real home."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from processes import alive

SAMPLES = Path(__file__).parent.parent / "samples" / "manuals"
COMMAND = (sys.executable, "-c", "from paillasse.cli.main import main; main()")


def environment(**more: str) -> dict[str, str]:
    """Ours without what a developer may have set, as a plain terminal of 80 columns."""
    dropped = ("PAILLASSE_", "FORCE_COLOR", "NO_COLOR", "COLUMNS", "LC_", "LANG", "PYTHONIOENCODING", "PYTHONUTF8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    # One thread: the tests share the machine with each other.
    return {**kept, "LANG": "C.UTF-8", "PAILLASSE_THREADS": "1", **more}


def paillasse(home: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*COMMAND, "--home", str(home), *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=120,
        env=environment(**more),
        check=False,
    )


def started(home: Path, *arguments: object, **more: str) -> subprocess.Popen[str]:
    """Start a command in a session of its own."""
    return subprocess.Popen(
        [*COMMAND, "--home", str(home), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(**more),
        start_new_session=True,
    )


def _threads(pid):
    """Where the kernel lists the children of each thread; nothing when the process has gone meanwhile."""
    try:
        return list(Path(f"/proc/{pid}/task").glob("*/children"))
    except (FileNotFoundError, ProcessLookupError):
        return []


def children(pid: int) -> list[int]:
    """Every living descendant of a process."""
    found: list[int] = []
    for listed in _threads(pid):
        try:
            found += [int(child) for child in listed.read_text().split()]
        except OSError:  # that thread has just ended
            continue
    return [*(p for p in found if alive(p)), *(grand for child in found for grand in children(child))]


def servers(home: Path) -> list[int]:
    """PostgreSQL processes that work in this home, whoever started them."""
    found: list[int] = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            inside = (process / "cwd").readlink().is_relative_to(home.resolve())
        except OSError:
            continue
        if inside:
            found.append(int(process.name))
    return found


def end(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str, str]:
    """Send a signal and wait: exit code, standard output, standard error."""
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err

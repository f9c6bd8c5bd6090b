"""Systems as processes: one after the other, watched from outside, each result on disk as soon as it is there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.footprint import MemoryWatch, disk_bytes
from benchmarks.peers.trial import Question

ROOT = Path(__file__).parents[2]
SYSTEMS = {
    "langchain": "langchain_default",
    "llamaindex": "llama_index_default",
    "haystack": "haystack_default",
    "haystack-bm25": "haystack_bm25",
    "txtai": "txtai_hybrid",
    "bm25": "bm25_plain",
    "paillasse": "paillasse_default",
    "paillasse-text": "paillasse_default",
}
"""What a system is called, and its module. The same module under two names looks at its name."""

OWN = ("paillasse", "paillasse-text")
QUIET = {
    "HF_HUB_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "DO_NOT_TRACK": "1",
}
"""Peers neither fetch nor report anything."""

_COPIES = "files"
"""Folder of Paillasse's home that holds the manuals themselves: no part of an index."""


@dataclass(frozen=True, slots=True)
class Task:
    """What every system is given."""

    files: tuple[Path, ...]
    questions: tuple[Question, ...]

    @property
    def fingerprint(self) -> str:
        """Changes with the manuals and the questions, so that no result of other ones is taken for theirs."""
        files = [(file.name, file.stat().st_size) for file in self.files]
        return hashlib.sha256(repr((files, self.questions)).encode()).hexdigest()[:12]


class TrialFailed(Exception):
    """A system's process ended without a result; the message has the end of what it said."""


def trial(system: str, task: Task, python: Path, checkpoint: Path) -> dict[str, Any]:
    """The result at the checkpoint when it is of this task, else one measured now and written there.

    Raises:
        TrialFailed: the system's process failed.
    """
    if checkpoint.exists():
        known = json.loads(checkpoint.read_text(encoding="utf-8"))
        if known["task"] == task.fingerprint:
            return known
    result = measure(system, task, Path(sys.executable) if system in OWN else python, checkpoint.with_suffix(".home"))
    result["task"] = task.fingerprint
    checkpoint.write_text(json.dumps(result), encoding="utf-8")
    return result


def measure(system: str, task: Task, python: Path, home: Path) -> dict[str, Any]:
    """Run one system in a process of its own, in an empty home that is removed afterwards.

    Raises:
        TrialFailed: its process failed.
    """
    shutil.rmtree(home, ignore_errors=True)
    store = home / "store"
    store.mkdir(parents=True)
    job, result = home / "job.json", home / "result.json"
    questions = [asdict(question) for question in task.questions]
    files = [str(file.resolve()) for file in task.files]
    load = os.getloadavg()[0]
    spawned = {"files": files, "home": str(store.resolve()), "questions": questions, "spawned": time.time()}
    job.write_text(json.dumps(spawned), encoding="utf-8")
    command = [str(python), "-m", f"benchmarks.peers.systems.{SYSTEMS[system]}", str(job), str(result), system]
    with (home / "log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | QUIET, stdout=log, stderr=log)  # noqa: S603
        watch = MemoryWatch(process.pid, store)
        status = process.wait()
        peak = watch.stop()
        log.seek(0)
        said = log.read()[-2000:]
    if status != 0:
        raise TrialFailed(f"{system} ended with status {status}:\n{said}")
    disk = (disk_bytes(store) - disk_bytes(store / _COPIES)) / 1e6
    found = json.loads(result.read_text(encoding="utf-8"))
    shutil.rmtree(home)
    return found | {"peak_mb": peak, "disk_mb": disk, "load_before": load}


def rounds(systems: Sequence[str], count: int) -> Iterable[tuple[int, str]]:
    """Every system once a round; every second round backwards, so that none always follows the same one."""
    for number in range(1, count + 1):
        for system in systems if number % 2 else reversed(systems):
            yield number, system

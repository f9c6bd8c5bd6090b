"""Processor time of questions and pages, in this process and in all that work for it, the database included.

    uv run python -m benchmarks.scaling.measure HOME GOLDEN.jsonl... --json out/bench/scaling-cost.json
    uv run python -m benchmarks.scaling.measure HOME --ingest manuals/ --json …       # into a home that is empty

Processor time hardly depends on what else runs, as times by the clock do: so it is what the model of `simulate` is of.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

from benchmarks.footprint import family, held, processes
from paillasse.cli.manuals.ingest import find_files
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_services
from paillasse.evaluation import dataset
from paillasse.ingestion.several import ingest_files
from paillasse.settings import Settings
from paillasse.types.questions import Query, Scope

_TICKS = os.sysconf("SC_CLK_TCK")


def processor_seconds(home: Path) -> float:
    """Of this process, its children (also those that ended) and the database, since each began."""
    total = 0.0
    for pid in family(os.getpid(), home.resolve(), dict(processes())):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile; its parent has its time
            continue
        total += sum(map(int, fields[11:15])) / _TICKS
    return total


async def questions(services: Services, paths: Sequence[Path], home: Path) -> dict[str, Any]:
    """What each question costs, asked for the first time and again; no answer is kept between the two."""
    cases = dataset.load(paths)
    answerer = await services.answerer(Scope())
    queries = [Query(case.question, equipment=case.equipment or "") for case in cases]
    await answerer.answer(queries[0])  # imports and the first touch of everything are no part of a question
    found: dict[str, Any] = {"questions": len(queries)}
    for which in ("first", "again"):
        seconds: list[float] = []
        before = processor_seconds(home)
        for query in queries:
            own = time.process_time()
            await answerer.answer(query)
            seconds.append(time.process_time() - own)
        spent = processor_seconds(home) - before
        ranked = sorted(seconds)
        found[which] = {
            "cpu_seconds_per_1000": round(1000 * spent / len(queries), 1),
            "own_median": round(median(seconds), 4),
            "own_mean": round(mean(seconds), 4),
            "own_p95": round(ranked[int(0.95 * len(ranked))], 4),
        }
    found["memory_mb"] = round(held(os.getpid()) / 1e6)
    found["own_seconds_again"] = [round(each, 4) for each in seconds]
    return found


async def pages(services: Services, folder: Path, home: Path) -> dict[str, Any]:
    """What pages cost to read, by stage too."""
    files = find_files([folder])
    before, begun = processor_seconds(home), time.perf_counter()
    verdicts = [v async for v in ingest_files(services.pipeline, files, "default", lambda _path: lambda *_: None)]
    await services.index.optimize()
    spent = processor_seconds(home) - before
    count = sum(verdict.pages for verdict in verdicts)
    stages: dict[str, float] = {}
    for verdict in verdicts:
        for stage, seconds in verdict.stages.items():
            stages[stage] = round(stages.get(stage, 0.0) + seconds, 1)
    return {
        "files": len(files),
        "pages": count,
        "passages": sum(verdict.chunks for verdict in verdicts),
        "cpu_seconds_per_1000": round(1000 * spent / count, 1),
        "seconds": round(time.perf_counter() - begun, 1),
        "stage_seconds": stages,
        "bytes": {part: _size(home / part) for part in ("files", "index", "postgres")},
    }


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


async def measure(home: Path, golden: Sequence[Path], folder: Path | None) -> dict[str, Any]:
    """Open the home and measure what was asked for."""
    found: dict[str, Any] = {"load": [round(each, 1) for each in os.getloadavg()], "cores": os.cpu_count()}
    async with open_services(Settings(home=home), None) as services:
        if folder is not None:
            found["pages"] = await pages(services, folder, home)
        if golden:
            found["asked"] = await questions(services, golden, home)
    return found


def main() -> None:
    """Read the command line, measure, write JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("golden", type=Path, nargs="*")
    parser.add_argument("--ingest", type=Path)
    parser.add_argument("--json", type=Path, required=True)
    given = parser.parse_args()
    found = asyncio.run(measure(given.home, given.golden, given.ingest))
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The index at scale: build time, disk, memory, latency, recall, and how much our retriever adds to the raw engine.

    uv run python -m benchmarks.scale.measure --sizes 1000 10000 100000 1000000

Chunks and questions are made up from a seed (benchmarks/scale/synthetic.py): Zipf words, clustered unit vectors, ten
collections, two languages. The index is the real one (Qdrant Edge), the retriever the real one; embedder, chunk store
and reranker are stand-ins that cost nothing. 200 questions, one at a time, 100 candidates per lane. Figures:

  upsert, optimize   seconds to write all chunks in batches of 1,000, then to merge and build graphs
  disk, memory       of the index; memory (proportional set size) after building and after searching, each in a process
                     of its own; the index is mapped into memory, so that what the system keeps of it counts
  p50, p95           milliseconds of hybrid search with a filter: dense lane, word lanes, fusion; once where the user
                     may read one collection of ten, once where nine of ten
  CPU                milliseconds of the processor per question, all threads: it depends less on what else runs
  recall@10          share of the ten nearest chunks, by comparing with all, that the dense lane has first
  ratio              of p50, p95, CPU to those of the engine asked directly: same queries, filters, limits, in turns

Every size is kept in --out as SIZE.json and not measured again; delete what should be.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.scale import drawing, phases

ROWS = (
    ("upsert_seconds", "upsert, s", ".1f"),
    ("optimize_seconds", "optimize, s", ".1f"),
    ("open_seconds", "open, s", ".2f"),
    ("disk_mb", "disk, MB", ".0f"),
    ("build_memory_mb", "memory after building, MB", ".0f"),
    ("search_memory_mb", "memory after searching, MB", ".0f"),
)
SCOPE_ROWS = (
    ("p50_ms", "p50, ms", ".1f"),
    ("p95_ms", "p95, ms", ".1f"),
    ("cpu_ms", "CPU, ms", ".2f"),
    ("engine_p50_ms", "engine p50, ms", ".1f"),
    ("engine_p95_ms", "engine p95, ms", ".1f"),
    ("engine_cpu_ms", "engine CPU, ms", ".2f"),
    ("ratio_p50", "ratio p50", ".2f"),
    ("ratio_p95", "ratio p95", ".2f"),
    ("ratio_cpu", "ratio CPU", ".2f"),
    ("recall@10", "recall@10", ".3f"),
)


def alone(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """What `work` gives in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def measure(size: int, out: Path) -> dict[str, Any]:
    """The figures of one size: those on disk, or measured now and written there."""
    checkpoint, directory = out / f"{size}.json", out / f"{size}.index"
    if checkpoint.exists():
        return json.loads(checkpoint.read_text(encoding="utf-8"))
    shutil.rmtree(directory, ignore_errors=True)
    load = os.getloadavg()[0]
    built = alone(phases.build, directory, size)
    found = alone(phases.search, directory, size, built.pop("truth"))
    shutil.rmtree(directory)
    figures = {"chunks": size, "cores": os.cpu_count(), "load_before": load} | built | found
    checkpoint.write_text(json.dumps(figures, indent=2), encoding="utf-8")
    return figures


def table(sizes: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line per figure, a column per size."""
    yield line("chunks", [f"{figures['chunks']:,}" for figures in sizes])
    for key, label, form in ROWS:
        yield line(label, [format(figures[key], form) for figures in sizes])
    for scope in phases.SCOPES:
        for key, label, form in SCOPE_ROWS:
            yield line(f"{scope}: {label}", [format(figures[scope][key], form) for figures in sizes])


def line(label: str, cells: Sequence[str]) -> str:
    """One row."""
    return f"{label:30}" + "".join(f"{cell:>12}" for cell in cells)


def main() -> None:
    """Measure, print the table, write report.json and scale.png."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000], metavar="CHUNKS")
    parser.add_argument("--out", type=Path, default=Path("out/bench/scale"), metavar="DIR")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    figures = [measure(size, options.out) for size in sorted(options.sizes)]
    (options.out / "report.json").write_text(json.dumps(figures, indent=2), encoding="utf-8")
    sys.stdout.writelines(text + "\n" for text in table(figures))
    drawing.draw(figures, options.out / "scale.png")


if __name__ == "__main__":
    main()

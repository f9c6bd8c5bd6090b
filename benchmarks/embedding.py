"""Does ingestion embed as fast as the embedder can? Its embed stage against the embedder alone, on the same chunks.

    uv run python -m benchmarks.embedding --manuals PATH... --rounds 3

Every round ingests the manuals once more, into a collection of its own, then gives the same chunks to the embedder in
other ways:

  ingest             what the embed stage of ingestion reaches; it also weighs terms and makes index points
  one call           the product's embedder, all chunks in one call instead of 32 at a time
  longest first      the same, sorted, so that no core waits for a long text at the end
  one thread         the same embedder with one text at a time
  threads per text   one text at a time, all cores on each
  equal lengths      all cores, and texts of equal length together, eight at most: batches without padding

Figures: the median over rounds of chunks per second, and of the ratio of ingestion to the best other way of its round,
so that what else the machine does falls on both. Beside them, the share of each stage in ingestion.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from paillasse.adapters.embedding.model_folder import GRAPH, SHIPPED, open_session, read_model, session_options
from paillasse.adapters.embedding.onnx_embedder import OnnxEmbedder
from paillasse.cli.manuals.ingest import find_files
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_services
from paillasse.pipeline_config import PipelineConfig
from paillasse.settings import Settings

Way = Callable[[Sequence[str]], Awaitable[None]]
TOGETHER = 8
INGEST = "ingest"


def ways() -> dict[str, Way]:
    """Every way to embed but ingestion's, by name."""
    pooled, single = OnnxEmbedder(), OnnxEmbedder(1)

    async def one_call(texts: Sequence[str]) -> None:
        await pooled.embed(texts)

    async def longest_first(texts: Sequence[str]) -> None:
        await pooled.embed(sorted(texts, key=len, reverse=True))

    async def one_thread(texts: Sequence[str]) -> None:
        await single.embed(texts)

    return {
        "one call": one_call,
        "longest first": longest_first,
        "one thread": one_thread,
        "threads per text": threads_per_text(),
        "equal lengths": equal_lengths(),
    }


def threads_per_text() -> Way:
    """One text at a time on every core."""
    tokenizer = read_model(SHIPPED).tokenizer
    options = session_options("ORT_ENABLE_ALL")
    options.intra_op_num_threads = os.cpu_count()
    session = open_session(str(SHIPPED / GRAPH), options)

    async def embed(texts: Sequence[str]) -> None:
        for text in texts:
            session.run(None, {"input_ids": np.array([tokenizer.encode(text).ids], dtype=np.int32)})

    return embed


def equal_lengths() -> Way:
    """Texts of equal length together, a batch on each core."""
    model = read_model(SHIPPED)

    def run(batch: list[list[int]]) -> None:
        model.session.run(None, {"input_ids": np.array(batch, dtype=np.int32)})

    async def embed(texts: Sequence[str]) -> None:
        all_ids = [model.tokenizer.encode(text).ids for text in texts]
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(run, batches(all_ids)))

    return embed


def batches(all_ids: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    """Batches of one length each, `TOGETHER` texts at most, longest first."""
    by_length: defaultdict[int, list[list[int]]] = defaultdict(list)
    for ids in all_ids:
        by_length[len(ids)].append(ids)
    for length in sorted(by_length, reverse=True):
        alike = by_length[length]
        yield from (alike[start : start + TOGETHER] for start in range(0, len(alike), TOGETHER))


async def ingest(services: Services, files: Sequence[Path], collection: str) -> tuple[list[str], Counter[str]]:
    """What was embedded, and the seconds of each stage."""
    texts: list[str] = []
    stages: Counter[str] = Counter()
    for file in files:
        verdict = await services.pipeline.ingest(file, collection, lambda _stage, _done, _total: None)
        stages.update(verdict.stages)
        chunks = await services.chunks.neighbours(verdict.document_id, 0, verdict.chunks) if verdict.chunks else []
        texts += [chunk.embedded_text for chunk in chunks]
    return texts, stages


async def measure(files: Sequence[Path], rounds: int, home: Path) -> dict[str, Any]:
    """Chunks per second by way, per round, and the seconds of the stages."""
    others = ways()
    for way in others.values():
        await way(["warm up"])
    speeds: defaultdict[str, list[float]] = defaultdict(list)
    stages: Counter[str] = Counter()
    texts: list[str] = []
    async with open_services(Settings(home=home), PipelineConfig()) as services:
        await services.embedder.embed(["warm up"])
        for number in range(rounds):
            texts, spent = await ingest(services, files, f"round-{number}")
            stages.update(spent)
            speeds[INGEST].append(len(texts) / spent["embed"])
            for name, way in others.items():
                start = time.perf_counter()
                await way(texts)
                speeds[name].append(len(texts) / (time.perf_counter() - start))
    return {"chunks": len(texts), "cores": os.cpu_count(), "speeds": speeds, "stages": stages}


def figures(measured: dict[str, Any]) -> dict[str, Any]:
    """Medians, ratios and shares."""
    speeds: dict[str, list[float]] = measured["speeds"]
    best = [max(of_round) for of_round in zip(*(s for name, s in speeds.items() if name != INGEST), strict=True)]
    total = sum(measured["stages"].values())
    return {
        "chunks": measured["chunks"],
        "cores": measured["cores"],
        "rounds": len(best),
        "chunks_per_second": {name: median(of_way) for name, of_way in speeds.items()},
        "ratio_to_best": median(own / other for own, other in zip(speeds[INGEST], best, strict=True)),
        "stage_shares": {name: seconds / total for name, seconds in measured["stages"].items()},
    }


def table(found: dict[str, Any]) -> Iterator[str]:
    """A line per figure."""
    for name, speed in found["chunks_per_second"].items():
        yield f"{name:20}{speed:8.1f} chunks/s"
    yield f"{'ingest / best':20}{found['ratio_to_best']:8.2f}"
    for name, share in found["stage_shares"].items():
        yield f"{'stage ' + name:20}{share:8.0%} of ingestion"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    samples = Path(__file__).parents[1] / "samples" / "manuals"
    parser.add_argument("--manuals", type=Path, nargs="+", default=[samples], metavar="PATH", help="PDF files, folders")
    parser.add_argument("--rounds", type=int, default=3, help="(default %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        files = find_files(options.manuals)
        found = figures(asyncio.run(measure(files, options.rounds, Path(home))))
    sys.stdout.writelines(text + "\n" for text in table(found))
    if options.json is not None:
        options.json.write_text(json.dumps(found, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()

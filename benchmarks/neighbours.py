"""Is the choice of parameters stable? The golden sets again, with each tuned parameter at its neighbours.

    uv run python benchmarks/neighbours.py HOME GOLDEN.jsonl... --json out/neighbours.json

Reads the index that `paillasse --home HOME ingest` built; none of the parameters tried changes what is in it. Vectors
are remembered between runs, so that only the first one pays for them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_services
from paillasse.evaluation import dataset, experiment
from paillasse.evaluation.aggregation import summarise
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.retrieval import Vector, Vectors
from paillasse.settings import Settings
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Scope

NEIGHBOURS: dict[str, dict[str, Sequence[float]]] = {
    "retrieval": {
        "dense_weight": (0.4, 0.6),
        "rerank_weight": (0.5, 1.0),
        "rerank_depth": (15, 30),
        "candidates": (50, 200),
        "error_code_boost": (0.5, 1.5),
        "code_boost": (0.2, 0.5),
        "equipment_boost": (0.05, 0.3),
        "same_language_boost": (0.0, 0.06),
        "other_language_factor": (0.5, 0.9),
    },
    "answering": {
        "max_claims": (7, 11),
        "passage_lines": (4, 6),
        "max_steps": (8, 12),
        "other_share": (0.65, 0.85),
        "min_confidence": (0.54, 0.62),
    },
}


class RememberingEmbedder:
    """An embedder that computes each vector once."""

    def __init__(self, embedder: Any) -> None:
        self._embedder = embedder
        self._vectors: dict[str, Any] = {}
        self._questions: dict[str, Vector] = {}
        self._tokens: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embedder, name)

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """As the embedder's."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if missing:
            self._vectors.update(zip(missing, await self._embedder.embed(missing), strict=True))
        return np.stack([self._vectors[text] for text in texts])

    async def embed_query(self, text: str) -> Vector:
        """As the embedder's."""
        if text not in self._questions:
            self._questions[text] = await self._embedder.embed_query(text)
        return self._questions[text]

    async def embed_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """As the embedder's."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._tokens]
        if missing:
            self._tokens.update(zip(missing, await self._embedder.embed_tokens(missing), strict=True))
        return [self._tokens[text] for text in texts]


def variants(base: PipelineConfig) -> list[tuple[str, PipelineConfig]]:
    """The present configuration, then each parameter at its neighbours."""
    found = [("as it is", base)]
    for section, parameters in NEIGHBOURS.items():
        for name, values in parameters.items():
            for value in values:
                part = getattr(base, section).model_copy(update={name: value})
                found.append((f"{name} {value}", base.model_copy(update={section: part})))
    return found


async def measure(services: Services, cases: Sequence[GoldenCase]) -> dict[str, float | None]:
    """The figures that parameters could move."""
    report = summarise(await experiment.run(await services.answerer(Scope()), services, cases), services.config.hash)
    slices = {name: report.slices[name].model_dump(by_alias=True) for name in ("all", "en", "fr", "cross_lingual")}
    return {
        **{f"{name} hit@5": figures["hit@5"] for name, figures in slices.items()},
        "all hit@1": slices["all"]["hit@1"],
        "correct": report.answer_correctness,
        "refused, unanswerable": report.refused_unanswerable,
        "refused, answerable": report.refused_answerable,
    }


async def run(home: Path, golden: list[Path]) -> dict[str, dict[str, float | None]]:
    """Figures by variant."""
    cases, base, table = dataset.load(golden), PipelineConfig(), dict[str, dict[str, float | None]]()
    async with open_services(Settings(home=home), base) as services:
        embedder: Any = RememberingEmbedder(services.embedder)
        for name, config in variants(base):
            table[name] = await measure(replace(services, config=config, embedder=embedder), cases)
            figures = "  ".join(f"{key} {value:.3f}" for key, value in table[name].items() if value is not None)
            sys.stdout.write(f"{name:28} {figures}\n")
            sys.stdout.flush()
    return table


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("golden", type=Path, nargs="+")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    table = asyncio.run(run(options.home, options.golden))
    if options.json is not None:
        options.json.write_text(json.dumps(table, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()

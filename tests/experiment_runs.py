"""Runs of experiments made of rows, and releases made of them, without asking anything."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from access_stores import NOW, memory_stores
from paillasse.access.auditing import Auditor
from paillasse.access.types import COMMAND_LINE
from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.evaluation.aggregation import summarise
from paillasse.experiments.identity import dataset_hash
from paillasse.experiments.rows import QuestionRow, mean_figures, write_rows
from paillasse.experiments.runs import CONFIG, REPORT, ROWS
from paillasse.pipeline_config import ChunkingConfig, PipelineConfig, Released
from paillasse.protocols.tracking import Run
from paillasse.releases.desk import ReleaseDesk
from paillasse.releases.gate_policy import GatePolicy
from paillasse.releases.shelf import ReleaseShelf
from paillasse.releases.types import Alias, Promotion

SAME = {"dataset": "d", "documents": "m", "reviewed": dataset_hash([])}
"""Tags of runs that were asked the same questions of the same manuals."""


def row(name: str, *slices: str, answerable: bool = True, passed: bool = True, **figures: float) -> QuestionRow:
    """A question with these figures (`hit_at_5` for `hit@5`), beside its latency."""
    return QuestionRow(
        id=name,
        question=f"{name}?",
        language="en",
        slices=("all", *slices) if answerable else ("unanswerable", *slices),
        answerable=answerable,
        outcome="answered",
        passed=passed,
        rank=1,
        figures={"latency_ms": 10.0} | {key.replace("_at_", "@"): value for key, value in figures.items()},
        answer="Rinse.",
        quotes=("Rinse.",),
        contexts=("Rinse the rotor.",),
    )


async def run_of(
    tracker: MemoryTracker,
    rows: Sequence[QuestionRow],
    config: PipelineConfig | None = None,
    finished: bool = True,
    **tags: str,
) -> Run:
    """A run that these rows came of, as `experimenting` writes it down."""
    config = config or PipelineConfig()
    told = {**SAME, "config": config.hash, "generation": config.generation("hash"), "key": config.hash, **tags}
    run_id = await tracker.begin("paillasse", config.hash, {"config": config.hash}, told)
    await tracker.log(run_id, mean_figures(rows))
    with tempfile.TemporaryDirectory() as name:
        await asyncio.to_thread(_write, Path(name), config, rows)
        await tracker.keep(run_id, Path(name))
    if finished:
        await tracker.finish(run_id)
    return await tracker.run(run_id)


class Desk(ReleaseDesk):
    """A desk over runs in memory, which remembers what it had answer."""

    def __init__(self, policy: GatePolicy | None = None, auditor: Auditor | None = None) -> None:
        self.tracker = MemoryTracker()
        self.switched: list[Released] = []
        self.log = memory_stores().audit
        self.failing: Exception | None = None

        async def switch(released: Released) -> None:
            if self.failing is not None:
                raise self.failing
            self.switched.append(released)

        async def reviewed() -> list[Any]:
            return []

        shelf = ReleaseShelf(self.tracker, self.tracker)
        super().__init__(shelf, policy or GatePolicy(), auditor or Auditor(self.log, lambda: NOW), switch, reviewed)


OTHER = PipelineConfig(chunking=ChunkingConfig(strategy="fixed"))


async def desk_of_two(auditor: Auditor) -> Desk:
    """Two releases; the second is in production, where the first was before."""
    desk = Desk(auditor=auditor)
    for version, config in (("1", PipelineConfig()), ("2", OTHER)):
        await desk.shelf.create(await run_of(desk.tracker, [row("a", hit_at_5=1.0)], config), "", "ada")
        await desk.promote(await desk.shelf.find(version), Promotion(Alias.PRODUCTION, "ada"), COMMAND_LINE)
    return desk


def _write(folder: Path, config: PipelineConfig, rows: Sequence[QuestionRow]) -> None:
    (folder / CONFIG).write_text(config.whole)
    (folder / ROWS).write_text(write_rows(rows))
    (folder / REPORT).write_text(summarise([], config.hash).model_dump_json())

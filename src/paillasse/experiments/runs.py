"""Runs that were made: which one is meant, and what was kept with it."""

from __future__ import annotations

from collections.abc import Sequence

from paillasse.errors.releases import RunIncomplete, RunNotFound
from paillasse.evaluation.report import Report
from paillasse.experiments.rows import QuestionRow, read_rows
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.tracking import Run, Tracker
from paillasse.types.golden_case import GoldenCase

ROWS, REPORT, CONFIG, GOLDEN = "questions.jsonl", "report.json", "config.json", "golden.jsonl"
"""Files that are kept with a run."""


def find(runs: Sequence[Run], which: str) -> Run:
    """The run meant by its id, the start of it, or its configuration, of which the latest finished run is taken.

    Raises:
        RunIncomplete: it was not finished.
        RunNotFound: there is none, or the start of an id fits several.
    """
    named = [run for run in runs if run.name == which and run.finished][:1]
    found = named or [run for run in runs if which and run.id.startswith(which)]
    if len(found) != 1:
        raise RunNotFound(f"{'Several runs begin' if found else 'No run begins'} with {which!r}.")
    if not found[0].finished:
        raise RunIncomplete(f"The run {found[0].id} was not finished.")
    return found[0]


def judge_failures(run: Run) -> int:
    """Figures that its judge was asked for and failed to give; what a dead judge left behind is tried again."""
    return int(sum(run.metrics.get(f"{place}/judge_failures", 0) for place in ("all", "reviewed")))


async def rows_of(tracker: Tracker, run: Run) -> list[QuestionRow]:
    """Its questions; raises what `Tracker.fetch` raises."""
    return read_rows(await tracker.fetch(run.id, ROWS))


async def cases_of(tracker: Tracker, run: Run) -> list[GoldenCase]:
    """The golden cases that it was asked; raises what `Tracker.fetch` raises."""
    return [GoldenCase.model_validate_json(line) for line in (await tracker.fetch(run.id, GOLDEN)).splitlines() if line]


async def report_of(tracker: Tracker, run: Run) -> Report:
    """Its report; raises what `Tracker.fetch` raises."""
    return Report.model_validate_json(await tracker.fetch(run.id, REPORT))


async def config_of(tracker: Tracker, run: Run) -> PipelineConfig:
    """Its configuration.

    Raises:
        InvalidConfiguration: another version of Paillasse wrote it.
        RunNotFound: it was not kept.
    """
    return PipelineConfig.parse((await tracker.fetch(run.id, CONFIG)).decode(), f"The run {run.id}")

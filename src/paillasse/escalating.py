"""Services → rows → an escalation model: where the predictor's training is joined with what is asked and what is kept.

A model is registered as `escalation`; the one in production is kept in the home, where asking finds it without MLflow.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from paillasse.bootstrap import Services
from paillasse.errors import StorageError
from paillasse.golden_case import GoldenCase
from paillasse.prediction.escalation import Column, EscalationModel
from paillasse.prediction.examples.collecting import Answerer, collect
from paillasse.prediction.examples.rows import Row
from paillasse.prediction.examples.table import Table
from paillasse.prediction.examples.validation import validated
from paillasse.prediction.examples.withholding import PartOfChunks, PartOfIndex
from paillasse.prediction.learning.families import Family
from paillasse.prediction.learning.figures import Figure, auroc, interval
from paillasse.prediction.learning.report import Report, report_of
from paillasse.prediction.learning.training import best_of, crossed, model_of
from paillasse.protocols import Progress
from paillasse.retrieval.statistics import WordMemory
from paillasse.tracking_protocols import ModelRegistry, ModelVersion, Tracker
from paillasse.types import Scope

MODEL = EXPERIMENT = "escalation"
"""Name of the registered model, and of the experiment that its runs are in."""
STAGING, PRODUCTION = "staging", "production"
_FILE, _REPORT = "escalation.json", "report.json"
_FOLDER = "model"
_LEAST_AUROC, _LARGEST_ERROR = 0.85, 0.08


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what was measured on machines that it was not trained on."""

    model: EscalationModel
    report: Report
    table: Table
    probabilities: Mapping[str, Column]
    """By family, of every row, from models that had not seen its machine; `chosen` is what the report is about."""


async def collect_rows(services: Services, cases: Sequence[GoldenCase], golden: str, progress: Progress) -> list[Row]:
    """Ask golden cases of the manuals of this home, and again as if those that answer were not there.

    Raises:
        EmptyIndex: there is no manual.
        PaillasseError: whatever answering raises.
    """
    documents = await services.documents.list(Scope())

    async def without(left_out: frozenset[str]) -> Answerer:
        if not left_out:
            return await services.answerer(Scope())
        seen = tuple(document.id for document in documents if document.id not in left_out)
        index, chunks = PartOfIndex(services.index, seen), PartOfChunks(services.chunks, seen)
        part = replace(services, index=index, chunks=chunks, word_memory=WordMemory())
        return await part.answerer(Scope(document_ids=seen))

    return await collect(cases, golden, documents, without, progress)


def train(rows: Sequence[Row], among: Sequence[Family]) -> Trained:
    """Validate, compare, calibrate, fit; it takes a minute of one core.

    Raises:
        TrainingDataError: the rows are not fit to learn from.
    """
    learnt = validated(rows)
    across = crossed(learnt, among)
    report = report_of(learnt, across)
    return Trained(
        model_of(best_of(learnt, among), learnt), report, learnt, {**across.by_family, "chosen": across.chosen}
    )


def failures(trained: Trained, production: EscalationModel | None) -> list[str]:
    """Why the model may not go into production, one sentence each; none when it may.

    Beside the floors it must not rank significantly worse than the model in production, which may have been trained on
    some of these rows, and has then an advantage.
    """
    figures = trained.report.all
    failed: list[str] = []
    if not figures.auroc.value >= _LEAST_AUROC:
        failed.append(f"AUROC is {figures.auroc.value:.3f}, below {_LEAST_AUROC}")
    if not figures.calibration_error.value <= _LARGEST_ERROR:
        failed.append(f"the calibration error is {figures.calibration_error.value:.3f}, above {_LARGEST_ERROR}")
    if production is not None:
        gain = _beside(trained, production)
        if gain.high < 0:
            failed.append(f"AUROC is {-gain.value:.3f} below that of {production.version}, which is in production")
    return failed


def _beside(trained: Trained, production: EscalationModel) -> Figure:
    table = trained.table
    columns = [table.names.index(name) for name in production.features]
    former, new = production.probabilities(table.rows[:, columns]), trained.probabilities["chosen"]
    tickets = table.tickets
    return interval(lambda i: auroc(tickets[i], new[i]) - auroc(tickets[i], former[i]), table.groups.tolist())


async def register(tracker: Tracker, registry: ModelRegistry, trained: Trained) -> ModelVersion:
    """Log a run per family and one of the model, and register that as `staging`.

    Raises:
        TrackerUnreachable, TrackerRejected: what remembers runs does not do its work.
    """
    tags = {"model": trained.model.version}
    for family in trained.report.families:
        run_id = await tracker.begin(EXPERIMENT, family.name, {"family": family.name}, tags)
        await tracker.log(run_id, family.model_dump(exclude={"name"}))
        await tracker.finish(run_id)
    told = {"family": trained.model.family, "features.version": str(trained.model.features_version)}
    told |= {"rows": str(len(trained.table.rows)), "groups": str(trained.report.groups)}
    run_id = await tracker.begin(EXPERIMENT, trained.model.version, told, tags)
    await tracker.log(run_id, trained.report.metrics())
    with tempfile.TemporaryDirectory(prefix="paillasse-") as place:
        await asyncio.to_thread(write, trained, Path(place))
        await tracker.keep(run_id, Path(place), _FOLDER)
    await tracker.finish(run_id)
    version = await registry.register(MODEL, run_id, _FOLDER, tags)
    await registry.point(MODEL, STAGING, version.number)
    return version


async def promote(registry: ModelRegistry, version: ModelVersion, trained: Trained, path: Path) -> None:
    """Have it in production: questions are judged by it from the next start on.

    Raises:
        StorageError: the home cannot be written.
        TrackerUnreachable, TrackerRejected: what remembers runs does not do its work.
    """
    await asyncio.to_thread(_replace, path, trained.model.model_dump_json())
    await registry.point(MODEL, PRODUCTION, version.number)


def write(trained: Trained, folder: Path) -> None:
    """Keep the model and its report in a folder, which is made.

    Raises:
        StorageError: it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"Cannot make {folder}: {error.strerror}.") from error
    _replace(folder / _FILE, trained.model.model_dump_json())
    _replace(folder / _REPORT, trained.report.model_dump_json(indent=2))


def _replace(path: Path, text: str) -> None:
    """Whole or not at all: a server may be reading."""
    beside = path.with_suffix(".new")
    try:
        beside.write_text(text + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        raise StorageError(f"Cannot write {path}: {error.strerror}.") from error

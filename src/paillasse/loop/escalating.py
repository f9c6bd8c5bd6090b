"""Services → rows → an escalation model: where the predictor's training is joined with what is asked and what is kept.

A model is registered as `escalation` in MLflow; the one in production is in the database, where asking finds it.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from paillasse.access.types import Actor
from paillasse.composition.bootstrap import Services
from paillasse.errors.storage import StorageError
from paillasse.history.types import Exchange, FeedbackState
from paillasse.loop.experimenting import every_collection, reviewed_cases
from paillasse.loop.promoting import models_of
from paillasse.prediction.desk import ModelDesk
from paillasse.prediction.escalation import Column, EscalationModel
from paillasse.prediction.examples.collecting import Answerer, collect, regrouped
from paillasse.prediction.examples.judged import Judged, rows_of
from paillasse.prediction.examples.rows import Row, dumped, joined, parsed
from paillasse.prediction.examples.table import Indices, Table, Truths
from paillasse.prediction.examples.validation import LEAST_GROUPS, validated
from paillasse.prediction.examples.withholding import PartOfChunks, PartOfIndex
from paillasse.prediction.learning.families import Family, families
from paillasse.prediction.learning.figures import Figure, auroc, interval
from paillasse.prediction.learning.report import Report, report_of
from paillasse.prediction.learning.training import best_of, crossed, model_of
from paillasse.prediction.production import ESCALATION, escalation_in_production
from paillasse.protocols.progress import Progress
from paillasse.protocols.tracking import ModelVersion, Tracking
from paillasse.protocols.trained_models import KeptModel
from paillasse.retrieval.statistics import WordMemory
from paillasse.storage.history.conversations import PostgresHistoryStore
from paillasse.storage.history.feedback import PostgresFeedbackStore
from paillasse.storage.session import Database
from paillasse.types.answers import Answer
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Query, Scope

MODEL = EXPERIMENT = ESCALATION
"""Name of the registered model, and of the experiment that its runs are in."""
STAGING, PRODUCTION = "staging", "production"
_FILE, _REPORT = "escalation.json", "report.json"
_FOLDER = "model"
_REVIEWED = "reviewed"
"""Name of the table of golden cases that came of feedback."""
_PAGE = 200
_LEAST_AUROC, _LARGEST_ERROR = 0.85, 0.08


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and what was measured on machines that it was not trained on."""

    model: EscalationModel
    report: Report
    table: Table
    probabilities: Mapping[str, Column]
    """By family, of every row, from models that had not seen its machine; `chosen` is what the report is about."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who wants a model in production, and why."""

    by: str
    """Name of the person or of the schedule."""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Retrained:
    """What came of learning again."""

    version: str
    """Of the new model; that of the one in production where there was nothing new to learn."""
    promoted: bool
    failures: tuple[str, ...] = ()
    """Why it was not, a sentence each."""


async def retrain(
    services: Services, tracking: Tracking | None, progress: Progress, wanted: Wanted, actor: Actor
) -> Retrained:
    """Learn again from what the model in production learnt from, and from what was reviewed since.

    The new model is in production from then on, unless it misses a floor, is worse, or learnt from the same as one that
    was taken back. Learning takes a minute or two of one core, in a thread.

    Args:
        services: of the home; every golden case that came of feedback is asked.
        tracking: remembers runs and models; None leaves that out.
        progress: counts questions under "ask".
        wanted: what is kept with a promotion.
        actor: whom the audit log names for it.

    Raises:
        TrainingDataError: there is not enough to learn from, or what there is is not fit to be learnt from.
        PaillasseError: whatever answering raises, and what the stores raise.
    """
    known = parsed(await services.trained.rows(MODEL), "The table of the model in production")
    rows = joined(known, await reviewed_rows(services, progress))
    production = await escalation_in_production(services.trained)
    if known and rows == known:
        return Retrained(production.version, promoted=False, failures=("Nothing was reviewed since it was trained.",))
    models, among, fresh = models_of(services), families(), unseen(rows, production)
    trained = await asyncio.to_thread(train, rows, among)
    failed = failures(trained, production, fresh) or await asyncio.to_thread(losses, trained, fresh, among)
    failed += _taken_back(trained, await models.promotions())
    version = None if tracking is None else await register(tracking, trained)
    if not failed:
        await promote(models, trained, rows, wanted, actor)
        if tracking is not None and version is not None:
            await tracking.point(MODEL, PRODUCTION, version.number)
    return Retrained(trained.model.version, promoted=not failed, failures=tuple(failed))


async def collect_rows(
    services: Services, cases: Sequence[GoldenCase], golden: str, progress: Progress, scope: Scope | None = None
) -> list[Row]:
    """Ask golden cases of the manuals of a scope, and again as if those that answer it were not there.

    Nothing is refused because of a prediction meanwhile: what a model says is no reason for the next one to say so.

    Raises:
        EmptyIndex: there is no manual.
        PaillasseError: whatever answering raises.
    """
    scope = scope or Scope()
    documents = await services.documents.list(scope)
    answering = services.config.answering.model_copy(update={"escalation": "off"})
    plain = replace(services, config=services.config.model_copy(update={"answering": answering}))

    async def without(left_out: frozenset[str]) -> Answerer:
        if not left_out:
            return _Over(await plain.answerer(scope), scope)
        seen = tuple(document.id for document in documents if document.id not in left_out)
        index, chunks = PartOfIndex(plain.index, seen), PartOfChunks(plain.chunks, seen)
        part = replace(plain, index=index, chunks=chunks, word_memory=WordMemory())
        narrowed = replace(scope, document_ids=seen)
        return _Over(await part.answerer(narrowed), scope)

    return await collect(cases, golden, documents, without, progress)


class _Over:
    """Asks over these collections."""

    def __init__(self, answerer: Answerer, scope: Scope) -> None:
        self._answerer = answerer
        self._scope = scope

    async def answer(self, query: Query) -> Answer:
        """Answer or refuse."""
        return await self._answerer.answer(replace(query, scope=self._scope))


async def reviewed_rows(services: Services, progress: Progress) -> list[Row]:
    """What experts made of feedback: golden cases, asked as `collect_rows` does, and exchanges with a verdict.

    Nothing where the stores are in memory; cases of collections without manuals are left out. Raises as `collect_rows`.
    """
    if services.database is None:
        return []
    kept = await reviewed_cases(services.database)
    by_collections: dict[tuple[str, ...], list[GoldenCase]] = {}
    for case in kept:
        by_collections.setdefault(case.collections, []).append(case.case)
    rows: list[Row] = []
    for collections, cases in by_collections.items():
        if await services.documents.list(Scope(collections)):
            rows += await collect_rows(services, cases, _REVIEWED, progress, Scope(collections))
    asked = {case.case.id for case in kept}
    judged = [each for each in await _judged(services.database) if each.exchange.id not in asked]
    everywhere = Scope(tuple(sorted({name for each in judged for name in each.exchange.collections})))
    return rows + rows_of(judged, await services.documents.list(everywhere))


async def _judged(database: Database) -> list[Judged]:
    """Every exchange whose feedback was accepted, the oldest first."""
    reader = await every_collection(database)
    store, history, behind = PostgresFeedbackStore(database), PostgresHistoryStore(database), None
    found: list[Judged] = []
    while queue := await store.queue(reader, FeedbackState.ACCEPTED, _PAGE, behind):
        for queued in queue:
            exchange = await history.exchange(queued.feedback.exchange_id, reader)
            if isinstance(exchange, Exchange):
                found.append(Judged(exchange, queued.feedback))
        behind = queue[-1].feedback.place
    return found


def train(rows: Sequence[Row], among: Sequence[Family]) -> Trained:
    """Validate, compare, calibrate, fit; it takes a minute of one core.

    Raises:
        TrainingDataError: the rows are not fit to learn from.
    """
    learnt = validated(regrouped(rows))
    across = crossed(learnt, among)
    report = report_of(learnt, across)
    model = model_of(best_of(learnt, among), learnt).model_copy(update={"learnt": tuple(row.digest for row in rows)})
    return Trained(model, report, learnt, {**across.by_family, "chosen": across.chosen})


def unseen(rows: Sequence[Row], model: EscalationModel | None) -> Truths:
    """Which rows are of questions that a model has not learnt from; shape (rows,)."""
    learnt = frozenset(model.learnt if model else ())
    return np.array([row.digest not in learnt for row in rows], dtype=np.bool_)


def failures(trained: Trained, production: EscalationModel | None, fresh: Truths) -> list[str]:
    """Why the model may not go into production, one sentence each; none when it may.

    Beside the floors it must not rank significantly worse than the model in production.

    Args:
        trained: the model, with what was measured of it on machines that it had not seen.
        production: the one that is there; None where nobody knows.
        fresh: rows that it was not trained on either, shape (rows,): they alone are fair to both.
    """
    figures = trained.report.all
    failed: list[str] = []
    if not figures.auroc.value >= _LEAST_AUROC:
        failed.append(f"AUROC is {figures.auroc.value:.3f}, below {_LEAST_AUROC}")
    if not figures.calibration_error.value <= _LARGEST_ERROR:
        failed.append(f"the calibration error is {figures.calibration_error.value:.3f}, above {_LARGEST_ERROR}")
    if production is not None and fresh.any():
        gain = _beside(trained, production, np.flatnonzero(fresh))
        if gain.high < 0:
            failed.append(f"AUROC is {-gain.value:.3f} below that of {production.version}, which is in production")
    return failed


def _beside(trained: Trained, production: EscalationModel, fresh: Indices) -> Figure:
    table = trained.table.part(fresh)
    columns = [table.names.index(name) for name in production.features]
    former, new = production.probabilities(table.rows[:, columns]), trained.probabilities["chosen"][fresh]
    tickets = table.tickets
    return interval(lambda i: auroc(tickets[i], new[i]) - auroc(tickets[i], former[i]), table.groups.tolist())


def losses(trained: Trained, fresh: Truths, among: Sequence[Family]) -> list[str]:
    """Whether what was added spoils what was known, in a sentence; none where it does not, or nothing can be compared.

    Both are ranked by models that had not seen their machine: the questions that the model in production learnt from by
    what is learnt of these alone, and by what is learnt of all. That takes as long as `train`.

    Args:
        trained: the new model.
        fresh: rows that the model in production did not learn from, shape (rows,).
        among: the families that are compared.
    """
    known = np.flatnonzero(~fresh)
    table = trained.table.part(known)
    if (
        not fresh.any()
        or len(set(table.groups.tolist())) < LEAST_GROUPS
        or table.tickets.all()
        or not table.tickets.any()
    ):
        return []
    alone, new, tickets = crossed(table, among).chosen, trained.probabilities["chosen"][known], table.tickets
    gain = interval(lambda i: auroc(tickets[i], new[i]) - auroc(tickets[i], alone[i]), table.groups.tolist())
    if gain.high >= 0:
        return []
    return [f"with what was added, AUROC is {-gain.value:.3f} lower on what was known"]


async def register(tracking: Tracking, trained: Trained) -> ModelVersion:
    """Log a run per family and one of the model, and register that as `staging`.

    Raises:
        TrackerUnreachable, TrackerRejected: what remembers runs does not do its work.
    """
    tags = {"model": trained.model.version}
    for family in trained.report.families:
        run_id = await tracking.begin(EXPERIMENT, family.name, {"family": family.name}, tags)
        await tracking.log(run_id, family.model_dump(exclude={"name"}))
        await tracking.finish(run_id)
    told = {"family": trained.model.family, "features.version": str(trained.model.features_version)}
    told |= {"rows": str(len(trained.table.rows)), "groups": str(trained.report.groups)}
    run_id = await tracking.begin(EXPERIMENT, trained.model.version, told, tags)
    await tracking.log(run_id, trained.report.metrics())
    with tempfile.TemporaryDirectory(prefix="paillasse-") as place:
        await asyncio.to_thread(write, trained, Path(place))
        await tracking.keep(run_id, Path(place), _FOLDER)
    await tracking.finish(run_id)
    version = await tracking.register(MODEL, run_id, _FOLDER, tags)
    await tracking.point(MODEL, STAGING, version.number)
    return version


async def promote(models: ModelDesk, trained: Trained, rows: Sequence[Row], wanted: Wanted, actor: Actor) -> None:
    """Have it in production, with what it learnt from; servers predict by it within seconds.

    Raises:
        StorageError: it cannot be kept.
    """
    body, report = trained.model.model_dump_json(), trained.report.model_dump_json()
    model = KeptModel(
        MODEL, trained.model.version, body, report, datetime.now(UTC), promoted_by=wanted.by, because=wanted.because
    )
    await models.promote(model, dumped(rows), actor)


def _taken_back(trained: Trained, promotions: Sequence[KeptModel]) -> list[str]:
    """That a person has taken back what learnt from these very rows."""
    digest = _digest(trained.model.version)
    return [
        f"It learnt from the same as {kept.version}, which {kept.taken_back.by} took back: {kept.taken_back.because}"
        for kept in promotions
        if kept.name == MODEL and kept.taken_back is not None and _digest(kept.version) == digest
    ][:1]


def _digest(version: str) -> str:
    return version.rpartition("-")[2]


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

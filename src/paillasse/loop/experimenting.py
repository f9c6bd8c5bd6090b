"""Configurations tried on golden sets, each over an index generation of its own beside the one that answers.

A run is named by all that its result depends on (see `experiments.identity`): what was tried already is not tried
again, and what was stopped goes on at the next question.
"""

from __future__ import annotations

import asyncio
import tempfile
import unicodedata
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from paillasse.adapters.tracking.opening import open_tracker
from paillasse.composition.bootstrap import Services
from paillasse.composition.startup import open_beside, open_home
from paillasse.errors.releases import RunIncomplete
from paillasse.errors.storage import EmptyIndex
from paillasse.evaluation import experiment
from paillasse.evaluation.aggregation import summarise
from paillasse.evaluation.quality.judge import Judge
from paillasse.evaluation.report import Report
from paillasse.experiments import identity
from paillasse.experiments.datasets.versions import REVIEWED, DatasetShelf
from paillasse.experiments.identity import Identity
from paillasse.experiments.journal import Journal
from paillasse.experiments.parameters import parameters_of
from paillasse.experiments.results.drawing import draw
from paillasse.experiments.results.table import table_of
from paillasse.experiments.results.totals import totals
from paillasse.experiments.rows import QuestionRow, mean_figures, row_of, write_rows
from paillasse.experiments.runs import CONFIG, GOLDEN, REPORT, ROWS, judge_failures
from paillasse.generations.rebuilding import build
from paillasse.history.types import KeptCase, Place, Reader
from paillasse.pipeline_config import PipelineConfig
from paillasse.protocols.progress import Progress
from paillasse.protocols.tracking import Run, Tracker
from paillasse.settings import Settings
from paillasse.storage.accounts.collections import PostgresCollectionStore
from paillasse.storage.history.golden_cases import PostgresGoldenCaseStore
from paillasse.storage.session import Database
from paillasse.types.answers import Answer
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Query, Scope

if TYPE_CHECKING:
    from paillasse.adapters.tracking.mlflow_tracker import MlflowTracker

_TABLE = "questions.json"
_REVIEWED = "reviewed:"
"""In front of the ids of cases that came of feedback: a golden set may have the same."""
_EXPERIMENT = "an experiment"
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be tried."""

    configs: Sequence[PipelineConfig]
    cases: Sequence[GoldenCase]
    golden: str
    """Names of the golden sets."""
    experiment: str
    again: bool = False
    """Whether what was tried already is tried again."""
    judge: Judge | None = None
    """Asked about every answer."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A configuration that was tried."""

    run: Run
    cached: bool
    """Whether it had been tried before."""


@asynccontextmanager
async def open_tracking(settings: Settings) -> AsyncGenerator[MlflowTracker]:
    """What remembers runs and releases; raises what `adapters.tracking.opening.open_tracker` raises."""
    yield await asyncio.to_thread(open_tracker, settings)


async def run_experiments(settings: Settings, plan: Plan, tracker: Tracker, progress: Progress) -> list[Tried]:
    """Try every configuration of the plan, in order.

    Args:
        settings: of the home.
        plan: what is tried.
        tracker: remembers it.
        progress: counts documents under "documents", the stages of each, and questions under "evaluate".

    Raises:
        EmptyIndex: no manual was ingested.
        RunIncomplete: a document cannot be read with a configuration.
        PaillasseError: what `startup.open_beside` and `rebuilding.build` raise, and the answerer.
    """
    tried: list[Tried] = []
    async with AsyncExitStack() as stack:
        if plan.judge is not None:
            stack.push_async_callback(plan.judge.close)
        url = await stack.enter_async_context(open_home(settings))
        for config in plan.configs:
            async with AsyncExitStack() as own:
                services = await open_beside(own, settings, config, url)
                reviewed = await reviewed_cases(cast("Database", services.database))
                tried.append(await try_config(services, plan, reviewed, tracker, progress))
    return tried


async def every_collection(database: Database) -> Reader:
    """Who may read what came of every collection."""
    collections = await PostgresCollectionStore(database).list()
    return Reader("", expert=True, collections=tuple(collection.name for collection in collections))


async def reviewed_cases(database: Database) -> list[KeptCase]:
    """Every golden case that came of feedback, the oldest first."""
    reader = await every_collection(database)
    store, behind = PostgresGoldenCaseStore(database), cast("Place | None", None)
    found: list[KeptCase] = []
    while part := await store.cases(reader, _PAGE, behind):
        found += part
        behind = part[-1].place
    return found


async def try_config(
    services: Services, plan: Plan, reviewed: Sequence[KeptCase], tracker: Tracker, progress: Progress
) -> Tried:
    """Build what is missing of the index generation of these services, ask every question, write everything down."""
    _, failed = await build(services, progress)
    if failed:
        names = ", ".join(verdict.path for verdict in failed)
        raise RunIncomplete(f"Not read with configuration {services.config.hash}: {names}.", hint=failed[0].hint)
    documents = await services.documents.catalogue()
    if not documents:
        raise EmptyIndex("No manual has been ingested yet.")
    asked = plan.judge.parameters if plan.judge else dict[str, str]()
    known = Identity(
        config=services.config.hash,
        release=services.release,
        generation=services.generation,
        code=identity.code_hash(),
        dataset=identity.dataset_hash(plan.cases),
        reviewed=identity.dataset_hash(kept.case for kept in reviewed),
        documents=identity.documents_hash(documents),
        judge=identity.digest(f"{name}={value}" for name, value in asked.items()) if asked else "",
    )
    same = [run for run in await tracker.runs(plan.experiment) if run.tags.get("key") == known.key]
    if not plan.again and (finished := next((run for run in same if run.finished and not judge_failures(run)), None)):
        return Tried(finished, cached=True)
    begun = next((run.id for run in same if not run.finished), "")
    if not begun:
        said = {
            **_parameters(services),
            "dataset": plan.golden,
            **await _versions(plan, reviewed, tracker),
            "dataset.hash": known.dataset,
            "dataset.questions": str(len(plan.cases)),
            "reviewed.questions": str(len(reviewed)),
            "documents.hash": known.documents,
            "documents.count": str(sum(document.current for document in documents)),
            **asked,
        }
        begun = await tracker.begin(plan.experiment, services.config.hash, said, known.tags)
    journal = Journal(services.settings.experiments_dir / f"{begun}.jsonl")
    await _ask(services, plan, reviewed, journal, progress)
    await _write_down(services, plan.cases, journal, begun, tracker)
    await tracker.finish(begun)
    journal.forget()
    return Tried(await tracker.run(begun), cached=False)


async def reviewed_now(settings: Settings) -> list[GoldenCase]:
    """Every golden case that came of feedback until now.

    Raises:
        HomeInUse: another process holds the home.
        StorageError: the database cannot be opened.
    """
    async with open_home(settings) as url:
        database = await Database.open(url)
        try:
            return [kept.case for kept in await reviewed_cases(database)]
        finally:
            await database.close()


def _parameters(services: Services) -> dict[str, str]:
    """What answers, in every choice that was made."""
    return parameters_of(services.config, services.embedder) | {
        "retrieval.glossary": f"{len(services.glossary.concepts)} concepts",
        "models.escalation": services.escalation.version,
        "models.reranker": services.ranking.version if services.ranking else "none",
        "code.version": identity.code_version(),
    }


async def _versions(plan: Plan, reviewed: Sequence[KeptCase], tracker: Tracker) -> dict[str, str]:
    """What was asked, kept whole: it can be asked again when the files are others."""
    shelf = DatasetShelf(tracker)
    said = {"dataset.version": str((await shelf.keep(plan.golden, plan.cases, _EXPERIMENT)).number)}
    if reviewed:
        cases = [kept.case for kept in reviewed]
        said["reviewed.version"] = str((await shelf.keep(REVIEWED, cases, _EXPERIMENT)).number)
    return said


async def _ask(
    services: Services, plan: Plan, reviewed: Sequence[KeptCase], journal: Journal, progress: Progress
) -> None:
    """Ask what was not asked yet; one at a time, so that latencies are those of a lone user."""
    asked = [(case, Scope()) for case in plan.cases]
    asked += [
        (kept.case.model_copy(update={"id": _REVIEWED + kept.case.id}), Scope(kept.collections)) for kept in reviewed
    ]
    answerers = {scope.collections: await services.answerer(scope) for _, scope in asked}
    for done, (case, scope) in enumerate(asked):
        progress("evaluate", done, len(asked))
        if case.id not in journal.results:
            scoped = _Scoped(answerers[scope.collections], scope)
            [result] = await experiment.run(scoped, services, [case], judge=plan.judge)
            journal.add(result)
    progress("evaluate", len(asked), len(asked))


class _Scoped:
    """Asks over other collections than a golden case would."""

    def __init__(self, answerer: experiment.Answerer, scope: Scope) -> None:
        self._answerer = answerer
        self._scope = scope

    async def answer(self, query: Query) -> Answer:
        """Answer or refuse."""
        return await self._answerer.answer(replace(query, scope=self._scope))


async def _write_down(
    services: Services, cases: Sequence[GoldenCase], journal: Journal, run_id: str, tracker: Tracker
) -> None:
    results = list(journal.results.values())
    names = {d.id: unicodedata.normalize("NFC", d.filename) for d in await services.documents.catalogue()}
    rows = [row_of(result, names, reviewed=result.case.id.startswith(_REVIEWED)) for result in results]
    asked = {case.id for case in cases}
    report = summarise([result for result in results if result.case.id in asked], services.config.hash)
    await tracker.log(run_id, {**mean_figures(rows), **totals(report, rows, results)})
    await tracker.keep_table(run_id, _TABLE, table_of(rows))
    with tempfile.TemporaryDirectory(prefix="paillasse-") as name:
        folder = Path(name)
        await asyncio.to_thread(_write_files, folder, services.config, report, rows)
        await asyncio.to_thread(_write_cases, folder / GOLDEN, cases)
        await tracker.keep(run_id, folder)


def _write_files(folder: Path, config: PipelineConfig, report: Report, rows: Sequence[QuestionRow]) -> None:
    (folder / CONFIG).write_text(config.whole, encoding="utf-8")
    (folder / REPORT).write_text(report.model_dump_json(indent=2), "utf-8", "backslashreplace")
    (folder / ROWS).write_text(write_rows(rows), "utf-8", "backslashreplace")
    draw(report, folder)


def _write_cases(path: Path, cases: Sequence[GoldenCase]) -> None:
    """What was asked, so that it can be asked again."""
    path.write_text("".join(case.model_dump_json() + "\n" for case in cases), "utf-8", "backslashreplace")

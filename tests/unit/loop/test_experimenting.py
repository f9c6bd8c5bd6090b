"""A configuration tried over manuals in memory: what is written down, not tried twice, and gone on with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from asking_bench import CENTRIFUGE, SECRET
from memory_services import add, memory_services
from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.composition.bootstrap import Services
from paillasse.errors.releases import RunIncomplete
from paillasse.errors.storage import EmptyIndex, StorageError
from paillasse.evaluation.experiment import Answerer
from paillasse.evaluation.quality.judge import Judge
from paillasse.experiments.datasets.versions import DatasetShelf
from paillasse.experiments.runs import config_of, judge_failures, report_of, rows_of
from paillasse.history.types import KeptCase
from paillasse.ingestion.verdicts import Verdict
from paillasse.judging.types import Answered, Judgement
from paillasse.loop import experimenting
from paillasse.loop.experimenting import Plan, try_config
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.types.answers import Answer, Usage
from paillasse.types.golden_case import Evidence, GoldenCase
from paillasse.types.questions import Query, Scope

CENTRIFUGE_FILE = CENTRIFUGE.content().document.filename
CASES = [
    GoldenCase(
        id=f"c{number}",
        language="en",
        question=question,
        documents=(Evidence(file=CENTRIFUGE_FILE, pages=(1,)),) if answerable else (),
        must_contain=(("lid seal",),) if answerable else (),
        kind="procedure" if answerable else "unanswerable",
        answerable=answerable,
        cross_lingual=False,
    )
    for number, (question, answerable) in enumerate(
        [
            ("How do I change the lid seal of the Rotorix 400?", True),
            ("How do I press the new lid seal in?", True),
            ("Which laser wavelength does the cytometer use?", False),
        ]
    )
]
CONFIG = PipelineConfig(answering=AnsweringConfig(min_confidence=0))  # of made-up vectors nothing is sure
PLAN = Plan([CONFIG], CASES, "golden.jsonl", "trial")
REVIEWED = KeptCase(
    CASES[0].model_copy(update={"question": "How do I lift the lid seal of the Rotorix 400 with the service key?"}),
    ("service",),
    "eve",
    datetime.now(UTC),
)


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
async def services(tmp_path: Path) -> Services:
    made = memory_services(tmp_path / "home", config=CONFIG)
    await add(made, [CENTRIFUGE.content(), SECRET.content()])
    return made


async def test_a_run_holds_the_configuration_the_figures_and_every_answer(services: Services) -> None:
    tracker, steps = MemoryTracker(), list[tuple[str, int, int]]()
    tried = await try_config(services, PLAN, [REVIEWED], tracker, lambda *step: steps.append(step))
    run = tried.run
    assert (tried.cached, run.finished, run.name) == (False, True, CONFIG.hash)
    assert [step for step in steps if step[0] == "evaluate"] == [("evaluate", done, 4) for done in range(5)]
    told = run.parameters
    assert (told["chunking.max_tokens"], told["dataset.questions"], told["reviewed.questions"]) == ("200", "3", "1")
    assert told["embedder.opened"] == services.embedder.name
    assert (told["retrieval.expansion"], told["models.escalation"]) == ("glossary", services.escalation.version)
    assert told["documents.count"] == "2"
    assert (told["dataset.version"], told["reviewed.version"]) == ("1", "1")
    assert [version.name for version in await DatasetShelf(tracker).versions()] == ["reviewed", "golden.jsonl"]
    assert "model.temperature" not in told  # no language model is asked
    assert {"all/hit_at_5", "procedure/ndcg_at_10", "latency_ms/total/p95", "cost", "reviewed/passed"} <= set(
        run.metrics
    )
    assert await config_of(tracker, run) == CONFIG
    assert (await report_of(tracker, run)).n == 3
    rows = await rows_of(tracker, run)
    assert [(row.id, row.reviewed) for row in rows] == [
        ("c0", False), ("c1", False), ("c2", False), ("reviewed:c0", True),
    ]  # fmt: skip
    assert "lid seal" in rows[0].answer
    assert any("lid seal" in context for context in rows[0].contexts)
    for picture in ("slices.png", "answers.png", "latency.png"):
        assert (await tracker.fetch(run.id, picture)).startswith(b"\x89PNG")
    table = json.loads(await tracker.fetch(run.id, "questions.json"))
    assert [dict(zip(table["columns"], line, strict=True))["response"] for line in table["data"]] == [
        each.answer for each in rows
    ]
    assert not list(services.settings.experiments_dir.glob("*"))


async def test_a_reviewed_case_is_asked_over_its_own_collections(services: Services) -> None:
    tracker = MemoryTracker()
    tried = await try_config(services, PLAN, [REVIEWED], tracker, silent)
    told = {row.id: row for row in await rows_of(tracker, tried.run)}
    assert "service key" in told["reviewed:c0"].answer
    assert "service key" not in told["c0"].answer


async def test_the_same_is_not_tried_twice_unless_asked_for(services: Services) -> None:
    tracker = MemoryTracker()
    first = await try_config(services, PLAN, [], tracker, silent)
    second = await try_config(services, PLAN, [], tracker, silent)
    assert (second.cached, second.run.id) == (True, first.run.id)
    again = await try_config(services, Plan(**{**vars_of(PLAN), "again": True}), [], tracker, silent)
    assert (again.cached, again.run.id != first.run.id) == (False, True)
    fewer = await try_config(services, Plan(**{**vars_of(PLAN), "cases": CASES[:2]}), [], tracker, silent)
    assert not fewer.cached
    assert not (await try_config(services, PLAN, [REVIEWED], tracker, silent)).cached


def vars_of(plan: Plan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in Plan.__slots__}


async def test_what_was_stopped_goes_on_at_the_next_question(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker, asked = MemoryTracker(), list[str]()

    class Stopping:
        """Answers until it is told not to."""

        def __init__(self, inner: Answerer) -> None:
            self.inner = inner

        async def answer(self, query: Query) -> Answer:
            asked.append(query.text)
            if stops and len(asked) == 2:
                raise StorageError("Out of power.")
            return await self.inner.answer(query)

    answerer = Services.answerer

    async def stopping(self: Services, scope: Scope) -> object:
        return Stopping(await answerer(self, scope))

    monkeypatch.setattr(Services, "answerer", stopping)
    stops = True
    with pytest.raises(StorageError):
        await try_config(services, PLAN, [], tracker, silent)
    [unfinished] = await tracker.runs("trial")
    stops = False
    tried = await try_config(services, PLAN, [], tracker, silent)
    assert (tried.run.id, tried.run.finished) == (unfinished.id, True)
    questions = [case.question for case in CASES]
    assert asked == [*questions[:2], *questions[1:]]
    assert len(await rows_of(tracker, tried.run)) == 3


async def test_a_document_that_cannot_be_read_ends_it(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    async def failing(*_: object) -> tuple[int, list[Verdict]]:
        return 0, [Verdict("a.pdf", "failed", message="a.pdf is damaged.", hint="Fetch it.")]

    monkeypatch.setattr(experimenting, "build", failing)
    tracker = MemoryTracker()
    with pytest.raises(RunIncomplete, match=r"a\.pdf") as error:
        await try_config(services, PLAN, [], tracker, silent)
    assert error.value.hint == "Fetch it."
    assert await tracker.runs("trial") == []


async def test_a_judge_is_part_of_what_a_run_is(services: Services) -> None:
    tracker, judge = MemoryTracker(), ScriptedJudge()
    plain = await try_config(services, PLAN, [], tracker, silent)
    judged = Plan(**{**vars_of(PLAN), "judge": judge})
    tried = await try_config(services, judged, [], tracker, silent)
    assert plain.run.id != tried.run.id
    assert tried.run.parameters["judge.model"] == "a/judge"
    assert "judge.model" not in plain.run.parameters
    assert tried.run.metrics["all/judged_faithfulness"] == 0.25
    told = {name: tried.run.metrics[name] for name in ("judge_input_tokens", "judge_output_tokens", "judge_cost")}
    assert told == {"judge_input_tokens": 20, "judge_output_tokens": 4, "judge_cost": 0.5}
    assert {"all/faithfulness", "all/contextual_recall"} <= plain.run.metrics.keys()
    assert (await try_config(services, judged, [], tracker, silent)).cached
    assert judge.asked == 2  # of the answerable questions, once


async def test_what_a_judge_failed_on_is_tried_again(services: Services) -> None:
    tracker, judge = MemoryTracker(), ScriptedJudge(None)
    judged = Plan(**{**vars_of(PLAN), "judge": judge})
    failed = await try_config(services, judged, [], tracker, silent)
    assert (judge_failures(failed.run), "all/judged_faithfulness" in failed.run.metrics) == (2, False)
    judge.said = 0.25
    again = await try_config(services, judged, [], tracker, silent)
    assert (again.cached, again.run.metrics["all/judged_faithfulness"]) == (False, 0.25)
    assert (await try_config(services, judged, [], tracker, silent)).run.id == again.run.id


async def test_without_a_manual_nothing_is_begun(tmp_path: Path) -> None:
    tracker = MemoryTracker()
    with pytest.raises(EmptyIndex):
        await try_config(memory_services(tmp_path / "home", config=CONFIG), PLAN, [], tracker, silent)
    assert await tracker.runs("trial") == []


class ScriptedJudge(Judge):
    """A judge who always says the same."""

    parameters = {"judge.model": "a/judge"}  # type: ignore[assignment]  # noqa: RUF012 - a property of the real one

    def __init__(self, said: float | None = 0.25) -> None:
        self.asked, self.said = 0, said

    async def judge(self, answered: Answered) -> Judgement:
        del answered
        self.asked += 1
        return Judgement({"faithfulness": self.said}, (Usage("a/judge", 1, 10, 2, 0.25, "USD"),))

"""What a drift calls for, over manuals in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from asking_bench import CENTRIFUGE
from memory_services import add, memory_services
from observations import REPORT
from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.composition.bootstrap import Services
from paillasse.drift.types import FollowUp, Progress
from paillasse.errors.releases import RunNotFound
from paillasse.loop import remeasuring
from paillasse.loop.escalating import Retrained
from paillasse.loop.experimenting import Plan, try_config
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.releases.shelf import EXPERIMENT
from paillasse.types.golden_case import Evidence, GoldenCase

CONFIG = PipelineConfig(answering=AnsweringConfig(min_confidence=0))
CASE = GoldenCase(
    id="c1",
    language="en",
    question="How do I change the lid seal of the Rotorix 400?",
    documents=(Evidence(file=CENTRIFUGE.content().document.filename, pages=(1,)),),
    must_contain=(("lid seal",),),
    kind="procedure",
    answerable=True,
    cross_lingual=False,
)


@pytest.fixture
async def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    async def none(_: object) -> list[object]:
        return []

    monkeypatch.setattr(remeasuring, "reviewed_cases", none)
    made = memory_services(tmp_path / "home", config=CONFIG)
    await add(made, [CENTRIFUGE.content()])
    return made


async def test_what_answers_is_asked_its_golden_set_again(services: Services) -> None:
    tracker = MemoryTracker()
    plan = Plan([CONFIG], [CASE], "golden.jsonl", EXPERIMENT)
    first = await try_config(services, plan, [], tracker, lambda _stage, _done, _total: None)
    told = await remeasuring.evaluated(services, tracker, REPORT)
    again = await tracker.run(told.run_id)
    assert (told.state, again.id != first.run.id, again.finished) == (Progress.DONE, True, True)
    assert again.tags["because"] == "drift r1"
    assert again.tags["dataset"] == first.run.tags["dataset"]
    assert told.said == (
        "1 questions asked again: hit@5 1.000 → 1.000, refused_answerable 0.000 → 0.000, "
        "answer_correctness 1.000 → 1.000. Nothing is significantly worse."
    )


async def test_what_was_never_measured_cannot_be_measured_again(services: Services) -> None:
    with pytest.raises(RunNotFound):
        await remeasuring.evaluated(services, MemoryTracker(), REPORT)


@pytest.mark.parametrize(
    ("trained", "said"),
    [
        (Retrained("v2", promoted=True, failures=()), "Model v2 is in production."),
        (Retrained("v2", promoted=False, failures=("It is worse.",)), "Model v2 is not in production: It is worse."),
    ],
)
async def test_a_retraining_says_what_came_of_it(
    services: Services, monkeypatch: pytest.MonkeyPatch, trained: Retrained, said: str
) -> None:
    async def retrain(*_: object) -> Retrained:
        return trained

    monkeypatch.setattr(remeasuring, "retrain", retrain)
    tracker: Any = MemoryTracker()
    assert await remeasuring.retrained(services, tracker, REPORT) == FollowUp(Progress.DONE, said)

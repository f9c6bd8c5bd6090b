"""Learning again from what was reviewed: better models are promoted, worse ones are not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from exchanges import EVE, at, exchange, feedback, postgres_history
from generation_services import generation_services
from manuals import Manual
from memory_services import add, memory_services
from paillasse.access.types import Actor
from paillasse.adapters.memory.index import MemoryGenerations
from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.composition.bootstrap import Services
from paillasse.errors.models import TrainingDataError
from paillasse.history.types import FeedbackState, KeptCase, Reason, Review, Thumb
from paillasse.loop import escalating
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.prediction.escalation import EscalationModel, Sigmoid
from paillasse.prediction.examples.collecting import groups_of, named, regrouped
from paillasse.prediction.examples.judged import Judged, rows_of
from paillasse.prediction.examples.rows import Row, dumped, joined
from paillasse.prediction.learning import figures
from paillasse.prediction.learning.families import families
from paillasse.protocols.trained_models import TakenBack
from paillasse.storage.session import Database
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Query, Scope
from prediction_rows import rows_of as made_rows

ROTORIX = Manual("Rotorix 400 Centrifuge", ("Rotorix 400", "centrifuge"), "Ardec").prose(
    "Clean the dust filter of the centrifuge every month with water."
)
KNOWN = "How often is the dust filter of the Rotorix 400 cleaned?"
UNKNOWN = "Price of a helium leak detector subscription?"


WANTED, ADA = escalating.Wanted("ada", "to see"), Actor("ada", "")


def silent(_stage: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    few = families()[:1]
    monkeypatch.setattr(escalating, "families", lambda: few)
    monkeypatch.setattr(figures, "_DRAWS", 40)
    return memory_services(tmp_path)


def review(monkeypatch: pytest.MonkeyPatch, rows: list[Row]) -> None:
    """Let these rows have come of feedback."""

    async def found(*_: object) -> list[Row]:
        return rows

    monkeypatch.setattr(escalating, "reviewed_rows", found)


async def test_what_is_no_worse_is_promoted_with_what_it_learnt_from(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, tracker = made_rows(24, 0.1), MemoryTracker()
    review(monkeypatch, rows)
    done = await escalating.retrain(services, tracker, silent, WANTED, ADA)
    assert (done.promoted, done.failures) == (True, ())
    kept = await services.trained.production("escalation")
    assert kept is not None
    assert EscalationModel.parse(kept.body, "It").version == kept.version == done.version
    assert (kept.promoted_by, kept.because) == ("ada", "to see")
    assert await services.trained.rows("escalation") == dumped(rows)
    [version] = await tracker.versions("escalation")
    assert version.aliases == ("production", "staging")
    again = await escalating.retrain(services, tracker, silent, WANTED, ADA)
    assert (again.version, again.promoted) == (done.version, False)
    assert "Nothing was reviewed" in again.failures[0]


async def test_what_somebody_took_back_does_not_come_back_by_itself(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    review(monkeypatch, made_rows(24, 0.1))
    done = await escalating.retrain(services, None, silent, WANTED, ADA)
    kept = await services.trained.production("escalation")
    assert kept is not None
    await services.trained.take_back(kept, TakenBack(at(1), "bob", "it offers tickets for everything"))
    again = await escalating.retrain(services, None, silent, WANTED, ADA)
    assert (again.version, again.promoted) == (done.version, False)
    assert again.failures == (
        f"It learnt from the same as {done.version}, which bob took back: it offers tickets for everything",
    )


async def test_what_is_worse_is_not_promoted(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = made_rows(24, 0.1)
    review(monkeypatch, rows)
    good = (await escalating.retrain(services, None, silent, WANTED, ADA)).version
    wrong = [r.model_copy(update={"ticket": not r.ticket, "case": f"x{r.case}", "withheld": False}) for r in rows]
    review(monkeypatch, wrong)
    tracker = MemoryTracker()
    done = await escalating.retrain(services, tracker, silent, WANTED, ADA)
    assert not done.promoted
    assert any("AUROC" in sentence for sentence in done.failures)
    assert await services.trained.version("escalation") == good
    [version] = await tracker.versions("escalation")
    assert version.aliases == ("staging",)


@pytest.mark.usefixtures("services")
def test_one_that_passes_the_floors_but_ranks_worse_is_not_promoted() -> None:
    rows = made_rows(24, 0.1)
    trained, fresh = escalating.train(rows, families()[:1]), escalating.unseen(rows, None)
    assert escalating.failures(trained, EscalationModel.load(), fresh) == []
    flat = trained.model.model_copy(update={"calibration": Sigmoid(slope=0.0, intercept=0.0)})
    assert escalating.failures(trained, flat, fresh) == []
    blurred = replace(trained, probabilities={"chosen": 0.75 * trained.probabilities["chosen"].round(0) + 0.1})
    best = trained.model
    [sentence] = escalating.failures(blurred, best, fresh)
    assert f"below that of {best.version}" in sentence
    assert escalating.failures(blurred, best, escalating.unseen(rows, best)) == []  # it learnt from every one of them
    some = escalating.unseen(rows, best.model_copy(update={"learnt": best.learnt[:80]}))
    assert (some.sum(), some[:80].any()) == (112, False)


@pytest.mark.usefixtures("services")
def test_one_that_spoils_what_was_known_is_not_promoted() -> None:
    known, among = made_rows(24, 0.1), families()[:1]
    wrong = [row.model_copy(update={"ticket": not row.ticket, "case": f"x{row.case}"}) for row in known]
    rows, model = [*known, *wrong], EscalationModel.load()
    fresh = escalating.unseen(rows, model.model_copy(update={"learnt": tuple(row.digest for row in known)}))
    assert fresh.sum() == len(wrong)
    [sentence] = escalating.losses(escalating.train(rows, among), fresh, among)
    assert "lower on what was known" in sentence
    trained = escalating.train(known, among)
    assert escalating.losses(trained, escalating.unseen(known, None), among) == []  # nothing was known
    assert escalating.losses(trained, np.zeros(len(known), np.bool_), among) == []  # nothing was added


async def test_some_more_of_the_same_is_no_reason_to_refuse_it(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = made_rows(24, 0.1)
    for learnt in (rows[:168], rows):
        review(monkeypatch, learnt)
        done = await escalating.retrain(services, None, silent, WANTED, ADA)
        assert (done.promoted, done.failures) == (True, ())
    assert await services.trained.rows("escalation") == dumped(rows)


async def test_too_little_to_learn_from_is_said(services: Services) -> None:
    with pytest.raises(TrainingDataError, match="nothing to learn from"):
        await escalating.retrain(services, None, silent, WANTED, ADA)


def test_of_a_question_that_was_asked_twice_the_last_answer_counts() -> None:
    rows = made_rows(2)
    later = rows[0].model_copy(update={"refused": not rows[0].refused})
    assert joined(rows, [later]) == [later, *rows[1:]]


def test_questions_about_one_machine_are_in_one_group_at_any_time() -> None:
    groups = groups_of({"a": ["document 1"], "b": ["document 1", "machine x"], "c": ["machine x"], "d": [], "e": []})
    assert groups["a"] == groups["b"] == groups["c"] == groups_of({"z": ["document 1"]})["z"]
    assert len({groups["a"], groups["d"], groups["e"]}) == 3


def test_a_machine_that_two_tables_call_otherwise_is_one_group() -> None:
    [name] = named(["document 1"])
    first, second, third, fourth = made_rows(4)[:4]
    rows = [
        first.model_copy(update={"group": name}),  # of a table that tells no manuals
        second.model_copy(update={"group": "b", "manuals": named(["document 1", "document 2"])}),
        third.model_copy(update={"group": "c", "manuals": named(["document 2"])}),
        fourth.model_copy(update={"group": "d", "manuals": named(["document 3"])}),
    ]
    told = [row.group for row in regrouped(rows)]
    assert told[0] == told[1] == told[2] != told[3]


async def judged(services: Services) -> list[Judged]:
    """The known question, answered; the unknown one, refused: with every kind of feedback that tells something."""
    answerer = await services.answerer(Scope())
    known, unknown = [await answerer.answer(Query(text)) for text in (KNOWN, UNKNOWN)]
    accepted = {"state": FeedbackState.ACCEPTED, "review": Review("eve", at(1))}
    said = {
        "good": (known, {"thumb": Thumb.UP}),
        "rightly": (unknown, {"thumb": Thumb.UP}),
        "should_not": (known, {"reason": Reason.ANSWERED_WRONGLY}),
        "should": (unknown, {"reason": Reason.REFUSED_WRONGLY}),
        "partly": (known, {"reason": Reason.INCOMPLETE}),
        "silent": (known, {}),
    }
    made = [Judged(exchange(n, answer=a), feedback(n, **accepted, **more)) for n, (a, more) in said.items()]
    open_still = Judged(exchange("open", answer=known), feedback("open", thumb=Thumb.UP))
    traces = {"older": {"understood": {}, "hits": [{"file": "a.pdf"}]}, "untraced": {}}
    praised = [
        Judged(exchange(name, answer=replace(known, trace=trace)), feedback(name, thumb=Thumb.UP, **accepted))
        for name, trace in traces.items()
    ]
    return [*made, open_still, *praised]


async def test_exchanges_that_were_judged_are_learnt_from(services: Services) -> None:
    await add(services, [ROTORIX.content()])
    documents = await services.documents.list(Scope())
    rows = rows_of(await judged(services), documents)
    told = {row.case: (row.ticket, row.refused) for row in rows}
    assert told == {
        "good": (False, False),
        "rightly": (True, True),
        "should_not": (True, False),
        "should": (False, True),
    }
    assert len({row.group for row in rows}) == 1  # what was found first was the same manual
    assert rows[0].features["claims"] > 0


async def test_a_refusal_that_a_prediction_made_teaches_nothing(tmp_path: Path) -> None:
    refusing = PipelineConfig(answering=AnsweringConfig(escalation="refuse", refuse_from=0.0))
    services = memory_services(tmp_path, config=refusing)
    await add(services, [ROTORIX.content()])
    documents = await services.documents.list(Scope())
    assert [row.case for row in rows_of(await judged(services), documents)] == ["rightly", "should"]
    case = GoldenCase.model_validate(
        {"id": "a", "language": "en", "question": KNOWN, "must_contain": (), "kind": "fact", "cross_lingual": False}
        | {"documents": [{"file": "Rotorix 400 Centrifuge.pdf", "pages": [1]}], "answerable": True}
    )
    asked = await escalating.collect_rows(services, [case], "made", silent)
    assert [(row.withheld, row.refused) for row in asked] == [(False, False)]  # there is no other manual


async def test_what_was_reviewed_is_found_in_the_database(tmp_path: Path, database: Database) -> None:
    services = await generation_services(tmp_path, database, MemoryGenerations(), PipelineConfig())
    services = replace(services, database=database)
    await add(services, [ROTORIX.content()])
    stores, accepted = postgres_history(database), {"state": FeedbackState.ACCEPTED, "review": Review("eve", at(1))}
    reader = replace(EVE, user_id="ada", collections=("default",))
    answerer = await services.answerer(Scope())
    told_wrong = {"reason": Reason.ANSWERED_WRONGLY}
    said: list[tuple[str, str, dict[str, Any]]] = [("a", KNOWN, {"thumb": Thumb.UP}), ("b", UNKNOWN, told_wrong)]
    for name, text, more in said:
        asked = exchange(name, collections=("default",), answer=await answerer.answer(Query(text)))
        await stores.history.record(asked, text)
        given = feedback(name, **more)
        await stores.feedback.put(given, reader)
        told = {"language": "en", "question": text, "must_contain": (), "kind": "feedback", "cross_lingual": False}
        told |= {"id": name, "documents": (), "answerable": False}
        case = KeptCase(GoldenCase.model_validate(told), ("default",), "eve", at(1)) if name == "b" else None
        await stores.feedback.review(replace(given, **accepted), reader, case)
    rows = await escalating.reviewed_rows(services, silent)
    assert {(row.golden, row.case, row.ticket) for row in rows} == {("reviewed", "b", True), ("exchanges", "a", False)}

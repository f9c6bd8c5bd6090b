from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import NoReturn

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from paillasse.asking.protocols import Charge, Event
from paillasse.asking.searching import FoundPassage
from paillasse.errors.root import InvalidConfiguration, Overloaded
from paillasse.instrumented.asking import MeasuredAsking
from paillasse.instrumented.sampling import JudgedSample
from paillasse.monitoring.answers import AnswerFigures
from paillasse.monitoring.feedback_loop import JudgeFigures
from paillasse.types.answers import Answer, Claim, ClaimAccepted, Outcome, Usage
from paillasse.types.escalation import Escalation
from paillasse.types.questions import Query

CLAIM = ClaimAccepted(Claim("Close the lid.", (1,)), ())
DROPPED: list[dict[str, str]] = [{"claim": "secret words", "verdict": "quote_not_found"}]
ANSWER = Answer(
    "secret words",
    "fr",
    Outcome.ANSWERED,
    claims=(CLAIM.claim,),
    confidence=0.8,
    timings_ms={"retrieve": 20.0, "predict": 0.5, "total": 30.0},
    escalation=Escalation(0.1, (), "m1"),
    trace={"hits": [{"score": 0.4}, {"score": 0.93}], "dropped": DROPPED, "release": "7"},
)
MODEL = Usage("openai/small", 2, 100, 20, 0.25, "EUR")


class Scripted:
    """Says what it was told to, or fails."""

    def __init__(self, *events: Event, error: Exception | None = None, usage: tuple[Usage, ...] = ()) -> None:
        self.events, self.error, self.usage, self.user_id = events, error, usage, ""

    async def ask(self, query: Query, charge: Charge | None = None, user_id: str = "") -> AsyncGenerator[Event]:
        del query
        self.user_id = user_id
        for event in self.events:
            yield event
        if self.usage and charge is not None:
            await charge(self.usage)
        if self.error is not None:
            raise self.error

    async def search(self, query: Query, limit: int) -> list[FoundPassage]:
        del query, limit
        if self.error is not None:
            raise self.error
        return []


class Bench:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.figures = AnswerFigures(self.registry)

    async def ask(self, asking: Scripted, charge: Charge | None = None) -> list[Event]:
        return [event async for event in MeasuredAsking(asking, self.figures).ask(Query("secret words"), charge)]

    def value(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(name, labels)


@pytest.fixture
def bench() -> Bench:
    return Bench()


async def test_an_answer_is_passed_on_and_counted_with_what_was_found_and_checked(bench: Bench) -> None:
    assert await bench.ask(Scripted(CLAIM, ANSWER)) == [CLAIM, ANSWER]
    labels = {"outcome": "answered", "language": "fr", "release": "7", "source": "worked_out"}
    assert bench.value("paillasse_answers_total", **labels) == 1
    assert bench.value("paillasse_answer_seconds_count", source="worked_out") == 1
    assert bench.value("paillasse_first_claim_seconds_count", source="worked_out") == 1
    assert bench.value("paillasse_answer_stage_seconds_sum", stage="retrieve") == 0.02
    assert bench.value("paillasse_answer_stage_seconds_sum", stage="total") is None
    assert bench.value("paillasse_prediction_seconds_sum") == 0.0005
    assert bench.value("paillasse_retrieval_top_score_sum") == 0.93
    assert bench.value("paillasse_retrieval_empty_total") == 0
    assert bench.value("paillasse_claims_total", verdict="supported") == 1
    assert bench.value("paillasse_claims_total", verdict="quote_not_found") == 1
    assert bench.value("paillasse_questions_open") == 0


async def test_an_answer_that_was_kept_says_nothing_again_of_what_was_found(bench: Bench) -> None:
    kept = replace(ANSWER, trace={**ANSWER.trace, "cached": True}, timings_ms={"cached": 1.0})
    await bench.ask(Scripted(CLAIM, kept))
    assert bench.value("paillasse_answer_seconds_count", source="kept") == 1
    assert bench.value("paillasse_claims_total", verdict="supported") == 0
    assert bench.value("paillasse_retrieval_top_score_count") == 0


async def test_where_nothing_was_predicted_no_time_is_noted(bench: Bench) -> None:
    await bench.ask(Scripted(replace(ANSWER, escalation=None)))
    assert bench.value("paillasse_prediction_seconds_count") == 0


async def test_a_refusal_that_found_nothing(bench: Bench) -> None:
    refused = Answer("?", "de", Outcome.REFUSED, trace={"refusal": "refuse_no_evidence"})
    await bench.ask(Scripted(refused))
    assert bench.value("paillasse_refusals_total", reason="refuse_no_evidence") == 1
    assert bench.value("paillasse_retrieval_empty_total") == 1
    assert bench.value("paillasse_first_claim_seconds_count", source="worked_out") is None
    labels = {"outcome": "refused", "language": "other", "release": "none", "source": "worked_out"}
    assert bench.value("paillasse_answers_total", **labels) == 1


@pytest.mark.parametrize(
    ("error", "code"), [(Overloaded("full", retry_after=1), "overloaded"), (KeyError("x"), "defect")]
)
async def test_a_question_without_an_answer_is_counted_by_its_error(bench: Bench, error: Exception, code: str) -> None:
    for ask in (bench.ask(Scripted(CLAIM, error=error)), _search(bench, error)):
        with pytest.raises(type(error)):
            await ask
    assert bench.value("paillasse_question_failures_total", code=code) == 2
    assert bench.value("paillasse_questions_open") == 0


async def _search(bench: Bench, error: Exception) -> None:
    await MeasuredAsking(Scripted(error=error), bench.figures).search(Query("?"), 3)


async def test_who_leaves_has_not_failed(bench: Bench) -> None:
    asking = MeasuredAsking(Scripted(CLAIM, ANSWER), bench.figures)
    async with aclosing(asking.ask(Query("?"))) as events:
        assert await anext(events) == CLAIM
        assert bench.value("paillasse_questions_open") == 1
    assert bench.value("paillasse_questions_open") == 0
    assert not re.search(rb"paillasse_question_failures_total{.*} [^0]", _text(bench))


async def test_what_models_cost_is_counted_whoever_is_charged(bench: Bench) -> None:
    told: list[tuple[Usage, ...]] = []

    async def charge(usage: tuple[Usage, ...]) -> None:
        told.append(usage)

    unpriced = replace(MODEL, model="ollama/big", cost=None)
    await bench.ask(Scripted(ANSWER, usage=(MODEL, unpriced)), charge)
    await bench.ask(Scripted(ANSWER, usage=(MODEL,)))
    assert told == [(MODEL, unpriced)]
    assert bench.value("paillasse_cost_total", model="openai/small", currency="EUR") == 0.5
    assert bench.value("paillasse_unpriced_calls_total", model="ollama/big") == 2


async def test_searches_are_those_of_what_is_wrapped(bench: Bench) -> None:
    asking = MeasuredAsking(Scripted(), bench.figures)
    assert await asking.search(Query("?"), 3) == []
    assert bench.value("paillasse_search_seconds_count") == 1


async def test_who_asks_is_passed_on_and_an_answer_is_offered_to_a_judge(bench: Bench) -> None:
    judges = CollectorRegistry()

    def missing() -> NoReturn:
        raise InvalidConfiguration("not installed")

    sample = JudgedSample(missing, 1, JudgeFigures(judges), bench.figures.charged)
    asking = Scripted(CLAIM, ANSWER)
    async with aclosing(MeasuredAsking(asking, bench.figures, sample).ask(Query("?"), user_id="marie")) as events:
        assert [event async for event in events] == [CLAIM, ANSWER]
    assert asking.user_id == "marie"
    await sample.close()
    assert sample._task is not None


async def test_no_word_of_a_question_becomes_a_label(bench: Bench) -> None:
    await bench.ask(Scripted(CLAIM, replace(ANSWER, language="secret words")))
    assert b"secret" not in _text(bench)


def _text(bench: Bench) -> bytes:
    return generate_latest(bench.registry)

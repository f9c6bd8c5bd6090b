"""What answers make of the prediction, and which model predicts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from manuals import Manual
from memory_services import add, memory_services
from paillasse.adapters.memory.trained_models import MemoryModelStore
from paillasse.answering.answerer import Answerer
from paillasse.answering.evidence.tickets import refuses, with_offer
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.prediction.escalation import EscalationModel
from paillasse.prediction.production import ESCALATION, escalation_in_production
from paillasse.protocols.trained_models import KeptModel
from paillasse.types.answers import Answer, Claim, Outcome
from paillasse.types.escalation import Escalation
from paillasse.types.questions import Query, Scope

KNOWN = Query("How often is the dust filter of the Rotorix 400 cleaned?")
UNKNOWN = Query("Price of a helium leak detector subscription?")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CONFIG = AnsweringConfig()


async def answerer(home: Path, config: AnsweringConfig) -> Answerer:
    services = memory_services(home, config=PipelineConfig(answering=config))
    manual = Manual("Rotorix 400 Centrifuge", ("Rotorix 400", "centrifuge"), "Ardec")
    await add(services, [manual.prose("Clean the dust filter of the centrifuge every month.").content()])
    return await services.answerer(Scope())


def kept(model: EscalationModel, at: datetime = NOON) -> KeptModel:
    return KeptModel(ESCALATION, model.version, model.model_dump_json(), "{}", at)


def likely(probability: float, outcome: Outcome = Outcome.ANSWERED) -> Answer:
    claims = (Claim("It is so.", (1,)),) if outcome is Outcome.ANSWERED else ()
    return with_offer(Answer("?", "en", outcome, claims), Escalation(probability, (), "1"), CONFIG)


@pytest.mark.parametrize(
    ("probability", "outcome", "offered"),
    [
        (0.5, Outcome.ANSWERED, True),
        (0.49, Outcome.ANSWERED, False),
        (0.9, Outcome.DEGRADED, True),
        (0.1, Outcome.REFUSED, True),
        (0.9, Outcome.AMBIGUOUS, False),
    ],
)
def test_a_ticket_is_offered_where_it_helps(probability: float, outcome: Outcome, offered: bool) -> None:
    escalation = likely(probability, outcome).escalation
    assert escalation == Escalation(probability, (), "1", offered)


def test_only_an_answer_can_be_refused_and_only_where_that_is_wanted() -> None:
    refusing = AnsweringConfig(escalation="refuse", refuse_from=0.8)
    sure, doubtful = Escalation(0.8, (), "1"), Escalation(0.79, (), "1")
    assert refuses(likely(0.8), sure, refusing)
    assert not refuses(likely(0.8), doubtful, refusing)
    assert not refuses(likely(0.8), sure, CONFIG)
    assert not refuses(likely(0.8, Outcome.REFUSED), sure, refusing)


async def test_answers_are_predicted_and_said_as_before(tmp_path: Path) -> None:
    offering, off = await answerer(tmp_path, CONFIG), await answerer(tmp_path, AnsweringConfig(escalation="off"))
    for query, offered in ((KNOWN, False), (UNKNOWN, True)):
        answer, plain = await offering.answer(query), await off.answer(query)
        assert answer.escalation is not None
        assert (answer.escalation.offered, plain.escalation) == (offered, None)
        assert (answer.outcome, answer.claims, answer.reason) == (plain.outcome, plain.claims, plain.reason)
        assert answer.timings_ms["predict"] < 20


async def test_what_is_probably_a_ticket_is_refused_before_a_word_is_shown(tmp_path: Path) -> None:
    never = await answerer(tmp_path, AnsweringConfig(escalation="refuse", refuse_from=0.0))
    [refused] = [event async for event in never.stream(KNOWN)]
    assert isinstance(refused, Answer)
    assert (refused.outcome, refused.claims, refused.citations) == (Outcome.REFUSED, (), ())
    assert refused.reason.startswith("The manuals searched probably do not")
    assert refused.nearest
    assert refused.trace["refusal"] == "refuse_unlikely"
    assert refused.escalation is not None
    assert refused.escalation.offered
    always = await answerer(tmp_path, AnsweringConfig(escalation="refuse", refuse_from=1.0))
    *claims, whole = [event async for event in always.stream(KNOWN)]
    assert isinstance(whole, Answer)
    assert len(claims) == len(whole.claims) > 0


async def test_the_model_that_was_promoted_last_predicts() -> None:
    store, shipped = MemoryModelStore(), EscalationModel.load()
    assert await escalation_in_production(store) == shipped
    newer = shipped.model_copy(update={"version": "newer"})
    await store.put(kept(newer))
    assert await escalation_in_production(store) == newer
    of_other_features = shipped.model_copy(update={"version": "old", "features_version": 0})
    await store.put(kept(of_other_features, NOON + timedelta(days=1)))
    assert await escalation_in_production(store) == shipped

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from manuals import Manual
from memory_services import add, memory_services
from paillasse.composition.bootstrap import Services
from paillasse.loop.escalating import collect_rows
from paillasse.prediction.escalation import EscalationModel
from paillasse.prediction.features import FEATURES, NAMES, features_of
from paillasse.types.answers import Answer, Outcome
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Query, Scope

pytestmark = pytest.mark.asyncio

ROTORIX = (
    Manual("Rotorix 400 Centrifuge", ("Rotorix 400", "centrifuge"), "Ardec")
    .heading("Care")
    .prose("Clean the dust filter of the centrifuge every month with water.")
    .table(("Code", "Meaning"), ("E-201", "Lid is open"), ("E-203", "Imbalance found"))
)
CYCLER = (
    Manual("Quivane 96 Thermocycler", ("Quivane 96", "thermocycler"), "Orbane")
    .heading("Care")
    .prose("Never use bleach on the block of the thermocycler.")
)
EVIDENCE = st.sampled_from(["coverage", "cosine", "likeness", "shared", "about", "quantity"])
KNOWN = "How often is the dust filter of the Rotorix 400 cleaned?"


@pytest.fixture
async def services(tmp_path: Path) -> Services:
    services = memory_services(tmp_path)
    await add(services, [ROTORIX.content(), CYCLER.content()])
    return services


async def _features(services: Services, question: str, equipment: str = "") -> dict[str, float]:
    answerer = await services.answerer(Scope())
    answer = await answerer.answer(Query(question, equipment=equipment))
    return dict(zip(NAMES, features_of(answer), strict=True))


async def test_features_tell_how_an_answer_came_about(services: Services):
    told = await _features(services, KNOWN)
    assert told["coverage"] > 0.5
    assert told["claims"] >= 1
    assert told["machine_known"] == 1
    assert told["words"] == 11
    assert (await _features(services, "What does E-999 mean on the Rotorix 400?"))["unknown_code"] == 1
    assert (await _features(services, "What does E-201 mean on the Rotorix 400?"))["code_found"] == 1
    assert (await _features(services, "How do I clean it?", "Zorblax 77"))["machine_unknown"] == 1


@given(st.dictionaries(EVIDENCE, st.floats(-1e6, 1e6)))
async def test_features_are_within_their_bounds(evidence: dict[str, float]):
    answer = Answer("?", "en", Outcome.REFUSED, trace={"evidence": evidence})
    for feature, value in zip(FEATURES, features_of(answer), strict=True):
        assert feature.least <= value <= feature.most


async def test_the_shipped_model_tells_what_is_answered_from_what_is_not(services: Services):
    model = EscalationModel.load()
    answerer = await services.answerer(Scope())
    known = model.predict(await answerer.answer(Query(KNOWN)))
    unknown = model.predict(await answerer.answer(Query("Price of a helium leak detector subscription?")))
    assert 0 <= known.probability < 0.5 < unknown.probability <= 1
    assert unknown.model == model.version
    assert unknown.reasons[0].effect > 0
    assert [abs(r.effect) for r in unknown.reasons] == sorted((abs(r.effect) for r in unknown.reasons), reverse=True)


async def test_a_prediction_takes_a_few_milliseconds(services: Services):
    model = EscalationModel.load()
    answer = await (await services.answerer(Scope())).answer(Query(KNOWN))
    taken: list[float] = []
    for _ in range(50):
        began = time.process_time()
        model.predict(answer)
        taken.append(time.process_time() - began)
    assert np.percentile(taken, 95) < 0.02


async def test_each_answerable_case_is_asked_again_without_its_manual(services: Services):
    shared = {"language": "en", "must_contain": (), "kind": "fact", "cross_lingual": False}
    evidence = [{"file": "Rotorix 400 Centrifuge.pdf", "pages": [1]}]
    cases = [
        GoldenCase.model_validate(
            {"id": "a", "question": KNOWN, "documents": evidence, "answerable": True, "equipment": "Rotorix"} | shared
        ),
        GoldenCase.model_validate(
            {"id": "b", "question": "Price?", "documents": [], "answerable": False, "equipment": "rotorix"} | shared
        ),
    ]
    told: list[tuple[int, int]] = []
    rows = await collect_rows(services, cases, "made", lambda _stage, done, total: told.append((done, total)))
    assert [(row.case, row.withheld, row.ticket) for row in rows] == [
        ("a", False, False),
        ("b", False, True),
        ("a", True, True),
    ]
    assert len({row.group for row in rows}) == 1
    with_it, without = rows[0].features, rows[2].features
    assert with_it["claims"] > 0 == without["claims"]
    assert with_it["machine_known"] == 1
    assert without["machine_known"] == 0
    assert told[-1] == (3, 3)

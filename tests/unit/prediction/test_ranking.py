"""The reranker: what it learns, what it does to hits, and when it may be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from manuals import Manual
from memory_services import add, memory_services
from paillasse.adapters.memory.trained_models import MemoryModelStore
from paillasse.composition import bootstrap
from paillasse.composition.bootstrap import Services
from paillasse.errors.models import ModelUnavailable, TrainingDataError
from paillasse.pipeline_config import PipelineConfig, RetrievalConfig
from paillasse.prediction.learning import figures
from paillasse.prediction.ranking import learning
from paillasse.prediction.ranking.learning import learn
from paillasse.prediction.ranking.pools import Pool, pools_of
from paillasse.protocols.trained_models import KeptModel
from paillasse.retrieval.ranking.features import NAMES, features_of
from paillasse.retrieval.ranking.model import RankingModel
from paillasse.types.golden_case import GoldenCase
from paillasse.types.questions import Query, Scope

DEPTH = 20
FLAT = RankingModel(version="1", features_version=1, depth=DEPTH, weights=(0.0,) * len(NAMES))


def by(name: str, weight: float = 1.0, depth: int = DEPTH) -> RankingModel:
    """A model that looks at one feature alone."""
    weights = tuple(weight if each == name else 0.0 for each in NAMES)
    return FLAT.model_copy(update={"weights": weights, "depth": depth})


def made_pools(told_by: str, questions: int = 48) -> list[Pool]:
    """Questions about eight machines; what answers has more of one feature, and is the second of today's order."""
    generator = np.random.default_rng(3)
    pools: list[Pool] = []
    for index in range(questions):
        rows = generator.uniform(0, 1, (6, len(NAMES)))
        rows[:, NAMES.index("place")] = 1 / np.arange(1, 7)
        rows[1, NAMES.index(told_by)] += 0.8
        pools.append(Pool(f"m{index % 8}", rows, np.arange(6) == 1))
    return pools


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "_DRAWS", 40)
    monkeypatch.setattr(learning, "RIDGES", (0.01, 0.1))


def test_what_tells_is_learnt_and_measured_across_machines() -> None:
    model, report = learn(made_pools("headings"), DEPTH)
    assert NAMES[int(np.argmax(model.weights))] == "headings"
    assert (report.mrr.value, report.hit_at_1.value) == (0.5, 0.0)
    assert report.better
    assert report.hit_at_1_gain.low > 0.5
    assert RankingModel.parse(model.model_dump_json(), "It") == model


def test_an_order_that_is_good_already_is_not_bettered() -> None:
    pools = [replace(pool, right=np.arange(6) == 0) for pool in made_pools("length")]
    report = learn(pools, DEPTH)[1]
    assert report.mrr.value == 1.0
    assert not report.better


@pytest.mark.parametrize(
    ("pools", "why"),
    [
        (made_pools("code", 24), "24 questions"),
        ([replace(pool, group="m0") for pool in made_pools("code")], "fewer than 6 machines"),
        ([replace(pool, rows=pool.rows * np.nan) for pool in made_pools("code")], "no number"),
    ],
)
def test_what_is_not_fit_to_learn_from_is_named(pools: list[Pool], why: str) -> None:
    with pytest.raises(TrainingDataError, match=why):
        learn(pools, DEPTH)


def test_a_model_of_other_features_is_refused() -> None:
    with pytest.raises(ModelUnavailable, match="version 0"):
        RankingModel.parse(FLAT.model_copy(update={"features_version": 0}).model_dump_json(), "It")
    with pytest.raises(ModelUnavailable, match="does not hold"):
        RankingModel.parse("{}", "It")


@pytest.fixture
async def services(tmp_path: Path) -> Services:
    services = memory_services(tmp_path, config=PipelineConfig(retrieval=RetrievalConfig(reranker="none")))
    manual = Manual("Rotorix 400 Centrifuge", ("Rotorix 400", "centrifuge"), "Ardec").heading("Care")
    manual = manual.prose("Clean the dust filter of the centrifuge every month with water.").heading("Parts")
    other = Manual("Quivane 96 Thermocycler", ("Quivane 96",), "Orbane").prose("The dust filter is part 12. Clean it.")
    await add(services, [manual.prose("A filter costs little.").content(), other.content()])
    return services


QUESTION = "How often do I clean the dust filter?"


async def test_hits_change_places_and_scores_stay(services: Services) -> None:
    answerer = await services.answerer(Scope())
    understood = answerer.corpus.analyser.analyse(QUESTION)
    hits = (await answerer.retriever.retrieve(understood, Scope(), answerer.corpus.documents)).hits
    assert len(hits) >= 3
    rows = features_of(understood, hits)
    assert rows.shape == (len(hits), len(NAMES))
    assert rows[:, NAMES.index("coverage")].max() > 0.4 > rows[:, NAMES.index("coverage")].min()
    turned = by("place", -1.0).rank(understood, hits)
    assert [hit.chunk for hit in turned] == [hit.chunk for hit in reversed(hits)]
    assert [hit.score for hit in turned] == [hit.score for hit in hits]
    assert FLAT.rank(understood, hits) == list(hits)
    first_two = by("place", -1.0, depth=2).rank(understood, hits)
    assert [hit.chunk for hit in first_two] == [hits[i].chunk for i in (1, 0, *range(2, len(hits)))]
    assert FLAT.rank(understood, []) == []
    learnt = await replace(services, ranking=by("place", -1.0)).answerer(Scope())
    answer = await learnt.answer(Query(QUESTION))
    pages = (await learnt.retriever.retrieve(understood, Scope(), learnt.corpus.documents)).hits
    assert [hit.chunk for hit in pages] == [hit.chunk for hit in turned]
    assert answer.trace["hits"]
    assert replace(services, ranking=FLAT).release != services.release


async def test_pools_say_which_passages_answer(services: Services) -> None:
    shared = {"language": "en", "must_contain": (), "kind": "fact", "cross_lingual": False, "question": QUESTION}
    cases = [
        {"id": "a", "documents": [{"file": "Quivane 96 Thermocycler.pdf", "pages": [1]}], "answerable": True},
        {"id": "b", "documents": [], "answerable": False},
    ]
    documents = await services.documents.list(Scope())
    told = [GoldenCase.model_validate(case | shared) for case in cases]
    seen: list[int] = []
    answerer = await services.answerer(Scope())
    [pool] = await pools_of(answerer, told, documents, DEPTH, lambda _stage, done, _total: seen.append(done))
    assert seen == [1, 2]
    assert 0 < pool.right.sum() < len(pool.right) == len(pool.rows)


async def test_a_configuration_that_wants_a_learnt_order_needs_one_in_production() -> None:
    store = MemoryModelStore()
    with pytest.raises(ModelUnavailable, match="none is in production") as raised:
        await bootstrap._ranking(store)
    assert "paillasse train reranker" in raised.value.hint
    await store.put(KeptModel("reranker", "1", FLAT.model_dump_json(), "{}", datetime.now(UTC)))
    assert await bootstrap._ranking(store) == FLAT

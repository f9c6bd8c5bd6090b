from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier

from paillasse.adapters.tracking.memory_tracker import MemoryTracker
from paillasse.errors.models import ModelUnavailable
from paillasse.loop.escalating import EXPERIMENT, MODEL, Trained, failures, register, train, write
from paillasse.prediction.escalation import EscalationModel, Sigmoid, log_odds
from paillasse.prediction.examples.validation import validated
from paillasse.prediction.learning.families import families
from paillasse.prediction.learning.figures import Figure, auroc, calibration_error, interval
from paillasse.prediction.learning.training import splits
from prediction_rows import rows_of

LOGISTIC = families()[:2]
ALL = np.ones(len(rows_of()), dtype=np.bool_)
"""Nobody learnt from any of them."""


@pytest.fixture(scope="module")
def trained() -> Trained:
    return train(rows_of(), LOGISTIC)


def test_it_finds_what_tells_tickets(trained: Trained):
    report = trained.report
    assert report.all.auroc.low > 0.6
    assert report.all.single == "coverage"
    assert report.all.auroc.low <= report.all.auroc.value <= report.all.auroc.high
    assert len(report.families) == 2
    assert report.natural is not None
    assert report.natural.rows < report.all.rows
    assert "natural/recall_gain.low" in report.metrics()


def test_machines_are_never_on_both_sides():
    table = validated(rows_of())
    for training, test in splits(table, 8):
        assert not set(table.groups[training]) & set(table.groups[test])


@pytest.mark.parametrize("index", [3, 4, 5])
def test_trees_say_without_sklearn_what_they_said_with_it(index: int, monkeypatch: pytest.MonkeyPatch):
    table = validated(rows_of())
    fitted: list[Any] = []
    for kind in (RandomForestClassifier, GradientBoostingClassifier):
        fit = kind.fit

        def remembered(model: Any, x: Any, y: Any, fit: Any = fit, **more: Any) -> None:
            fit(model, x, y, **more)
            fitted.append(model)

        monkeypatch.setattr(kind, "fit", remembered)
    ours = families()[index].fit(table).log_odds(table.rows)
    theirs = fitted[-1].predict_proba(table.rows)[:, 1]
    assert np.allclose(ours, log_odds(theirs), atol=1e-6)


def test_a_model_is_the_same_after_it_was_kept(trained: Trained, tmp_path):
    write(trained, tmp_path / "out")
    kept = EscalationModel.load(tmp_path / "out" / "escalation.json")
    assert np.array_equal(kept.probabilities(trained.table.rows), trained.model.probabilities(trained.table.rows))


def test_models_of_other_features_are_refused(trained: Trained, tmp_path):
    other = trained.model.model_copy(update={"features_version": 99})
    with pytest.raises(ModelUnavailable, match="version 99"):
        EscalationModel.parse(other.model_dump_json(), "It")
    with pytest.raises(ModelUnavailable, match="does not hold"):
        EscalationModel.parse("{}", "It")
    with pytest.raises(ModelUnavailable, match="Cannot read"):
        EscalationModel.load(tmp_path / "missing.json")


def test_the_gate_asks_for_floors_and_no_loss(trained: Trained):
    sound = trained.report.all.model_copy(
        update={
            "auroc": Figure(value=0.9, low=0.8, high=0.95),
            "calibration_error": Figure(value=0.05, low=0.0, high=0.1),
        }
    )
    passing = replace(trained, report=trained.report.model_copy(update={"all": sound}))
    assert failures(passing, None, ALL) == []
    backwards = trained.model.model_copy(update={"calibration": Sigmoid(slope=-1.0, intercept=0.0)})
    assert failures(passing, backwards, ALL) == []
    worse = replace(passing, probabilities={"chosen": -trained.probabilities["chosen"]})
    [sentence] = failures(worse, trained.model, ALL)
    assert "in production" in sentence
    assert failures(worse, trained.model, ~ALL) == []  # it learnt from all of them
    bad = sound.model_copy(
        update={name: Figure(value=0.5, low=0.5, high=0.5) for name in ("auroc", "calibration_error")}
    )
    assert len(failures(replace(trained, report=trained.report.model_copy(update={"all": bad})), None, ALL)) == 2


@pytest.mark.asyncio
async def test_it_is_registered(trained: Trained):
    tracker = MemoryTracker()
    await register(tracker, trained)
    [kept] = await tracker.versions(MODEL)
    assert kept.aliases == ("staging",)
    assert len(await tracker.runs(EXPERIMENT)) == 3
    assert EscalationModel.parse((await tracker.fetch(kept.run_id, "model/escalation.json")).decode(), "it")


def test_figures_are_those_of_their_definitions():
    tickets = np.array([True, True, False, False])
    assert auroc(tickets, np.array([0.9, 0.5, 0.5, 0.1])) == 0.875
    assert auroc(tickets[:2], np.array([0.1, 0.2])) == 0.5
    assert calibration_error(tickets, np.array([1.0, 1.0, 0.0, 0.0])) == 0
    assert calibration_error(tickets, np.array([0.8, 0.8, 0.8, 0.8])) == pytest.approx(0.3)
    figure = interval(lambda indices: float(tickets[indices].mean()), ["a", "b", "a", "b"])
    assert (figure.value, figure.low, figure.high) == (0.5, 0.5, 0.5)

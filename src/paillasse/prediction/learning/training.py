"""Rows → a model and what is true of it: families compared across machines, calibrated, the best fitted on all rows.

Everything that is chosen (family, calibration) is chosen inside the training side of each split, so the figures are
those of machines that nothing was learnt from.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import numpy as np

from paillasse.prediction.escalation import Column, EscalationModel, Isotonic, Linear, Matrix, Sigmoid, Trees
from paillasse.prediction.examples.table import Indices, Table, Truths
from paillasse.prediction.features import VERSION
from paillasse.prediction.learning.families import Family
from paillasse.prediction.learning.figures import log_loss

_OUTER, _INNER = 8, 4
_SEED = 0
_SUREST = 6.0

_linear: Any = import_module("sklearn.linear_model")
_isotonics: Any = import_module("sklearn.isotonic")
_selection: Any = import_module("sklearn.model_selection")

Calibrating = Callable[[Column, Truths, Column], Sigmoid | Isotonic]
"""From raw log odds, tickets and weights."""


def splits(table: Table, count: int) -> Iterator[tuple[Indices, Indices]]:
    """(train, test) with every machine on one side, and about the same share of tickets in each."""
    few = min(count, len(np.unique(table.groups)))
    folds = _selection.StratifiedGroupKFold(few, shuffle=True, random_state=_SEED)
    yield from folds.split(table.rows, table.tickets, table.groups)


@dataclass(frozen=True, slots=True)
class Learnt:
    """A family fitted to a table, and the log loss that its calibration has across machines."""

    family: Family
    score: Linear | Trees
    calibration: Sigmoid | Isotonic
    loss: float

    def probabilities(self, rows: Matrix) -> Column:
        """Calibrated."""
        return self.calibration.probability(np.clip(self.score.log_odds(rows), -_SUREST, _SUREST))


@dataclass(frozen=True, slots=True)
class Crossed:
    """Probabilities that models gave to machines which they had not seen; shape (rows,) each."""

    by_family: dict[str, Column]
    chosen: Column
    """By the family that did best on the training side of each split."""
    families: tuple[str, ...]
    """Which one that was, by split."""


def crossed(table: Table, among: Sequence[Family]) -> Crossed:
    """Learn on all machines but some, predict those, until each was predicted once."""
    by_family = {family.name: np.zeros(len(table.rows)) for family in among}
    chosen, names = np.zeros(len(table.rows)), list[str]()
    for train, test in splits(table, _OUTER):
        learnt = [learn(table.part(train), family) for family in among]
        for each in learnt:
            by_family[each.family.name][test] = each.probabilities(table.rows[test])
        best = min(learnt, key=lambda each: each.loss)
        chosen[test] = by_family[best.family.name][test]
        names.append(best.family.name)
    return Crossed(by_family, chosen, tuple(names))


def learn(table: Table, family: Family) -> Learnt:
    """Fit a family, and the better of two calibrations to what it says of machines that it has not seen."""
    raw = np.zeros(len(table.rows))
    for train, test in splits(table, _INNER):
        raw[test] = family.fit(table.part(train)).log_odds(table.rows[test])
    raw = np.clip(raw, -_SUREST, _SUREST)
    losses = {kind: _loss(kind, raw, table) for kind in (_sigmoid, _isotonic)}
    kind = min(losses, key=lambda each: losses[each])
    return Learnt(family, family.fit(table), kind(raw, table.tickets, table.weights), losses[kind])


def best_of(table: Table, among: Sequence[Family]) -> Learnt:
    """The family that does best across machines, fitted on all of them."""
    return min((learn(table, family) for family in among), key=lambda each: each.loss)


def model_of(learnt: Learnt, table: Table) -> EscalationModel:
    """What is kept of it."""
    digest = hashlib.sha256(table.rows.tobytes() + table.tickets.tobytes()).hexdigest()[:8]
    return EscalationModel(
        version=f"{datetime.now(UTC).date().isoformat()}-{digest}",
        family=learnt.family.name,
        features=table.names,
        features_version=VERSION,
        score=learnt.score,
        calibration=learnt.calibration,
        typical=tuple(np.median(table.rows, axis=0).tolist()),
    )


def _loss(kind: Calibrating, raw: Column, table: Table) -> float:
    probabilities = np.zeros(len(raw))
    for train, test in splits(table, _INNER):
        fitted = kind(raw[train], table.tickets[train], table.weights[train])
        probabilities[test] = fitted.probability(raw[test])
    return log_loss(table.tickets, probabilities, table.weights)


def _sigmoid(raw: Column, tickets: Truths, weights: Column) -> Sigmoid:
    model = _linear.LogisticRegression(C=1e3).fit(raw[:, None], tickets, sample_weight=weights)
    return Sigmoid(slope=float(model.coef_[0, 0]), intercept=float(model.intercept_[0]))


def _isotonic(raw: Column, tickets: Truths, weights: Column) -> Isotonic:
    model = _isotonics.IsotonicRegression(y_min=0.01, y_max=0.99, out_of_bounds="clip")
    model.fit(raw, tickets, sample_weight=weights)
    return Isotonic(raw=tuple(model.X_thresholds_.tolist()), probabilities=tuple(model.y_thresholds_.tolist()))

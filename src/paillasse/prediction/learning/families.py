"""Families of models that are compared, and how what was fitted becomes numbers that numpy alone works out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from paillasse.prediction.escalation import Column, Linear, Trees
from paillasse.prediction.examples.table import Table
from paillasse.prediction.features import FEATURES

_ensemble: Any = import_module("sklearn.ensemble")
_linear: Any = import_module("sklearn.linear_model")
_pipeline: Any = import_module("sklearn.pipeline")
_preprocessing: Any = import_module("sklearn.preprocessing")

_SEED = 0
_TREES = 80
_DEPTH = 4
_LEAF = 5
"""Rows, at least."""


@dataclass(frozen=True, slots=True)
class Family:
    """One way to learn."""

    name: str
    parameters: dict[str, float]
    fit: Callable[[Table], Linear | Trees]


def families() -> tuple[Family, ...]:
    """All that are compared. Of sklearn's two boostings it is the one whose trees are public: they are kept as JSON."""
    ridges = [
        Family(f"logistic regression, C {c:g}", {"C": c}, lambda table, c=c: _logistic(table, c))
        for c in (0.03, 0.3, 3.0)
    ]
    grown: dict[str, float] = {"n_estimators": _TREES, "max_depth": _DEPTH, "min_samples_leaf": _LEAF}
    shallow: dict[str, float] = {"n_estimators": _TREES, "max_depth": 2, "learning_rate": 0.05, "subsample": 0.7}
    return (
        *ridges,
        Family("random forest", grown, lambda table: _forest(table, None, grown)),
        Family("monotone random forest", grown, lambda table: _forest(table, _slopes(table.names), grown)),
        Family("gradient boosting", shallow, lambda table: _boosted(table, shallow)),
    )


def _logistic(table: Table, c: float) -> Linear:
    model = _pipeline.make_pipeline(_preprocessing.StandardScaler(), _linear.LogisticRegression(C=c, max_iter=2000))
    model.fit(table.rows, table.tickets, logisticregression__sample_weight=table.weights)
    scaler, regression = model[0], model[1]
    return Linear(
        mean=tuple(scaler.mean_.tolist()),
        scale=tuple(scaler.scale_.tolist()),
        weights=tuple(regression.coef_[0].tolist()),
        intercept=float(regression.intercept_[0]),
    )


def _slopes(names: Sequence[str]) -> list[int]:
    slopes = {feature.name: feature.slope for feature in FEATURES}
    return [slopes[name] for name in names]


def _forest(table: Table, slopes: list[int] | None, parameters: dict[str, Any]) -> Trees:
    model = _ensemble.RandomForestClassifier(**parameters, monotonic_cst=slopes, random_state=_SEED)
    model.fit(table.rows, table.tickets, sample_weight=table.weights)
    trees = [(tree.tree_, tree.tree_.value[:, 0, 1] / tree.tree_.value[:, 0].sum(axis=1)) for tree in model.estimators_]
    return _joined([(tree, values / len(trees)) for tree, values in trees], 0.0, probability=True)


def _boosted(table: Table, parameters: dict[str, Any]) -> Trees:
    model = _ensemble.GradientBoostingClassifier(**parameters, random_state=_SEED)
    model.fit(table.rows, table.tickets, sample_weight=table.weights)
    share = float(np.average(table.tickets, weights=table.weights))
    trees = [(tree.tree_, model.learning_rate * tree.tree_.value[:, 0, 0]) for tree in model.estimators_[:, 0]]
    return _joined(trees, float(np.log(share / (1 - share))), probability=False)


def _joined(trees: Sequence[tuple[Any, Column]], offset: float, *, probability: bool) -> Trees:
    """The nodes of all trees in one list: (sklearn's tree, value of each node) pairs."""
    starts = np.cumsum([0, *(tree.node_count for tree, _ in trees)])
    parts = list(zip(starts, trees, strict=False))
    leaf: list[Any] = [tree.children_left < 0 for _, (tree, _) in parts]

    def together(columns: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(np.concatenate(columns).tolist())

    return Trees(
        roots=tuple(int(start) for start, _ in parts),
        feature=together([np.where(leaf[i], -1, tree.feature) for i, (_, (tree, _)) in enumerate(parts)]),
        threshold=together([np.where(leaf[i], 0.0, tree.threshold) for i, (_, (tree, _)) in enumerate(parts)]),
        left=together([np.where(leaf[i], 0, tree.children_left + start) for i, (start, (tree, _)) in enumerate(parts)]),
        right=together(
            [np.where(leaf[i], 0, tree.children_right + start) for i, (start, (tree, _)) in enumerate(parts)]
        ),
        value=together([np.where(leaf[i], values, 0.0) for i, (_, (_, values)) in enumerate(parts)]),
        offset=offset,
        probability=probability,
    )

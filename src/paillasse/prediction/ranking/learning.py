"""Pools → weights: of every passage that answers and one that does not, the first is to be worth more.

Logistic regression on differences of features (Herbrich, Graepel & Obermayer 2000; for the loss Burges et al. 2005), so
that only the order within a question is learnt.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from paillasse.prediction.escalation import Column
from paillasse.prediction.learning.figures import Figure, interval
from paillasse.prediction.ranking.pools import Pool, check
from paillasse.retrieval.ranking.features import NAMES, VERSION
from paillasse.retrieval.ranking.model import RankingModel

RIDGES = (0.0003, 0.001, 0.003, 0.01, 0.1)
"""Inverse strengths of regularisation that are compared."""
_OUTER, _INNER = 8, 4
_LEAST_SCALE = 1e-9

_linear: Any = import_module("sklearn.linear_model")
_selection: Any = import_module("sklearn.model_selection")


class RankingReport(BaseModel):
    """What was measured on machines that were not learnt from, over questions whose answer is among what was found."""

    model_config = ConfigDict(frozen=True)

    questions: int
    groups: int
    ridge: float
    hit_at_1: Figure
    """How often the first passage answers, as it is ranked today."""
    hit_at_1_gain: Figure
    """By how much the learnt order changes that, paired."""
    mrr: Figure
    """Mean reciprocal rank of the first passage that answers, as it is ranked today."""
    mrr_gain: Figure

    @property
    def better(self) -> bool:
        """Whether it surely ranks better: the whole 95 % interval of the gain in reciprocal rank is above 0."""
        return self.mrr_gain.low > 0


def learn(pools: Sequence[Pool], depth: int) -> tuple[RankingModel, RankingReport]:
    """Measure across machines, then learn from all of them.

    Raises:
        TrainingDataError: there is too little to learn from.
    """
    check(pools)
    told = [pool for pool in pools if pool.right.any()]
    groups = [pool.group for pool in told]
    now = np.array([_reciprocal(pool, np.arange(len(pool.right), 0, -1.0)) for pool in told])
    learnt = np.zeros(len(told))
    for train, test in _splits(groups, _OUTER):
        side = [told[i] for i in train]
        weights = _fitted(side, _best_ridge(side))
        learnt[test] = [_reciprocal(told[i], told[i].rows @ weights) for i in test]
    ridge = _best_ridge(told)
    weights = _fitted(told, ridge)

    def over(values: Column) -> Figure:
        return interval(lambda i: float(values[i].mean()), groups)

    digest = hashlib.sha256(b"".join(pool.rows.tobytes() + pool.right.tobytes() for pool in told)).hexdigest()[:8]
    first, first_now = (learnt == 1).astype(float), (now == 1).astype(float)
    return RankingModel(
        version=f"{datetime.now(UTC).date().isoformat()}-{digest}",
        features_version=VERSION,
        depth=depth,
        weights=tuple(weights.tolist()),
    ), RankingReport(
        questions=len(told),
        groups=len(set(groups)),
        ridge=ridge,
        hit_at_1=over(first_now),
        hit_at_1_gain=over(first - first_now),
        mrr=over(now),
        mrr_gain=over(learnt - now),
    )


def _splits(groups: Sequence[str], count: int) -> Iterator[tuple[list[int], list[int]]]:
    """(train, test) indices with every machine on one side."""
    folds = _selection.GroupKFold(min(count, len(set(groups))))
    for train, test in folds.split(groups, groups=groups):
        yield train.tolist(), test.tolist()


def _best_ridge(pools: Sequence[Pool]) -> float:
    """The one that ranks best across machines."""
    worth = dict.fromkeys(RIDGES, 0.0)
    for train, test in _splits([pool.group for pool in pools], _INNER):
        for ridge in RIDGES:
            weights = _fitted([pools[i] for i in train], ridge)
            worth[ridge] += sum(_reciprocal(pools[i], pools[i].rows @ weights) for i in test)
    return max(RIDGES, key=lambda ridge: worth[ridge])


def _fitted(pools: Sequence[Pool], ridge: float) -> Column:
    """Weights of the features as they are; every question counts the same, however many pairs it gives."""
    scale = np.concatenate([pool.rows for pool in pools]).std(axis=0) + _LEAST_SCALE
    differences, shares = list[Any](), list[Any]()
    for pool in pools:
        pairs = (pool.rows[pool.right][:, None] - pool.rows[~pool.right][None]).reshape(-1, len(NAMES)) / scale
        if len(pairs):
            differences.append(pairs)
            shares.append(np.full(len(pairs), 1 / len(pairs)))
    rows, share = np.concatenate(differences), np.concatenate(shares)
    model = _linear.LogisticRegression(C=ridge * 10, fit_intercept=False, max_iter=2000)
    labels = np.r_[np.ones(len(rows)), np.zeros(len(rows))]
    model.fit(np.concatenate([rows, -rows]), labels, sample_weight=np.r_[share, share])
    return model.coef_[0] / scale


def _reciprocal(pool: Pool, worth: Column) -> float:
    """1 / rank of the first passage that answers."""
    order = np.argsort(-worth, kind="stable")
    return 1 / (1 + int(np.flatnonzero(pool.right[order])[0]))

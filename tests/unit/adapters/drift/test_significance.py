"""Tests that two samples are of one distribution, and that all of them together keep to their level.

Evidently only passes columns to them: here they are tried without it, over many seeds.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2_contingency, fisher_exact, ks_2samp  # type: ignore[import-untyped]

from observations import DIMENSION, PLAIN, drawn
from paillasse.adapters.drift.samples import read, sample_of, write
from paillasse.adapters.drift.significance import LEAST_VALUES, exact, homogeneity
from paillasse.adapters.drift.topics import TOPICS, topics_of
from paillasse.drift.comparing import compare, values_of
from paillasse.drift.protocols import Compared
from paillasse.drift.types import FEATURES, Kind, Observation

SEEDS = range(20)
GERMAN = {"fr": 0.4, "en": 0.4, "de": 0.2}


def drifted(reference: list[Observation], current: list[Observation]) -> set[str]:
    """What has drifted, as a check would find it."""
    topics = topics_of(sample_of(reference).meanings, sample_of(current).meanings)
    p_values: dict[str, float] = {}
    for feature in FEATURES:
        before, now = (values_of(feature, o, t) for o, t in zip((reference, current), topics, strict=True))
        if min(len(before), len(now)) >= LEAST_VALUES:
            tests = {Kind.SHARE: exact, Kind.CATEGORY: homogeneity}
            p_values[feature.name] = (
                ks_2samp(before, now).pvalue if feature.kind is Kind.NUMBER else tests[feature.kind](before, now)
            )
    return {each.name for each in compare(reference, current, Compared(p_values, topics)) if each.drifted}


def test_fisher_and_pearson_as_scipy_has_them() -> None:
    assert exact(["no"] * 30 + ["yes"] * 10, ["no"] * 12 + ["yes"] * 18) == fisher_exact([[30, 10], [12, 18]])[1]
    before, now = ["a"] * 30 + ["b"] * 20 + ["c"] * 10, ["a"] * 10 + ["b"] * 20 + ["c"] * 30
    assert homogeneity(before, now) == chi2_contingency([[30, 20, 10], [10, 20, 30]])[1]


def test_one_value_says_nothing_and_two_are_fishers() -> None:
    assert exact([0.0] * 30, [0.0] * 50) == homogeneity(["fr"] * 30, ["fr"] * 50) == 1
    assert homogeneity(["a"] * 30 + ["b"] * 10, ["a"] * 12 + ["b"] * 18) == fisher_exact([[30, 10], [12, 18]])[1]


def test_rare_categories_are_taken_together() -> None:
    rare = [f"language {number}" for number in range(6)]
    together = homogeneity(["fr"] * 50 + ["en"] * 50, ["fr"] * 44 + ["en"] * 50 + rare)
    assert together == fisher_or_pearson([[50, 50, 0], [44, 50, 6]])


def fisher_or_pearson(table: list[list[int]]) -> float:
    expected = np.outer(np.sum(table, axis=1), np.sum(table, axis=0)) / np.sum(table)
    assert expected[0, 2] < 5
    return float(chi2_contingency(np.array(table))[1])


def test_a_new_language_is_no_proof_by_itself() -> None:
    assert homogeneity(["fr"] * 400, ["fr"] * 199 + ["de"]) > 0.1
    assert homogeneity(["fr"] * 400, ["fr"] * 180 + ["de"] * 20) < 1e-6


@pytest.mark.parametrize("seed", [1, 2])
def test_topics_are_numbered_by_size_and_the_same_every_time(seed: int) -> None:
    chance = np.random.default_rng(seed)
    one, other = (chance.normal(size=(n, DIMENSION)).astype(np.float32) for n in (60, 30))
    before, now = topics_of(one, other)
    assert (len(before), len(now)) == (60, 30)
    sizes = [[*before, *now].count(f"topic {number}") for number in range(1, TOPICS + 1)]
    assert (sum(sizes), sizes) == (90, sorted(sizes, reverse=True))
    assert topics_of(one, other) == (before, now)


def test_samples_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "samples.npz"
    samples = [sample_of(drawn(1, 30)), sample_of(drawn(2, 20, GERMAN))]
    write(path, samples)
    for found, sample in zip(read(path), samples, strict=True):
        np.testing.assert_array_equal(found.meanings, sample.meanings)
        for name, column in sample.columns.items():
            np.testing.assert_array_equal(found.columns[name], column)


def test_nothing_is_found_where_nothing_drifted() -> None:
    found = [drifted(drawn(seed, 300, PLAIN), drawn(1000 + seed, 150, PLAIN)) for seed in SEEDS]
    assert found == [set()] * len(SEEDS)


def test_a_drift_is_found_whatever_the_seed() -> None:
    for seed in SEEDS:
        otherwise = drawn(1000 + seed, 150, GERMAN, refused=0.4, likeness=0.5, topics=8)
        assert {"language", "refused", "likeness", "topic"} <= drifted(drawn(seed, 300), otherwise)

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from paillasse.training.corpus.augmentation import concatenate, noisy
from paillasse.training.corpus.pairs import Pair

TEXT = "l'étalonnage de la balance E-203 n'est-il pas terminé"


@given(st.text(max_size=60), st.integers(0, 2**32))
def test_a_text_gets_at_most_two_slips(text: str, seed: int) -> None:
    assert OSA.distance(text, noisy(text, np.random.default_rng(seed))) <= 2


@given(st.integers(0, 2**32))
def test_a_text_with_long_words_is_changed_but_not_its_codes(seed: int) -> None:
    changed = noisy(TEXT, np.random.default_rng(seed))
    assert "E-203" in changed
    assert changed == noisy(TEXT, np.random.default_rng(seed))


def test_every_slip_happens() -> None:
    changed = [noisy("l'agitateur", np.random.default_rng(seed)) for seed in range(200)]
    assert {len(text) - len("l'agitateur") for text in changed} >= {-1, 0, 1}
    assert "l agitateur" in changed
    assert changed.count("l'agitateur") < 20


def test_short_words_and_codes_alone_stay() -> None:
    assert {noisy("code E-203 sur 4520,5", np.random.default_rng(seed)) for seed in range(50)} == {
        "code E-203 sur 4520,5"
    }


def pairs(count: int) -> list[Pair]:
    return [Pair(f"en{i}", f"fr{i}", "ab"[i % 2]) for i in range(count)]


@given(st.integers(0, 80), st.integers(0, 2**32))
def test_passages_hold_three_to_seven_pairs_that_follow_each_other(count: int, seed: int) -> None:
    passages = concatenate(pairs(count), np.random.default_rng(seed))
    assert all(3 <= len(p.english.split()) <= 7 for p in passages)
    for source in "ab":
        rows = [p for p in pairs(count) if p.source == source]
        used = " ".join(p.english for p in passages if p.source == source).split()
        assert used == [p.english for p in rows][: len(used)]
        assert len(rows) - len(used) < 3
    assert [p.french.replace("fr", "en") for p in passages] == [p.english for p in passages]

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.training.vocabulary.alignment import SentencePair, translations

VERBS = {"nettoyer": "clean", "ouvrir": "open", "remplacer": "replace", "vider": "empty"}
NOUNS = {"cuve": "tank", "lampe": "lamp", "pompe": "pump", "porte": "door", "vanne": "valve"}
CORPUS = [
    SentencePair((verb, "la", noun, "de", "la", other), (VERBS[verb], "the", NOUNS[noun], "of", "the", NOUNS[other]))
    for verb, noun, other in product(VERBS, NOUNS, NOUNS)
]

words = st.lists(st.sampled_from("abcdef"), max_size=5)
sentence_pairs = st.builds(SentencePair, words, words, st.floats(0.1, 10))


def best(found: dict[str, float]) -> str:
    return max(found, key=found.__getitem__)


def test_a_dictionary_is_found_again() -> None:
    lexicon = translations(CORPUS)
    assert {word: best(lexicon[word]) for word in (VERBS | NOUNS)} == VERBS | NOUNS
    assert all(max(lexicon[word].values()) > 0.8 for word in (VERBS | NOUNS))


def test_function_words_go_with_each_other_and_do_not_hang_on_everything() -> None:
    lexicon = translations(CORPUS)
    assert set(lexicon) == {"la", "de", *VERBS, *NOUNS}
    assert all(lexicon[word].get(other, 0) < 0.1 for word in (VERBS | NOUNS) for other in ("the", "of"))
    assert best(lexicon["la"]) == "the"
    assert best(lexicon["de"]) in {"of", "the"}  # both stand in every sentence


def test_a_heavy_pair_counts_as_many_light_ones() -> None:
    pile = SentencePair(["pile"], ["stack"])
    light, heavy = (translations([pile, SentencePair(["pile"], ["battery"], weight)]) for weight in (1, 9))
    assert light["pile"] == pytest.approx({"stack": 0.5, "battery": 0.5})
    assert heavy["pile"] == pytest.approx({"stack": 0.1, "battery": 0.9}, rel=1e-5)
    many = translations([pile, *[SentencePair(["pile"], ["battery"])] * 9])
    assert many["pile"] == pytest.approx(heavy["pile"], rel=1e-5)


def test_a_rare_coincidence_is_noise() -> None:
    pairs = [*[SentencePair(["pile"], ["battery"])] * 99, SentencePair(["pile"], ["stack"])]
    assert translations(pairs)["pile"] == {"battery": 1.0}


@pytest.mark.parametrize(("length", "known"), [(48, {"mot": {"word": 1.0}}), (49, {})])
def test_long_sentences_are_passed_over(length: int, known: dict[str, dict[str, float]]) -> None:
    assert translations([SentencePair(["mot"] * length, ["word"])]) == known
    assert translations([SentencePair(["mot"], ["word"] * length)]) == known


def test_nothing_gives_nothing() -> None:
    assert translations([]) == {}
    assert translations([SentencePair([], ["word"]), SentencePair(["mot"], [])]) == {}


def test_every_round_is_told() -> None:
    rounds: list[int] = []
    translations(CORPUS, lambda: rounds.append(1))
    assert len(rounds) == 10


@given(st.lists(sentence_pairs, max_size=8))
def test_shares_of_a_word_sum_to_one(pairs: list[SentencePair]) -> None:
    kept = [pair for pair in pairs if pair.french and pair.english]
    lexicon = translations(pairs)
    assert set(lexicon) == {word for pair in kept for word in pair.french}
    for word, found in lexicon.items():
        assert sum(found.values()) == pytest.approx(1)
        assert min(found.values()) >= 0.02
        assert set(found) <= {english for pair in kept if word in pair.french for english in pair.english}

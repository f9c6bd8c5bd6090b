from __future__ import annotations

import string
from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from paillasse.training.vocabulary.words import FrenchWords, choose, extend, initialise, words_of
from tiny_model import tiny_tokenizer

NEW = ("etalonnez", "coeur", "vanne")
PLAIN = Tokenizer.from_str(extend(tiny_tokenizer(), ()))
EXTENDED = Tokenizer.from_str(extend(tiny_tokenizer(), NEW))
KNOWN = PLAIN.get_vocab()
ENGLISH = np.random.default_rng(0).normal(size=(len(KNOWN), 8)).astype(np.float32) * np.linspace(
    1, 3, len(KNOWN), dtype=np.float32
).reshape(-1, 1)


def chosen(french: dict[str, int], english: dict[str, int], glossary: tuple[str, ...] = ()) -> FrenchWords:
    """What is chosen when each side has 1,000 words in all."""
    fill = (
        Counter(french | {"1": 1_000 - sum(french.values())}),
        Counter(english | {"1": 1_000 - sum(english.values())}),
    )
    return choose(*fill, glossary, KNOWN)


def direction(vector: np.ndarray) -> np.ndarray:
    return vector / np.linalg.norm(vector)


def vector(word: str) -> np.ndarray:
    return ENGLISH[KNOWN[word]]


def initialised(word: str, lexicon: dict[str, dict[str, float]]) -> np.ndarray:
    return initialise(ENGLISH, PLAIN, FrenchWords((word,), {}), lexicon)[len(KNOWN)]


def test_words_are_those_that_the_tokenizer_cuts_up() -> None:
    assert words_of(PLAIN, "L'Étalonnage du cœur, à 25 V !") == "l ' etalonnage du coeur , a 25 v !".split()


def test_words_of_the_french_side_are_chosen_most_frequent_first() -> None:
    found = chosen({"vanne": 5, "joint": 9, "boulon": 7}, {"joint": 2, "bolt": 50})
    assert found.new == ("joint", "boulon", "vanne")
    assert found.taken == {}


@pytest.mark.parametrize(("english", "new"), [(1, True), (2, False), (80, False)])
def test_a_word_has_to_be_french_four_times_of_five(english: int, new: bool) -> None:
    assert chosen({"joint": 8}, {"joint": english}).new == (("joint",) if new else ())


def test_sides_weigh_the_same_however_long_they_are() -> None:
    side = Counter({"joint": 8, "1": 92})
    assert choose(side, Counter({"joint": 10, "1": 990}), (), KNOWN).new == ("joint",)
    assert choose(side, Counter({"joint": 10, "1": 90}), (), KNOWN).new == ()


def test_a_word_seen_once_has_to_be_a_term() -> None:
    assert chosen({"vanne": 1}, {}).new == ()
    assert chosen({"vanne": 2}, {}).new == ("vanne",)
    assert chosen({"vanne": 1}, {}, ("vanne", "joint")).new == ("vanne", "joint")


def test_a_term_that_is_english_too_stays_english() -> None:
    assert chosen({}, {"support": 1}, ("support", "vanne")).new == ("vanne",)


def test_forms_of_a_verb_come_with_it() -> None:
    forms = "purger purge purges purgez purgent purgant purgee purgees".split()
    assert list(chosen({"purger": 2}, {}).new) == forms
    assert "purge" not in chosen({"purger": 2}, {"purge": 3}).new
    assert "purgez" in chosen({}, {}, ("purger",)).new


@pytest.mark.parametrize("word", ["m3", "été", "d", "du", "l'", "..."])
def test_what_is_no_word_of_three_letters_is_not_new(word: str) -> None:
    assert chosen({word: 9}, {}).new == ()


@pytest.mark.parametrize(
    ("french", "english", "taken"),
    [
        (98, 2, {"cuve": 1.0}),
        (97, 3, {"cuve": 0.5}),
        (95, 5, {"cuve": 0.5}),
        (90, 10, {}),
        (50, 50, {}),
        (50, 0, {"cuve": 1.0}),
        (49, 0, {}),
    ],
)
def test_words_that_the_tokenizer_has_are_taken_as_far_as_they_are_french(
    french: int, english: int, taken: dict[str, float]
) -> None:
    found = chosen({"cuve": french}, {"cuve": english})
    assert found.taken == taken
    assert found.new == ()


def test_letters_and_signs_are_not_taken() -> None:
    assert chosen({"a": 60, "!": 60, "la": 60}, {}).taken == {"la": 1.0}


def test_new_words_are_numbered_on_from_the_last() -> None:
    assert EXTENDED.get_vocab() == KNOWN | {word: len(KNOWN) + i for i, word in enumerate(NEW)}


@pytest.mark.parametrize(("text", "pieces"), [("Étalonnez", "etalonnez"), ("CŒUR", "coeur"), ("cœur", "coeur")])
def test_a_new_word_is_one_piece_however_it_is_written(text: str, pieces: str) -> None:
    assert EXTENDED.encode(text).tokens == ["[CLS]", pieces, "[SEP]"]
    assert len(PLAIN.encode(text).tokens) > 3


def test_ligatures_are_spelt_out() -> None:
    assert EXTENDED.encode("œ Œ æ Æ").ids == EXTENDED.encode("oe OE ae AE").ids
    assert "[UNK]" in Tokenizer.from_str(tiny_tokenizer()).encode("cœur").tokens


def test_an_extended_tokenizer_neither_cuts_nor_pads() -> None:
    assert [len(e.ids) for e in EXTENDED.encode_batch(["the " * 300, "the"])] == [302, 3]


@given(st.lists(st.sampled_from([*"the flow cell flush Rinse, DRY E-203 50%".split()]) | st.text(string.printable)))
def test_english_is_cut_up_as_before(words: list[str]) -> None:
    text = " ".join(words)
    assume(not any(new in text.lower() for new in NEW))
    before = Tokenizer.from_str(tiny_tokenizer())
    before.no_truncation()
    assert EXTENDED.encode(text).ids == before.encode(text).ids


def test_what_is_no_tokenizer_is_refused() -> None:
    with pytest.raises(KeyError):
        extend('{"model": {}}', NEW)


def test_a_word_starts_between_its_translations_and_as_long_as_they_are() -> None:
    found = initialised("purgez", {"purgez": {"flush": 0.75, "rinse": 0.25}})
    mean = 0.75 * vector("flush") + 0.25 * vector("rinse")
    norm = 0.75 * np.linalg.norm(vector("flush")) + 0.25 * np.linalg.norm(vector("rinse"))
    np.testing.assert_allclose(found, direction(mean) * norm, rtol=1e-5)
    assert np.linalg.norm(found) > np.linalg.norm(mean) * 1.05  # the mean itself is shorter


def test_a_translation_of_several_pieces_is_their_mean() -> None:
    pieces = PLAIN.encode("pumps", add_special_tokens=False).ids
    assert len(pieces) == 2
    found = initialised("pompes", {"pompes": {"pumps": 1.0}})
    np.testing.assert_allclose(direction(found), direction(ENGLISH[pieces].sum(axis=0)), atol=1e-6)


def test_a_form_without_translation_takes_those_of_its_stem() -> None:
    lexicon = {"purger": {"flush": 1.0}, "purges": {"clean": 1.0}, "joint": {"cell": 1.0}}
    expected = initialised("x", {"x": {"flush": 0.5, "clean": 0.5}})
    np.testing.assert_allclose(initialised("purgez", lexicon), expected, rtol=1e-5)


def test_a_word_without_any_starts_from_its_pieces() -> None:
    pieces = PLAIN.encode("zut", add_special_tokens=False).ids
    found = initialised("zut", {"joint": {"cell": 1.0}})
    np.testing.assert_allclose(direction(found), direction(ENGLISH[pieces].sum(axis=0)), atol=1e-6)


def test_taken_words_move_and_no_other_row_does() -> None:
    words = FrenchWords(("purgez",), {"la": 1.0, "cuve": 0.5, "serie": 1.0})
    found = initialise(ENGLISH, PLAIN, words, {"la": {"the": 1.0}, "cuve": {"cell": 1.0}})
    assert found.shape == (len(KNOWN) + 1, 8)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found[KNOWN["la"]], vector("the"), rtol=1e-5)
    between = vector("cell") + vector("cuve")
    np.testing.assert_allclose(direction(found[KNOWN["cuve"]]), direction(between), rtol=1e-4)
    rest = [row for word, row in KNOWN.items() if word not in {"la", "cuve"}]  # "serie" means nothing known
    np.testing.assert_array_equal(found[rest], ENGLISH[rest])


def test_the_order_of_new_words_is_that_of_their_rows() -> None:
    words = FrenchWords(("purgez", "vanne"), {})
    found = initialise(ENGLISH, PLAIN, words, {"vanne": {"pump": 1.0}, "purgez": {"flush": 1.0}})
    np.testing.assert_allclose(found[len(KNOWN) :], [vector("flush"), vector("pump")], rtol=1e-5)

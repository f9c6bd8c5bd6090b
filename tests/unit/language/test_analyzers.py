from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paillasse.language.analyzers import (
    AVERAGE_LENGTH,
    content_words,
    document_vector,
    is_question_word,
    is_stop_word,
    query_vector,
    stem,
    term_id,
    terms,
    tokens,
    variants,
)
from paillasse.language.text import fold


@settings(deadline=None)
@given(st.text(), st.sampled_from(["fr", "en", "de", ""]))
def test_folding_first_changes_nothing(text: str, language: str) -> None:
    assert terms(fold(text), language) == terms(text, language)
    assert document_vector(fold(text), language) == document_vector(text, language)


@settings(deadline=None)
@given(st.text(), st.sampled_from(["fr", "en"]))
def test_terms_have_no_separator_no_accent_and_no_stop_word(text: str, language: str) -> None:
    for term in terms(text, language):
        assert fold(term) == term
        assert not set(term) & set(" -/'_")
        assert "." not in term or any(c.isdigit() for c in term)


@pytest.mark.parametrize(
    "pair",
    [
        ("l'étalonnage", "etalonnage"),
        ("L’ÉTALONNAGE", "étalonnages"),
        ("qu'elle calibre", "elle calibre"),
        ("jusqu'à l'arrêt", "arret"),
        ("cœur", "coeur"),
        ("analyseur/l'imprimante", "analyseur imprimante"),
    ],
)
def test_french_forms_that_are_one(pair: tuple[str, str]) -> None:
    first, second = (terms(text, "fr") for text in pair)
    assert first == second != []


def test_every_way_of_typing_a_code_meets() -> None:
    ways = [set(terms(text, "en")) for text in ("E-203", "E203", "e 203", "E.203", "e\u2011203")]
    assert set.intersection(*ways) == {"203"}
    assert {"e203", "203"} == ways[0] == ways[1] == ways[3] == ways[4]
    assert set(terms("l'E-203", "fr")) == {"e203", "203"}
    assert terms("pE-300", "en") == ["pe300", "pe", "300"]


@pytest.mark.parametrize("word", ["est-ce", "peut-on", "mise-à-jour", "and/or", "plug-in", "a.b"])
def test_a_hyphenated_word_without_a_digit_is_never_kept_whole(word: str) -> None:
    assert all("-" not in t and "/" not in t and "." not in t for t in variants(fold(word)))
    assert len(variants(fold(word))) == len(word.replace("/", "-").replace(".", "-").split("-"))


def test_variants_of_numbers() -> None:
    assert variants("2.5") == ("2.5",)
    assert variants("203") == ("203",)
    assert variants("10ml") == ("10ml", "10", "ml")
    assert variants("192.168.0.1") == ("19216801", "192", "168", "0", "1")


def test_stop_words_and_words_that_ask() -> None:
    assert terms("the lamp of the analyser", "en") == [stem("lamp", "en"), stem("analyser", "en")]
    assert terms("la lampe de l'analyseur", "fr") == [stem("lampe", "fr"), stem("analyseur", "fr")]
    assert "the" in terms("the", "de")
    assert is_stop_word("le", "fr")
    assert not is_stop_word("le", "en")
    assert is_question_word("comment", "fr")
    assert not is_question_word("comment", "")
    assert content_words(["how", "to", "clean", "rotor"], "en") == ["clean", "rotor"]
    assert tokens("the user's guide aujourd'hui") == ["the", "user", "guide", "aujourd", "hui"]


def test_stems() -> None:
    assert stem("calibrations", "en") == stem("calibration", "en")
    assert stem("etalonnages", "fr") == stem("etalonnage", "fr")
    assert stem("reinigungen", "de") == stem("reinigung", "de")
    assert stem("e203s", "en") == "e203s"


def test_weights_of_a_document_follow_bm25() -> None:
    vector = document_vector("lamp lamp rotor", "en")
    norm = 1.2 * (1 - 0.6 + 0.6 * 3 / AVERAGE_LENGTH)
    assert vector[term_id("lamp")] == pytest.approx(2 * 2.2 / (2 + norm))
    assert vector[term_id("rotor")] == pytest.approx(2.2 / (1 + norm))
    longer = document_vector("lamp lamp rotor " + "filler " * 50, "en")
    assert longer[term_id("lamp")] < vector[term_id("lamp")]
    assert document_vector("", "en") == {}


def test_the_id_of_a_term_never_changes() -> None:
    assert term_id("rotor") == 702743571


def test_the_vector_of_a_question_keeps_the_greater_weight() -> None:
    assert query_vector({"lamp": 1.0, "rotor": 0.5}) == {term_id("lamp"): 1.0, term_id("rotor"): 0.5}

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from paillasse.language.text import code_key, codes_in, error_codes_in, fold, vocabulary


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Éléments ÇÀ", "elements ca"),
        ("l’œil – « été »", 'l\'oeil - " ete "'),
        ("ﬁn ﬂux", "fin flux"),
        ("10\u00a0µl", "10 μl"),
        ("co\u00adop", "coop"),
        ("e\u0301", "e"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)
@given(st.text())
@example("İǅ")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text())
def test_keys_are_stable(text: str) -> None:
    assert code_key(code_key(text)) == code_key(text)
    keys = codes_in(text)
    assert len(set(keys)) == len(keys)
    assert all(len(key) > 1 and code_key(key) == key for key in keys)
    assert set(error_codes_in(text)) <= set(keys)


@settings(deadline=None)
@given(st.from_regex(r"[A-Z]{1,3}", fullmatch=True), st.integers(0, 99999))
def test_ways_of_writing_a_code_meet(letters: str, number: int) -> None:
    assert {code_key(f"{letters}{gap}{number}") for gap in ("", "-", " ", ".", "\u2011", "–", "_")} == {
        f"{letters}{number}".lower()
    }
    assert code_key(f"{letters}-{number}") in codes_in(f"Que veut dire {letters}-{number} ?")
    assert f"#{number}" in error_codes_in(f"l'erreur n° {number}")


def test_leading_zeros_and_signs_stay() -> None:
    assert code_key("E-007") == "e007"
    assert code_key("*RST") == "*rst"
    assert code_key("CURVe?") == "curve?"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("errors 9 and 10", ["#9", "#10"]),
        ("Erreurs 9, 10 et 11", ["#9", "#10", "#11"]),
        ("défaut 4/5", ["#4", "#5"]),
        ("Err. 12b", ["#12b"]),
        ("ERROR CODE: 7", ["#7"]),
        ("code d'erreur 7", ["#7"]),
        ("erreur numéro 7", ["#7"]),
        ("alarm #3, alarm #3", ["#3"]),
        ("error 123456", []),
        ("terror 5", []),
        ("no error", []),
    ],
)
def test_numbers_called_errors(text: str, keys: list[str]) -> None:
    assert error_codes_in(text) == keys


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Replace F535 and SW2-2.", ["f535", "sw22"]),
        ("part 07528-10", ["0752810"]),
        ("order 803293", ["803293"]),
        ("it shows b.o. now", ["bo"]),
        ("send *RST then CURVe?", ["*rst", "curve?"]),
        ("at 250 rpm for 10 min", []),
        ("Wait a moment.", []),
    ],
)
def test_codes_in(text: str, keys: list[str]) -> None:
    assert codes_in(text) == keys


def test_hostile_lists_take_no_time() -> None:
    started = time.perf_counter()
    assert error_codes_in("error 5" + " , " * 40 + "x") == ["#5"]
    assert error_codes_in("error 5" + " and" * 2000) == ["#5"]
    codes_in("E-1" * 20_000)
    assert time.perf_counter() - started < 2


def test_vocabulary_counts_texts_not_occurrences() -> None:
    assert vocabulary(["Rotor rotor, l'été E-203", "ROTOR a"]) == {"rotor": 2, "été": 1}


def test_a_code_with_letters_called_an_error_keeps_its_key() -> None:
    assert error_codes_in("what does error E-777 mean") == ["e777"]
    assert error_codes_in("alarme B22 sur l'appareil") == ["b22"]
    assert error_codes_in("the E-777 label") == []


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("furnace display just says b.o ???", ["bo"]),
        ("le four affiche P.Er, je fais quoi ?", ["per"]),
        ("the controller now displays the code “E-77”", ["e77"]),
        ("it shows: F535", ["f535"]),
        ("the display of the BF51828C is dark", []),
        ("show me e.g. the cap", []),
        ("le BF51828C affiche une température fausse", []),
    ],
)
def test_what_a_machine_shows_is_an_error_code(question: str, keys: list[str]) -> None:
    assert error_codes_in(question) == keys


def test_abbreviations_are_no_codes() -> None:
    assert codes_in("a solvent, e.g. water, i.e. p.ex. at 9 a.m.") == []

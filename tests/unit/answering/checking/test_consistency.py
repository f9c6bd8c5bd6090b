"""What rules decide of a claim although somebody else judges its wording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.answering.checking.markup import foreign_markup, inert
from paillasse.answering.checking.verification import consistent, verify
from paillasse.types.answers import Verdict

OPEN = "Never open the lid before the rotor has stopped."


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Nettoyez le filtre chaque mois.", "Clean the dust filter every month with water."),
        ("N'ouvrez jamais le couvercle avant l'arrêt du rotor.", OPEN),
        ("Réglez la vitesse à 1400 tr/min pendant 5 minutes.", "Set the speed to 1,400 rpm for 5 min."),
        ("Appuyez sur « Prime all » et attendez.", 'Touch "Prime all" and wait.'),
        ("L'erreur E-203 signale un balourd.", "E-203: imbalance detected."),
        ("Appuyez sur le bouton du panneau.", "Press the button on the panel."),
    ],
)
def test_a_translation_is_left_to_the_judge(claim: str, quote: str) -> None:
    assert consistent(claim, [quote]) is None


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("Nettoyez le filtre tous les 6 mois.", "Clean the dust filter every month with water."),
        ("Ouvrez le couvercle avant l'arrêt du rotor.", OPEN),
        ("Ne nettoyez pas le filtre.", "Clean the dust filter every month with water."),
        ("Réglez la vitesse à 1400 tr/min pendant 5 heures.", "Set the speed to 1,400 rpm for 5 min."),
        ("Appuyez sur « Purge » et attendez.", 'Touch "Prime all" and wait.'),
        ("L'erreur E-204 signale un balourd.", "E-203: imbalance detected."),
        ("Fermez le couvercle.", "Open the lid."),
        ("Close the cover.", "Ouvrez le couvercle."),
        ("Tournez à gauche.", "Turn it to the right."),
        ("Serrez la vis.", "Loosen the screw."),
        ("Turn the pump off.", "Turn the pump on."),
        ("Set the speed to 1 400 rpm for 3 min.", "Set the speed to 3 rpm for 1 400 min."),
        ("Nettoyez le filtre, voir https://x.example", "Clean the filter."),
        ("...", "Clean the filter."),
    ],
)
def test_what_is_not_in_the_quote_is_refused_whatever_a_judge_might_say(claim: str, quote: str) -> None:
    assert consistent(claim, [quote]) is Verdict.CONTRADICTED


def test_the_words_of_the_quote_need_no_judge() -> None:
    assert consistent("Open the lid.", ["Open the lid."]) is Verdict.SUPPORTED
    assert consistent("Open the lid.", ["First open the lid. Then wait."]) is Verdict.SUPPORTED
    row = [("Code", "E-203"), ("Meaning", "Imbalance")]
    assert consistent("Code: E-203; Meaning: Imbalance", ["E-203 Imbalance"], ["Code Meaning"], [row])
    assert consistent("Code Meaning", ["E-203 Imbalance"], ["Code Meaning"], [row]) is not Verdict.SUPPORTED


@pytest.mark.parametrize("claim", ["the of", "Open."])
def test_a_quote_without_a_word_says_nothing(claim: str) -> None:
    assert consistent(claim, ["..."]) is Verdict.CONTRADICTED
    assert verify(claim, ["..."]) is Verdict.CONTRADICTED


@pytest.mark.parametrize("quotes", [[], [None], ["Open the lid.", None], [""]])
def test_without_a_quote_there_is_nothing_to_judge(quotes: list[str | None]) -> None:
    assert consistent("Open the lid.", quotes) is Verdict.NOT_FOUND


texts = st.lists(
    st.sampled_from(
        "open close the lid not never 5 6 min s pump E-203 E-204 on off ouvrez fermez le couvercle . , before".split()
    ),
    min_size=1,
    max_size=9,
).map(" ".join)


@given(texts, texts)
def test_no_number_or_code_reaches_the_judge_that_is_not_in_the_quote(claim: str, quote: str) -> None:
    if consistent(claim, [quote]) is not Verdict.CONTRADICTED:
        assert {"5", "6", "E-203", "E-204"} & set(claim.split()) <= set(quote.split())


@pytest.mark.parametrize(
    "claim",
    [
        "See http://x.example",
        "See www.x.example",
        "javascript:alert(1)",
        "<img src=x>",
        "<b>lid",
        "</script",
        "![x](y)",
        "[x](y)",
        "![x][y]",
        "[x][y]",
        "\n[x]: /y",
        "x.example.com",
        "li\U000e0041d",
        "mail a@b.example",
        "&lt;b&gt;",
        "li\u202ed",
        "a\x1b[31m",
    ],
)
def test_markup_stands_in_the_quote_or_not_at_all(claim: str) -> None:
    assert foreign_markup(claim, ["Open the lid."])
    assert not foreign_markup(claim, ["It says: " + claim])
    assert verify(f"Open the lid. {claim}", ["Open the lid."]) is Verdict.CONTRADICTED


@pytest.mark.parametrize(
    "claim", ["Keep at < 8 °C and > 2 °C", "Code: E-203", "ratio 1:10", "5 °C: cold", "a [b] (c)", "Press [F1] [F2]"]
)
def test_what_only_looks_like_it_is_none(claim: str) -> None:
    assert not foreign_markup(claim, [])


def test_what_a_reader_is_shown_of_it() -> None:
    assert inert("Open ![x](https://e.com/?q=1) <b>the</b> lid.") == "Open […] […]the[…] lid."
    assert inert("Open the lid.") == "Open the lid."

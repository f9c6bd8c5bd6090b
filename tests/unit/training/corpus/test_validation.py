from __future__ import annotations

import pytest

from paillasse.errors.models import TrainingDataError
from paillasse.training.corpus.pairs import Pair
from paillasse.training.corpus.validation import Check, ValidationReport, validate

COUNT = 1_200
DEV = [Pair("Check the seal of the door every month.", "Vérifiez le joint de la porte tous les mois.", "dev")]
MANUAL = " ".join(f"étape{i} tournez lentement la vanne numéro{i}" for i in range(40))
QUESTION = "comment remplacer la lampe du spectrophotomètre de paillasse sans outil"


def good() -> list[Pair]:
    return [
        Pair(
            f"Before you clean the filter number {i}, switch off the pump and wait.",
            f"Avant de nettoyer le filtre numéro {i}, arrêtez la pompe et attendez.",
            "made-up",
        )
        for i in range(COUNT)
    ]


def spoilt(share: float, **changes: str) -> list[Pair]:
    pairs = good()
    for i in range(round(share * COUNT)):
        pairs[i] = Pair(changes.get("english", pairs[i].english), changes.get("french", pairs[i].french), "made-up")
    return pairs


def failed(pairs: list[Pair], dev: list[Pair] = DEV) -> set[str]:
    return {check.name for check in validate(pairs, dev, [MANUAL, QUESTION]).checks if not check.passed}


def test_good_pairs_pass() -> None:
    report = validate(good(), DEV, [MANUAL, QUESTION])
    report.raise_on_failure()
    assert report.pairs == COUNT
    assert report.suspects == ()
    assert len(report.checks) == 9


@pytest.mark.parametrize(
    ("share", "changes", "name"),
    [
        (0.001, {"french": " "}, "an empty side"),
        (0.002, {"french": "a\x07b"}, "control characters"),
        (0.02, {"english": "Z80", "french": "Z80"}, "both sides identical"),
        (0.02, {"french": "Non."}, "uneven lengths"),
        (0.02, {"english": "a", "french": "b"}, "duplicates"),
        (0.05, {"french": "This is not French at all, it is an English sentence."}, "a side in the wrong language"),
        (0.05, {"english": "Ceci n'est pas de l'anglais, c'est du français."}, "a side in the wrong language"),
    ],
)
def test_each_fault_is_found(share: float, changes: dict[str, str], name: str) -> None:
    assert name in failed(spoilt(share, **changes))
    assert name not in failed(spoilt(0, **changes))


def test_a_few_faults_are_borne() -> None:
    assert failed(spoilt(0.005, french="Non.")) == set()


def test_a_held_out_pair_may_not_be_trained_on() -> None:
    copy = Pair("check the seal of the door every month", "Vérifiez le joint de la porte, tous les mois", "x")
    assert failed([*good(), copy]) == {"held-out pairs trained on"}
    half = Pair(copy.english, "Contrôlez chaque mois le joint de porte", "x")
    assert failed([*good(), half]) == set()


def test_a_copied_paragraph_is_a_leak_and_its_pairs_are_listed() -> None:
    words = MANUAL.split()
    pairs = [*good(), Pair("A page of a manual that is measured on.", " ".join(words[60:95]), "x")]
    report = validate(pairs, DEV, [MANUAL, QUESTION])
    assert [c.name for c in report.checks if not c.passed] == ["manuals and golden cases leaked"]
    assert report.suspects == (COUNT,)


def test_one_idiom_in_common_is_none() -> None:
    words = MANUAL.split()
    pairs = [*good(), Pair("A sentence with an idiom in it.", f"Ici : {' '.join(words[60:68])}.", "x")]
    report = validate(pairs, DEV, [MANUAL, QUESTION])
    report.raise_on_failure()
    assert report.suspects == (COUNT,)


def test_a_copied_question_is_a_leak() -> None:
    assert failed([*good(), Pair("How do I replace the lamp?", QUESTION, "x")]) == {"manuals and golden cases leaked"}


def test_many_idioms_are_too_many() -> None:
    words = MANUAL.split()
    pairs = [*good(), *(Pair(f"Idiom {i}", " ".join(words[60:68]) + f" {i}", "x") for i in range(4))]
    assert failed(pairs) == {"words of a manual or golden case"}


def test_failures_are_raised_with_figures_and_examples() -> None:
    report = ValidationReport(10, (Check("fine", 0.0, 0.1), Check("bad", 0.25, 0.1, ("one", "two"))), ())
    with pytest.raises(TrainingDataError) as caught:
        report.raise_on_failure()
    assert str(caught.value).splitlines() == [
        "1 of 2 checks of 10 pairs failed:",
        "  bad: 0.25, at most 0.1 allowed",
        "      one",
        "      two",
    ]


def test_a_figure_that_is_no_number_fails() -> None:
    assert not Check("odd", float("nan"), 1.0).passed


def test_progress_counts_checks_and_pairs() -> None:
    seen: list[tuple[str, int, int]] = []
    validate(good(), DEV, [], lambda stage, done, total: seen.append((stage, done, total)))
    assert seen[-1] == ("leakage", COUNT, COUNT)
    assert [entry for entry in seen if entry[0] == "check"] == [("check", i, 7) for i in range(1, 8)]


def test_no_pairs_have_no_faults() -> None:
    validate([], [], []).raise_on_failure()

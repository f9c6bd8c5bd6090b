from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.errors.models import InvalidGoldenSet
from paillasse.training.corpus.leakage import RUN_WORDS, ForbiddenRuns, forbidden_texts
from pdf_files import drawn_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

MANUAL = "Avant de démarrer la centrifugeuse, vérifiez que le rotor est bien verrouillé sur l’axe du moteur."
FOLDED = "avant de demarrer la centrifugeuse verifiez que le rotor est bien verrouille sur l axe du moteur".split()
WORDS = st.sampled_from(["centrifuge", "balance", "rotor", "valve", "spectrum"])
SENTENCES = st.lists(WORDS, max_size=30).map(" ".join)


def found(forbidden: list[str], texts: list[str]) -> list[tuple[int, int, str]]:
    return [(run.text, run.forbidden, run.words) for run in ForbiddenRuns(forbidden).shared_by(texts)]


def test_every_run_of_eight_words_is_found_whatever_its_case_accents_and_punctuation() -> None:
    copied = "Avant de DEMARRER la centrifugeuse : « vérifiez » que le rotor est bien verrouillé"
    assert found(["rien", MANUAL], ["other", copied]) == [
        (1, 1, " ".join(FOLDED[start : start + RUN_WORDS])) for start in range(5)
    ]


def test_decomposed_accents_and_soft_hyphens_hide_nothing() -> None:
    assert len(found([MANUAL], ["Avant de de\u0301marrer la centri\u00adfugeuse, vérifiez que le"])) == 1


def test_seven_words_are_not_a_run_and_texts_do_not_run_into_each_other() -> None:
    seven = " ".join(FOLDED[:7])
    assert found([MANUAL], [seven, " ".join(FOLDED[7:14])]) == []
    assert found([seven, " ".join(FOLDED[7:14])], [MANUAL]) == []


def test_runs_of_short_words_are_passed_over() -> None:
    assert found(["1 2 3 4 5 6 7 8 9"], ["1 2 3 4 5 6 7 8 9"]) == []


def test_digits_count() -> None:
    text = "spinning at 4500 revolutions during exactly twelve minutes removes everything"
    assert len(found([text], [text])) == 3
    assert found([text], [text.replace("4500", "4600")]) == []


def test_a_run_of_two_manuals_is_reported_for_both() -> None:
    assert {forbidden for _, forbidden, _ in found([MANUAL, "x", MANUAL], [MANUAL])} == {0, 2}


def test_nothing_is_shared_with_nothing() -> None:
    assert found([], [MANUAL]) == found([MANUAL], []) == found([""], [""]) == []


@given(st.lists(SENTENCES, max_size=4), st.lists(SENTENCES, max_size=4))
def test_it_finds_what_comparing_word_by_word_finds(forbidden: list[str], texts: list[str]) -> None:
    def runs(text: str) -> list[str]:
        words = text.split()
        return [" ".join(words[i : i + RUN_WORDS]) for i in range(len(words) - RUN_WORDS + 1)]

    expected = [
        (t, f, run)
        for t, text in enumerate(texts)
        for run in runs(text)
        for f, other in enumerate(forbidden)
        if len(run) >= 40 and run in runs(other)
    ]
    assert sorted(found(forbidden, texts)) == sorted(expected)


def test_manuals_and_golden_cases_are_forbidden(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(40, 200, "Check the rotor")
        canvas.showPage()

    drawn_pdf(tmp_path / "manual.pdf", page)
    (tmp_path / "notes.txt").write_text("no manual", encoding="utf-8")
    case = {
        "id": "a", "language": "en", "question": "How?", "documents": [], "must_contain": [], "kind": "fact",
        "answerable": False, "cross_lingual": False, "answer": "So.",
    }  # fmt: skip
    golden = tmp_path / "golden.jsonl"
    golden.write_text(json.dumps(case), encoding="utf-8")
    assert forbidden_texts(tmp_path, [golden]) == ["Check the rotor", "How?", "So."]
    assert forbidden_texts(None, [golden]) == ["How?", "So."]
    with pytest.raises(InvalidGoldenSet):
        forbidden_texts(None, [tmp_path / "none.jsonl"])

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from paillasse.errors.models import TrainingDataError
from paillasse.language.glossary import Glossary
from paillasse.training import lessons
from paillasse.training.corpus.pairs import Pair
from paillasse.training.lessons import Texts, compose

FAMILIES = ("laws", "docs", "shop", "robots")
PAIRS = [
    Pair(f"Close the {family} valve number {i}.", f"Fermez la vanne {family} numéro {i}.", f"{family}-a")
    for family in FAMILIES
    for i in range(100)
]
ENGLISH, FRENCH = {pair.english for pair in PAIRS}, {pair.french for pair in PAIRS}


@pytest.fixture
def glossary(tmp_path: Path) -> Glossary:
    lines = ("domain\tfr\ten", "optics\tlampe\tlamp", "fluids\tpompe\tpump", "actions\tnettoyer\tclean")
    (tmp_path / "g.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Glossary([tmp_path / "g.tsv"])


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lessons, "_DOMAIN_PAIRS", 200)


def made(glossary: Glossary, seed: int = 0) -> Texts:
    return compose(PAIRS, glossary, np.random.default_rng(seed))


def test_the_seed_decides(glossary: Glossary) -> None:
    assert made(glossary) == made(glossary) != made(glossary, 1)


def test_sentences_passages_and_terms_are_all_taught(glossary: Glossary) -> None:
    texts = made(glossary)
    assert len(texts.french) == len(texts.english) == len(texts.clean)
    assert set(texts.clean) >= ENGLISH
    passages = [text for text in texts.clean if text.count("valve number") > 1]
    assert 0.25 * 400 / 7 <= len(passages) <= 0.45 * 400 / 3
    assert len(texts.clean) == 400 + len(passages) + 200
    assert "pump" in texts.clean


def test_only_the_student_sees_slips_of_the_keyboard(glossary: Glossary) -> None:
    texts = made(glossary)
    assert set(texts.clean[:400]) == ENGLISH
    french = [seen for seen in texts.french[:400] if seen not in FRENCH]
    english = [seen for seen, clean in zip(texts.english, texts.clean, strict=True) if seen != clean]
    assert 0.08 < len(french) / 400 < 0.22
    assert 0.05 < len(english) / len(texts.clean) < 0.16


def test_both_sides_of_a_lesson_say_the_same(glossary: Glossary) -> None:
    texts = made(glossary)
    french = {pair.english: pair.french for pair in PAIRS}
    kept = [(f, e) for f, e in zip(texts.french[:400], texts.clean[:400], strict=True) if f in FRENCH]
    assert len(kept) > 300
    assert all(french[clean] == seen for seen, clean in kept)


def test_no_family_is_more_than_a_quarter(glossary: Glossary) -> None:
    many = [*PAIRS, *(Pair(f"An act of law, {i}.", f"Une loi, {i}.", "laws-b") for i in range(900))]
    texts = compose(many, glossary, np.random.default_rng(0))
    laws = [text for text in texts.clean[:400] if "law" in text]
    assert len(laws) == 100


def test_too_few_families_are_an_error(glossary: Glossary) -> None:
    with pytest.raises(TrainingDataError, match="3 families"):
        compose([pair for pair in PAIRS if pair.family != "laws"], glossary, np.random.default_rng(0))

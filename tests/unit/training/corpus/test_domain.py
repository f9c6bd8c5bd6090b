from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import numpy as np
import pytest

from paillasse.language.glossary import Glossary
from paillasse.training.corpus.domain import SOURCE, domain_pairs
from paillasse.training.corpus.templates import TEMPLATES
from paillasse.training.corpus.wording import imperative, noun

HEADER = "domain\tfr\ten\n"


@pytest.fixture(scope="module")
def shipped() -> Glossary:
    return Glossary([Path(str(files("paillasse") / "data" / "glossary.tsv"))])


def glossary(tmp_path: Path, *lines: str) -> Glossary:
    (tmp_path / "g.tsv").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return Glossary([tmp_path / "g.tsv"])


def holes(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_there_are_enough_templates_and_none_twice() -> None:
    assert len(TEMPLATES) >= 60
    assert len({french for french, _ in TEMPLATES}) == len({english for _, english in TEMPLATES}) == len(TEMPLATES)


@pytest.mark.parametrize(("french", "english"), TEMPLATES)
def test_both_sides_of_a_template_speak_of_the_same(french: str, english: str) -> None:
    same = {"le": "x", "du": "x", "au": "x", "de": "x", "inf": "verb", "ez": "verb"}
    same |= {f"{hole}2": f"{target}2" for hole, target in same.items()}
    assert {same.get(hole, hole) for hole in holes(french)} == holes(english)


def test_pairs_follow_the_seed_and_the_count(shipped: Glossary) -> None:
    once, again, other = (domain_pairs(shipped, 300, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert once == again != other
    assert len(once) == 300
    assert {pair.source for pair in once} == {SOURCE}
    assert domain_pairs(shipped, 0, np.random.default_rng(1)) == []


def test_sentences_have_no_hole_left_and_no_french_vowel_met_by_an_article(shipped: Glossary) -> None:
    pairs = domain_pairs(shipped, 5_000, np.random.default_rng(3))
    text = "\n".join(pair.french for pair in pairs)
    assert not re.search(r"[{}]", text + "\n".join(pair.english for pair in pairs))
    assert not re.search(r"\bde (?:le|les) |\bà le \b", text)
    assert re.findall(r"\b(?:le|la) (?:[aeiouéèêâîôœ]\w+)", text) == []
    assert len({pair.french for pair in pairs}) > 4_000


def test_every_template_is_used(shipped: Glossary) -> None:
    pairs = domain_pairs(shipped, 5_000, np.random.default_rng(4))
    english = "\n".join(pair.english for pair in pairs)
    for _, template in TEMPLATES:
        fixed = max(re.split(r"\{\w+\}", template), key=len)
        assert fixed in english, template


def test_a_sentence_is_made_of_its_terms(tmp_path: Path) -> None:
    small = glossary(
        tmp_path,
        "fluidics\tpompe péristaltique\tperistaltic pump",
        "general\tvérifier\tcheck",
        "symptoms\tne démarre pas\tdoes not start",
    )
    pairs = domain_pairs(small, 400, np.random.default_rng(1))
    assert any(re.fullmatch(r"vérifiez la pompe péristaltique\.", p.french) for p in pairs)
    assert any(p.french == "la pompe péristaltique ne démarre pas" for p in pairs)
    assert all("peristaltic" in p.english for p in pairs if "péristaltique" in p.french)


def test_decimals_are_written_as_each_language_does(shipped: Glossary) -> None:
    pairs = [p for p in domain_pairs(shipped, 3_000, np.random.default_rng(5)) if "out of limits" in p.english]
    assert pairs
    assert all(re.search(r"\(\d+,\d ", p.french) and re.search(r"\(\d+\.\d ", p.english) for p in pairs)


def test_a_glossary_without_things_gives_terms_only(tmp_path: Path) -> None:
    pairs = domain_pairs(glossary(tmp_path, "colours\trouge\tred | scarlet"), 5, np.random.default_rng(0))
    assert {(p.french, p.english) for p in pairs} == {("rouge", "red"), ("rouge", "scarlet")}
    assert len(pairs) == 5


@pytest.mark.parametrize(
    ("french", "english", "le", "du", "au"),
    [
        ("pompe", "pump", "la pompe", "de la pompe", "à la pompe"),
        ("joint torique", "O-ring", "le joint torique", "du joint torique", "au joint torique"),
        ("étalonnage", "calibration", "l'étalonnage", "de l'étalonnage", "à l'étalonnage"),
        ("huile moteur", "motor oil", "l'huile moteur", "de l'huile moteur", "à l'huile moteur"),
        ("hotte", "hood", "la hotte", "de la hotte", "à la hotte"),
        ("œillet de fixation", "eyelet", "l'œillet de fixation", "de l'œillet de fixation", "à l'œillet de fixation"),
        ("vis", "screw", "la vis", "de la vis", "à la vis"),
    ],
)
def test_articles_fit_their_nouns(french: str, english: str, le: str, du: str, au: str) -> None:
    found = noun(french, english)
    assert found is not None
    assert {"le": le, "du": du, "au": au}.items() <= found.forms().items()


def test_a_noun_of_unknown_gender_gets_no_article() -> None:
    found = noun("quart de tour", "quarter turn")
    assert found is not None
    assert found.forms() == {"x": "quart de tour", "de": "de quart de tour"}


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("lentement", "slowly"),
        ("limité", "limited"),
        ("gants de protection", "gloves"),
        ("rouge", "red"),
        ("mettre à zéro", "zero"),
    ],
)
def test_what_is_no_noun_for_sure_is_left_out(french: str, english: str) -> None:
    assert noun(french, english) is None


@pytest.mark.parametrize(
    ("infinitive", "expected"),
    [
        ("vérifier", "vérifiez"),
        ("changer", "changez"),
        ("ouvrir", "ouvrez"),
        ("éteindre", "éteignez"),
        ("remplir", "remplissez"),
        ("papier", ""),
        ("clignoter", ""),
        ("filtre", ""),
        ("mettre en route", ""),
    ],
)
def test_imperatives(infinitive: str, expected: str) -> None:
    assert imperative(infinitive) == expected

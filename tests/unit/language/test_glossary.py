from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paillasse.errors.root import InvalidConfiguration
from paillasse.language.glossary import Glossary

if TYPE_CHECKING:
    from pathlib import Path

LINES = """# a comment
domain\tfr\ten

mechanics\tjoint torique\tO-ring
mechanics\tporte\tdoor
electricity\tport | connecteur\tport
general\tporter\twear | carry
maintenance\tétalonner | calibrer\tcalibrate | adjust
laboratory\tétalon\tstandard
electricity\tfusible\tfuse
electricity\tporte-fusible\tfuse holder
laboratory\ttube à essai\ttest tube
symptoms\tne démarre pas\twon't start | does not start
time\ttous les combien\thow often
general\tpouvoir | pourra\tcan
general\tafficher | écran\tdisplay
general\técran\tdisplay | screen
computing\tsouris\tmouse
biology\tsouris\trodent | mouse
"""


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    path = tmp_path / "glossary.tsv"
    path.write_text(LINES, encoding="utf-8")
    return path


@pytest.fixture
def glossary(shipped: Path) -> Glossary:
    return Glossary([shipped])


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("changer le joint torique", "fr", "changer O-ring"),
        ("joints toriques", "fr", "O-ring"),
        ("tous les combien etalonner", "fr", "how often calibrate"),
        ("appareil calibrée", "fr", "appareil calibrate"),
        ("étalons", "fr", "standard"),
        ("il ne démarre pas", "fr", "won't start"),
        ("tube d essai", "fr", "test tube"),
        ("porte-fusible", "fr", "fuse holder"),
        ("porte fusible", "fr", "fuse holder"),
        ("fusible-retard", "fr", "fusible-retard"),  # half a token is no match
        ("porte-savon", "fr", "porte-savon"),
        ("affiche-t-il", "fr", "display"),
        ("pour E-203", "fr", "E-203"),  # a stop word with the stem of "pourra"
        ("calibrating the o-rings", "en", "étalonner joint torique"),
        ("pump won't start", "en", "pump ne démarre pas"),
        ("Stecker", "de", "Stecker"),
        ("", "fr", ""),
    ],
)
def test_gloss_translates_word_by_word(glossary: Glossary, question: str, language: str, expected: str) -> None:
    assert glossary.gloss(question.split(), language) == expected


def test_a_match_says_where_and_what(glossary: Glossary) -> None:
    (match,) = glossary.translations(["faut-il", "calibrer", "ici"], "fr")
    assert (match.start, match.end) == (1, 2)
    assert match.concept.domain == "maintenance"
    assert match.targets == ("calibrate", "adjust")
    assert match.synonyms == ("étalonner",)


def test_the_longest_term_wins_and_spans_articles(glossary: Glossary) -> None:
    matches = glossary.translations(["tube", "à", "essai", "et", "porte"], "fr")
    assert [(m.start, m.end, m.targets) for m in matches] == [(0, 3, ("test tube",)), (4, 5, ("door",))]


@pytest.mark.parametrize(("said", "target"), [("porte", "door"), ("ports", "port"), ("portes", "door")])
def test_a_term_as_spelt_hides_those_that_only_share_its_stem(glossary: Glossary, said: str, target: str) -> None:
    (match,) = glossary.translations([said], "fr")
    assert match.targets == (target,)


def test_other_forms_rank_by_closeness(glossary: Glossary) -> None:
    (match,) = glossary.translations(["etalonne"], "fr")
    assert match.targets == ("calibrate", "adjust", "standard")


def test_several_readings_come_together_the_first_terms_before_the_variants(glossary: Glossary) -> None:
    (screen,) = glossary.translations(["ecran"], "fr")
    assert screen.targets == ("display", "screen")
    assert screen.concept.fr == ("écran",)
    assert screen.synonyms == ("afficher",)
    (mouse,) = glossary.translations(["souris"], "fr")
    assert mouse.targets == ("mouse", "rodent")


def test_a_later_file_adds_overrides_and_comes_first(shipped: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("domain\tfr\ten\nx\tfusible\tcut-out\nx\tPorte\tDoor | gate\nx\tzinzin\tgizmo\n", encoding="utf-8")
    glossary = Glossary([shipped, own])
    assert len(glossary.concepts) == len(Glossary([shipped]).concepts) + 2
    assert glossary.gloss(["zinzin"], "fr") == "gizmo"
    (fuse,) = glossary.translations(["fusible"], "fr")
    assert fuse.targets == ("cut-out", "fuse")
    (door,) = glossary.translations(["porte"], "fr")
    assert door.targets == ("Door", "gate")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "line 1"),
        (b"# nothing\n\nfr\ten\n", "line 3"),
        (b"domain\tfr\ten\nx\tpompe\n", "line 2: 3 tab-separated cells wanted, 2 found"),
        (b"domain\tfr\ten\n\nx\tpompe\tpump\ty\n", "line 3: 3 tab-separated cells wanted, 4 found"),
        (b"domain\tfr\ten\nx\tpompe\t \n", "line 2: an empty cell"),
        (b"domain\tfr\ten\nx\tpompe | \tpump\n", "line 2: an empty cell"),
        (b"domain\tfr\ten\nx\tp\xe9riode\tperiod\n", "cannot be read"),
    ],
)
def test_a_malformed_file_names_itself_and_the_line(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "broken.tsv"
    path.write_bytes(content)
    with pytest.raises(InvalidConfiguration, match=r"broken\.tsv") as caught:
        Glossary([path])
    assert complaint in str(caught.value)


def test_a_missing_file_is_a_configuration_error(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfiguration, match=r"absent\.tsv"):
        Glossary([tmp_path / "absent.tsv"])

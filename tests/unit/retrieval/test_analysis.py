from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from manuals import Manual
from memory_services import GLOSSARY
from paillasse.adapters.memory.embedder import HashEmbedder
from paillasse.language.glossing import Glosser
from paillasse.retrieval.analysis import QuestionAnalyser, Understanding, detect_language
from paillasse.retrieval.equipment import EquipmentMatcher
from paillasse.retrieval.statistics import CorpusStatistics

WORDS = {
    "calibration": 5, "detector": 4, "centrifuge": 6, "imbalance": 3, "étalonnage": 5, "couvercle": 7, "lamp": 9,
    "clean": 8, "aperture": 2, "zyklon": 3, "turbidimeter": 2, "voltage": 4,
}  # fmt: skip
DOCUMENTS = [
    Manual("Zyklon 400 Centrifuge", ("Zyklon 400", "centrifuge")).content().document,
    Manual("Turbidimeter T-90", ("T-90",)).content().document,
    *(Manual(f"Manual {i}").content().document for i in range(20)),
]
STATISTICS = CorpusStatistics(WORDS, dict.fromkeys(WORDS, 3) | {"zyklon": 1, "turbidimeter": 1}, 100)
ANALYSER = QuestionAnalyser(
    GLOSSARY,
    Glosser(GLOSSARY, HashEmbedder()),
    STATISTICS,
    EquipmentMatcher(DOCUMENTS, STATISTICS.document_frequency),
    ["fr", "en", "de"],
)


def analyse(question: str, equipment: str = "") -> Understanding:
    return ANALYSER.analyse(question, equipment)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("comment changer la lampe", "fr"),
        ("remplacer la lampe ?", "fr"),
        ("nettoyage du filtre", "fr"),
        ("étalonnage", "fr"),
        ("ca clignote en rouge, je fais quoi", "fr"),
        ("Que veut dire E-203 ?", "fr"),
        ("how do I change the lamp", "en"),
        ("clean the filter", "en"),
        ("what is E-203?", "en"),
        ("KL 1500 LCD", "en"),
        ("E-203", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_question(question: str, language: str) -> None:
    assert detect_language(question) == language


def test_misspelt_words_are_put_right() -> None:
    found = analyse("How do I run the calibratoin of the detektor?")
    assert found.corrections == {"calibratoin": "calibration", "detektor": "detector"}
    assert found.text.startswith("How do I run the calibration of the detector")
    assert analyse("etalonage").corrections == {"etalonage": "etalonnage"}


@pytest.mark.parametrize(
    "question",
    [
        "E-203 on the KL1500",
        "part BF51828C",
        "lam",  # too short to tell
        "comment pourquoi",
        "thermostat",  # in the glossary, though in no manual
        "Zyklon 400",
        "xylophone",  # nothing near
        "bamp",
    ],
)
def test_codes_names_and_known_words_are_left_alone(question: str) -> None:
    found = analyse(question)
    assert found.corrections == {}
    assert found.text == question


class PiecesEmbedder(HashEmbedder):
    """Knows a few words whole and reads the others in pieces."""

    def count_tokens(self, text: str) -> int:
        return 2 + sum(1 if word == "apertura" else 3 for word in text.split())


def test_words_that_the_embedder_knows_and_names_of_machines_are_not_misspelt() -> None:
    matcher = EquipmentMatcher([Manual("Detektor 5", ("Detektor",)).content().document], {})
    analyser = QuestionAnalyser(GLOSSARY, Glosser(GLOSSARY, PiecesEmbedder()), STATISTICS, matcher, ["en"])
    assert analyse("apertura voltige").corrections == {"apertura": "aperture", "voltige": "voltage"}
    assert analyser.analyse("apertura voltige").corrections == {"voltige": "voltage"}
    assert analyser.analyse("detektor").corrections == {}


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_any_text_can_be_analysed(question: str) -> None:
    found = analyse(question)
    assert found.language in ("fr", "en")
    assert set(found.concepts) == {"fr", "en", "de"}
    assert all(0 < weight <= 1 for language in found.concepts for weight in found.terms(language).values())
    assert all(not any(c.isdigit() for c in word) for word in found.corrections)


def test_codes_are_kept_apart_from_words() -> None:
    found = analyse("error 12 or E-203")
    assert set(found.codes) >= {"#12", "e203"}
    assert found.error_codes == ("#12",)


def test_the_machine_comes_from_the_picker_when_it_was_used() -> None:
    assert analyse("clean the lamp").equipment.document_ids == ()
    assert analyse("clean the lamp", "Zyklon 400").equipment.document_ids == (DOCUMENTS[0].id,)
    assert analyse("clean the lamp of the Zyklon", "T-90").equipment.document_ids == (DOCUMENTS[1].id,)


@pytest.mark.parametrize(
    ("question", "unnamed"),
    [
        ("What is the top speed of the Zebra 900 centrifuge?", "Zebra 900"),
        ("La lampe du Baltor X8R clignote", "Baltor X8R"),
        ("Baltor-40. Which lamp?", "Baltor-40"),
        ("How fast is the Zyklon 400?", ""),  # a machine of these manuals
        ("How fast is the Ziklon 400?", ""),  # the same, misspelt
        ("Does Error 12 stop the Lamp 3?", ""),  # words that glossary or manuals have
        ("Lamp 100 flickers", ""),
        ("What 3 lamps?", ""),
        ("is the zebra 900 fast", ""),  # written small it may be anything
    ],
)
def test_what_is_called_by_a_name_that_no_manual_has(question: str, unnamed: str) -> None:
    assert analyse(question).unnamed == unnamed


def test_terms_in_the_language_of_the_question_and_in_the_other() -> None:
    found = analyse("comment nettoyer le couvercle")
    assert found.terms("fr")["couvercl"] == 1.0
    english = found.terms("en")
    assert english["clean"] == 1.0
    assert {"lid", "cover"} & set(english)
    assert not {"comment", "le"} & set(found.terms("fr"))
    assert found.terms("it") == found.terms("fr")


def test_words_without_translation_are_kept_with_less_weight() -> None:
    found = analyse("comment nettoyer le zyklon")
    assert found.equipment.sure
    weights = found.terms("en")
    assert weights["zyklon"] < 0.2  # it names the machine
    kept = analyse("comment nettoyer la xylothèque").concepts["en"]
    assert [c.certain for c in kept] == [True, False]
    assert max(kept[1].terms.values()) == 0.8


def test_what_is_embedded_is_in_a_language_the_embedder_knows() -> None:
    class English(HashEmbedder):
        @property
        def languages(self) -> frozenset[str]:
            return frozenset({"en"})

    analyser = QuestionAnalyser(
        GLOSSARY, Glosser(GLOSSARY, English()), STATISTICS, EquipmentMatcher(DOCUMENTS, WORDS), ["en"]
    )
    assert "clean" in analyser.analyse("comment nettoyer le couvercle").embedded_text
    assert analyser.analyse("how to clean it").embedded_text == "how to clean it"

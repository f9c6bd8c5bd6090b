from __future__ import annotations

import pytest

from manuals import Manual
from paillasse.retrieval.equipment import EquipmentMatch, EquipmentMatcher

MANUALS = {
    "light": Manual("KL 1500 LCD Operating Manual", ("KL 1500", "cold light source"), "Schott"),
    "led": Manual("pE-300 User Guide", ("pE-300",), "CoolLED"),
    "scope": Manual("Infinium 5400 User Guide", ("5400", "oscilloscope"), "Agilent"),
    "scope-service": Manual("Infinium 5400 Service Guide", ("5400", "oscilloscope"), "Agilent"),
    "furnace": Manual("Nabertherm Muffle Furnace", ("L 9/11", "muffle furnace"), "Nabertherm"),
    "fr": Manual("Centrifugeuse Jouan", ("C3i", "centrifugeuse"), "Jouan", language="fr"),
}
DOCUMENTS = {name: manual.content().document for name, manual in MANUALS.items()}
IDS = {document.id: name for name, document in DOCUMENTS.items()}
COMMON = {"light": 6, "lamp": 6, "clean": 6, "source": 4, "power": 6, "change": 6, "filter": 5}


def match(text: str, *glosses: str) -> EquipmentMatch:
    return EquipmentMatcher(list(DOCUMENTS.values()), COMMON).match(text, glosses)


def named(text: str, *glosses: str) -> set[str]:
    return {IDS[d] for d in match(text, *glosses).document_ids}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("how to change the lamp of the KL 1500", "light"),
        ("how to change the lamp of the KL1500", "light"),
        ("how to change the lamp of the kl-1500 ?", "light"),
        ("Schott lamp", "light"),
        ("clean the pE-300", "led"),
        ("clean the pE300", "led"),
        ("clean the PE 300", "led"),
        ("clean the CooLED", "led"),
        ("nettoyer la Jouan C3i", "fr"),
        ("Nabertherm L 9/11", "furnace"),
        ("clean the nabertherm", "furnace"),
        ("clean the naberterm", "furnace"),
        ("clean the nabertehrm", "furnace"),
        ("clean the furnaces", "furnace"),
    ],
)
def test_one_machine_is_named(question: str, name: str) -> None:
    found = match(question)
    assert found.sure
    assert {IDS[d] for d in found.document_ids} == {name}
    assert found.words


def test_two_manuals_of_one_machine() -> None:
    assert named("trigger of the Infinium 5400") == {"scope", "scope-service"}
    assert match("trigger of the Infinium 5400").sure
    assert match("trigger of the Infinium 5400 service guide").words == {"infinium", "5400", "infinium5400"}


def test_the_word_of_the_other_language_hints() -> None:
    found = match("nettoyer le four", "clean furnace")
    assert {IDS[d] for d in found.document_ids} == {"furnace"}
    assert not found.sure
    assert found.words == frozenset()


@pytest.mark.parametrize(
    "question",
    [
        "how do I do it?",
        "",
        "the user manual",
        "guide d'utilisation en français",
        "the of and",
        "change lamp 5",
        "E-203",
    ],
)
def test_nothing_is_named(question: str) -> None:
    assert match(question) == EquipmentMatch()


def test_words_that_most_manuals_use_only_hint() -> None:
    found = match("light source")
    assert (found.sure, found.words) == (False, frozenset())
    assert IDS[found.document_ids[0]] == "light"


def test_a_word_that_some_manual_uses_is_not_taken_for_a_misspelt_name() -> None:
    matcher = EquipmentMatcher(list(DOCUMENTS.values()), {**COMMON, "schotts": 5, "schoot": 1})
    assert matcher.match("the schoot").document_ids == ()
    assert matcher.match("the schitt").document_ids == (DOCUMENTS["light"].id,)


def test_one_single_document_and_none() -> None:
    only = EquipmentMatcher([DOCUMENTS["led"]], {"clean": 1})
    assert only.match("clean the pE-300").document_ids == (DOCUMENTS["led"].id,)
    assert only.match("clean the lamp") == EquipmentMatch()
    assert EquipmentMatcher([], {}).match("clean the pE-300") == EquipmentMatch()


def test_the_best_come_first_and_the_order_is_settled() -> None:
    assert match("Agilent 5400").document_ids == tuple(sorted(DOCUMENTS[n].id for n in ("scope", "scope-service")))

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from manuals import Manual
from paillasse.retrieval.kinship import Kinship, kinship, models, said_again, untold
from paillasse.types.documents import Document, DocumentKind


def manual(title: str, *equipment: str, language: str = "en", maker: str = "", revision: str = "") -> Document:
    document = Manual(f"{title} {language} {revision}", equipment, maker, language).content().document
    return replace(document, metadata=replace(document.metadata, revision=revision))


MS8_EN, MS8_FR = (manual("MS8-Xany", "MS8", "MS8-Xany", language=language) for language in ("en", "fr"))
MS16_FR = manual("MS16-Xany", "MS16", "MS16-Xany", language="fr")
CLINIC, HOSPITAL = (manual(f"OpenLIS {site}", f"OpenLIS {site}", language="fr") for site in ("clinique", "hôpital"))
PUMP, OTHER_PUMP = manual("Syringe pump", "Syringe pump"), manual("Syringe driver", "Syringe driver")


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (MS8_EN, MS8_FR, Kinship.TRANSLATION),
        (MS8_FR, MS16_FR, None),
        (MS8_EN, MS16_FR, None),
        (CLINIC, HOSPITAL, Kinship.VERSION),
        (CLINIC, CLINIC, None),
        (CLINIC, MS8_FR, None),
        (PUMP, OTHER_PUMP, None),
        (manual("A", "X200", revision="1"), manual("A", "X200", revision="2"), Kinship.VERSION),
        (manual("A", "X200"), manual("B", "X200"), None),
        (manual("A", "AcmeLab pump", maker="AcmeLab"), manual("B", "AcmeLab oven", maker="AcmeLab"), None),
    ],
)
def test_by_model_else_by_proper_name(one: Document, other: Document, found: Kinship | None) -> None:
    assert kinship(one, other) is found
    assert kinship(other, one) is found


def test_a_service_manual_is_no_version_of_the_user_manual() -> None:
    service = replace(HOSPITAL, metadata=replace(HOSPITAL.metadata, kind=DocumentKind.SERVICE_MANUAL))
    assert kinship(CLINIC, service) is None


def test_another_date_is_another_version() -> None:
    dated = manual("A", "X200")
    newer = manual("B", "X200")
    assert kinship(dated, replace(newer, metadata=replace(newer.metadata, effective_date=date(2024, 1, 1)))) is (
        Kinship.VERSION
    )


def test_models_are_codes_with_digits() -> None:
    assert models(manual("x", "KL 1500 LCD", "cold light source", "Quivane 96")) == {"kl1500", "1500", "quivane96"}


def test_versions_that_the_question_does_not_tell_apart() -> None:
    both = {CLINIC.id: 1.0, HOSPITAL.id: 1.0}
    assert untold([CLINIC], [CLINIC, HOSPITAL, MS8_FR], both, "fr") == {Kinship.VERSION: [HOSPITAL]}
    assert untold([CLINIC], [CLINIC, HOSPITAL], {}, "fr") == {Kinship.VERSION: [HOSPITAL]}
    assert untold([CLINIC], [CLINIC, HOSPITAL], {**both, CLINIC.id: 2.0}, "fr") == {}
    assert untold([CLINIC, HOSPITAL], [CLINIC, HOSPITAL], both, "fr") == {}


def test_the_translation_into_the_language_of_the_question() -> None:
    assert untold([MS8_EN], [MS8_EN, MS8_FR], {}, "fr") == {Kinship.TRANSLATION: [MS8_FR]}
    assert untold([MS8_FR], [MS8_EN, MS8_FR], {}, "fr") == {}
    assert untold([MS8_EN], [MS8_EN, MS8_FR], {}, "en") == {}


def test_what_the_translation_says_about_as_well_is_left_out() -> None:
    both = [MS8_EN, MS8_FR, MS16_FR]
    assert said_again(both, {MS8_EN.id: 1.0, MS8_FR.id: 0.9, MS16_FR.id: 0.1}, "fr") == {MS8_EN.id}
    assert said_again(both, {MS8_EN.id: 1.0, MS8_FR.id: 0.9}, "en") == {MS8_FR.id}
    assert said_again(both, {MS8_EN.id: 1.0, MS8_FR.id: 0.5}, "fr") == set()
    assert said_again(both, {MS8_EN.id: 1.0, MS16_FR.id: 1.0}, "fr") == set()
    assert said_again([CLINIC, HOSPITAL], {CLINIC.id: 1.0, HOSPITAL.id: 1.0}, "fr") == set()

from __future__ import annotations

import pytest

from paillasse.language.concepts import bucket, key, words_of
from paillasse.language.text import fold


@pytest.mark.parametrize(
    "forms",
    [
        "étalonner étalonne étalonné étalonnée étalonnés étalonnez",
        "vérifier vérifie vérifiez vérifiée",
        "nettoyer nettoie nettoyé nettoyez",
        "attendre attend attendez attendu",
        "éteindre éteint éteinte éteignez",
        "produire produit produisez",
        "interrompre interrompu interrompue",
        "mettre mettez",
        "premier première premières",
        "léger légère",
        "actif active actives",
        "blanc blanche",
        "long longue",
        "signal signaux",
        "connexion connexions",
        "bleu bleus bleue bleues",
        "niveau niveaux",
        "clignoter clignote clignotent",
        "différent différents différente",
        "défectueux défectueuse",
    ],
)
def test_the_forms_of_a_french_word_share_key_and_bucket(forms: str) -> None:
    folded = [fold(form) for form in forms.split()]
    assert len({key(form, "fr") for form in folded}) == 1
    assert len({bucket(form) for form in folded}) == 1


def test_english_keys_are_plain_stems() -> None:
    assert key("calibrating", "en") == key("calibrated", "en") == "calibr"
    assert key("active", "en") == "activ"


@pytest.mark.parametrize(("text", "language", "words"), [
    ("Tube à l'essai", "fr", ("tube", "essai")),
    ("The O-ring", "en", ("o", "ring")),
    ("À la", "fr", ()),
    ("à la", "de", ("a", "la")),
])  # fmt: skip
def test_words_leave_articles_out(text: str, language: str, words: tuple[str, ...]) -> None:
    assert words_of(text, language) == words

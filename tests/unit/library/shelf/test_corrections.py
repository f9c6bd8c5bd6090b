from __future__ import annotations

import pytest

from paillasse.library.errors import UnsuitableMetadata
from paillasse.library.shelf.corrections import corrected
from paillasse.types.documents import DocumentKind, Metadata

GUESSED = Metadata("Notice", "Kern", ("PCB",), language="en", languages=("en",), confidence={"title": 0.4, "kind": 0.2})


def test_what_a_person_set_is_certain_and_the_rest_stays_a_guess() -> None:
    changed = corrected(GUESSED, {"title": "  Balance\nPCB\u202e ", "kind": DocumentKind.SOP})
    assert (changed.title, changed.kind, changed.manufacturer) == ("Balance PCB", DocumentKind.SOP, "Kern")
    assert changed.confidence == {"title": 1.0, "kind": 1.0}


def test_a_language_is_one_of_its_languages() -> None:
    assert corrected(GUESSED, {"language": "fr"}).languages == ("fr", "en")
    assert corrected(GUESSED, {"language": "en"}).languages == ("en",)


def test_names_of_the_machine_are_told_once() -> None:
    assert corrected(GUESSED, {"equipment": ("PCB 1000 ", " ", "PCB  1000", "balance")}).equipment == (
        "PCB 1000",
        "balance",
    )
    assert corrected(GUESSED, {"equipment": ()}).equipment == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"title": " \n"},
        {"title": "x" * 301},
        {"manufacturer": "x" * 201},
        {"revision": "x" * 101},
        {"language": "french"},
        {"language": "FR"},
        {"language": ""},
        {"equipment": ("x" * 101,)},
        {"equipment": tuple(map(str, range(31)))},
    ],
)
def test_what_cannot_be(changes: dict[str, object]) -> None:
    with pytest.raises(UnsuitableMetadata):
        corrected(GUESSED, changes)


def test_what_was_guessed_is_not_held_against_a_correction() -> None:
    odd = Metadata("T", "m" * 500, tuple(map(str, range(50))), language="")
    assert corrected(odd, {"title": "U"}).title == "U"

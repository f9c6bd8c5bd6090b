from __future__ import annotations

import pytest

from manuals import Manual
from paillasse.answering.evidence.unknown_codes import missing_code, refusal
from paillasse.language.text import codes_in, error_codes_in
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.equipment import EquipmentMatch
from paillasse.retrieval.retriever import Retrieval
from paillasse.types.documents import CodeEntry
from paillasse.types.questions import Hit

LISTED = {"e201": "E-201", "e203": "E-203", "e310": "E-310", "#12": "Err 12", "#13": "Err 13", "pe300": "pE-300"}


def understood(question: str, named: str = "") -> Understanding:
    match = EquipmentMatch(words=frozenset(named.split()))
    codes, errors = tuple(codes_in(question)), tuple(error_codes_in(question))
    return Understanding(question, "en", codes, errors, match, {"en": ()}, question, {})


def found(*texts: str, entries: tuple[str, ...] = ()) -> Retrieval:
    chunks = Manual("Manual").prose(*texts).chunks if texts else []
    codes = tuple(CodeEntry(key, key, "d", "c", 0) for key in entries)
    return Retrieval(tuple(Hit(chunk, 1.0) for chunk in chunks), codes, None)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("it shows E-204", "e204"),
        ("que veut dire E204 ?", "e204"),
        ("error 14 after start", "#14"),
        ("erreur n° 14", "#14"),
        ("what about Z-99", ""),  # no family of its like
        ("part PE-301", ""),  # one of its like is not a family
        ("how do I open the lid", ""),
    ],
)
def test_a_code_the_manual_does_not_list(question: str, key: str) -> None:
    assert missing_code(understood(question), found("Open the lid."), LISTED) == key


def test_a_code_that_some_passage_mentions_is_not_missing() -> None:
    assert missing_code(understood("E-204"), found("Call us when E 204 or E-204 appears."), LISTED) == ""
    assert missing_code(understood("E-204"), found(entries=("e204",)), LISTED) == ""
    assert missing_code(understood("E-204 or E-203"), found(entries=("e203",)), LISTED) == ""


@pytest.mark.parametrize(
    "line",
    [
        "All other errors: return for repair.",
        "Any other fault: call the service.",
        "Toutes les autres erreurs : retour en atelier.",
        "Les autres codes sont réservés au service.",
    ],
)
def test_a_line_for_all_other_codes_covers_it(line: str) -> None:
    assert missing_code(understood("E-204"), found(line), LISTED) == ""


def test_a_code_that_names_the_machine_is_not_asked_for() -> None:
    assert missing_code(understood("E-204 lid", named="e204"), found("Lid."), LISTED) == ""
    assert missing_code(understood("error 14 on the E-204", named="e204"), found("Lid."), LISTED) == "#14"


def test_the_refusal_names_the_nearest_codes_of_the_same_family() -> None:
    assert refusal("e204", LISTED, "en") == "Code E204 is not in this manual. Codes it does list: E-201, E-203, E-310."
    assert refusal("#14", LISTED, "fr") == "Le code 14 n'est pas dans ce manuel. Codes qui y figurent : Err 12, Err 13."
    assert refusal("ab12cd", LISTED, "en") == "Code AB12CD is not in this manual."
    assert refusal("803293", LISTED, "en") == "Code 803293 is not in this manual."

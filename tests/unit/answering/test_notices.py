from __future__ import annotations

import pytest

from paillasse.answering import notices
from paillasse.retrieval.analysis import Understanding
from paillasse.retrieval.equipment import EquipmentMatch
from paillasse.types.questions import Query


def understood(*, unnamed: str = "", stranger: bool = False, found: tuple[str, ...] = ()) -> Understanding:
    return Understanding(
        text="",
        language="en",
        codes=(),
        error_codes=(),
        equipment=EquipmentMatch(found),
        concepts={},
        embedded_text="",
        corrections={},
        stranger=stranger,
        unnamed=unnamed,
    )


def told(meaning: Understanding, equipment: str = "", unsearched: tuple[str, ...] = ()) -> tuple[str, ...]:
    return notices.of_question(Query("how often?", equipment=equipment), meaning, unsearched)


def test_nothing_is_said_of_a_plain_question() -> None:
    assert told(understood()) == ()


def test_a_name_that_no_manual_has_is_said_beside_what_another_says() -> None:
    sentence = "No manual here names “Zebra 900”: check that what is said fits what you have."
    assert told(understood(unnamed="Zebra 900")) == (sentence,)


@pytest.mark.parametrize(
    ("meaning", "is_said"),
    [(understood(), True), (understood(found=("a",)), False), (understood(stranger=True), False)],
    ids=["tells no machine apart", "tells one", "refused"],
)
def test_a_choice_that_tells_no_machine_apart_is_said(meaning: Understanding, is_said: bool) -> None:
    said = told(meaning, equipment="mains")
    assert bool(said) is is_said
    assert all(sentence.startswith("No manual matches the equipment “mains”") for sentence in said)


@pytest.mark.parametrize(("count", "more"), [(8, False), (9, True)])
def test_manuals_in_another_index_are_named_up_to_eight(count: int, more: bool) -> None:
    [said] = told(understood(), unsearched=tuple(f"Manual {chr(65 + i)}" for i in range(count)))
    assert f"({count})" in said
    assert ("…" in said, "Manual I" in said) == (more, False)

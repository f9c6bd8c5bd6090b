from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from exchanges import ANSWER, exchange, feedback
from golden_cases import manual
from paillasse.history.errors import UnsuitableCase
from paillasse.history.reviewing.case_writing import NOTHING, Expected, case_of, evidence_of
from paillasse.history.types import Reason, Thumb
from paillasse.types.answers import Answer, Outcome

RIGHT = feedback("e", thumb=Thumb.UP)
REFUSED = replace(ANSWER, outcome=Outcome.REFUSED, claims=(), citations=(), warnings=())
CITED = [(manual("d1"), (9, 10)), (manual("d2"), (10,))]


def told(answer: Answer = ANSWER, said: Any = RIGHT, expected: Expected = NOTHING, evidence: Any = ()) -> Any:
    return case_of(exchange("e", answer=answer), said, expected, evidence)


def test_a_right_answer_is_right_on_the_pages_that_its_claims_cite() -> None:
    """Those of its warnings do not answer."""
    assert evidence_of(exchange("e"), RIGHT, NOTHING) == {"d1": (9, 10), "d2": (10,)}
    case = told(evidence=CITED)
    assert case.model_dump() == {
        "id": "e",
        "language": "en",
        "question": "e: how?",
        "documents": ({"file": "d1.pdf", "pages": (9, 10)}, {"file": "d2.pdf", "pages": (10,)}),
        "must_contain": (),
        "kind": "feedback",
        "answerable": True,
        "cross_lingual": False,
        "equipment": "R416",
        "needs_filter": True,
        "evidence": "Open it.",
        "answer": "Open the [cover].\nThe lamp lasts 2000 h.",
        "warning": "",
    }


def test_what_its_user_says_instead_is_the_answer() -> None:
    said = feedback("e", reason=Reason.INCOMPLETE, corrected_answer="Close it\x07\nfirst.")
    assert told(said=said, evidence=CITED).answer == "Close it \nfirst."
    assert told(said=feedback("e"), evidence=CITED).answer == ""


@pytest.mark.parametrize("reason", [Reason.WRONG_SOURCE, Reason.WRONG_EQUIPMENT])
def test_a_wrong_source_is_no_evidence(reason: Reason) -> None:
    said = feedback("e", reason=reason)
    assert evidence_of(exchange("e"), said, NOTHING) == {}
    assert told(said=said) is None
    assert evidence_of(exchange("e"), said, Expected(evidence={"d3": (4, 3, 4)})) == {"d3": (3, 4)}


@pytest.mark.parametrize(
    ("answer", "said", "expected"),
    [
        (ANSWER, feedback("e", reason=Reason.ANSWERED_WRONGLY), NOTHING),
        (REFUSED, RIGHT, NOTHING),
        (ANSWER, feedback("e"), Expected(answerable=False)),
    ],
)
def test_a_refusal_may_be_right(answer: Answer, said: Any, expected: Expected) -> None:
    case = told(answer, said, expected, CITED)
    assert (case.answerable, case.documents, case.evidence, case.cross_lingual) == (False, (), "", False)


def test_a_wrong_refusal_needs_an_expert() -> None:
    said = feedback("e", reason=Reason.REFUSED_WRONGLY, corrected_answer="2000 h.")
    assert told(REFUSED, said) is None
    with pytest.raises(UnsuitableCase):
        told(REFUSED, said, Expected(answer="2000 h."))
    expected = Expected("How long does the lamp last?", "2000 hours.", {"d2": (3,)}, must_contain=(("2000",),))
    case = told(REFUSED, said, expected, [(manual("d2"), (3,))])
    assert (case.question, case.answer, case.must_contain) == (expected.question, expected.answer, (("2000",),))
    assert case.relevant == (frozenset({("d2.pdf", 3)}),)


def test_the_language_of_the_evidence_is_another_where_no_manual_has_that_of_the_question() -> None:
    french, both = manual("d1", languages=("fr",)), manual("d2", languages=("fr", "en"))
    assert told(evidence=[(french, (9,))]).cross_lingual
    assert not told(evidence=[(french, (9,)), (both, (10,))]).cross_lingual


def test_a_question_in_a_third_language_is_no_case() -> None:
    german = replace(ANSWER, language="de")
    assert told(german, evidence=CITED) is None
    with pytest.raises(UnsuitableCase):
        told(german, expected=Expected(answer="2000 h."), evidence=CITED)


def test_what_cannot_be_is_named() -> None:
    with pytest.raises(UnsuitableCase, match=r"documents\.0\.pages"):
        told(evidence=[(manual("d1"), ())])

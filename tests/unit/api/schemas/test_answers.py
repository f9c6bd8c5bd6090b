from __future__ import annotations

from dataclasses import replace

import pytest

from answers import AMBIGUOUS, ANSWERED, REFUSED
from exchanges import ANSWER
from paillasse.api.schemas.answers import AnswerOut
from paillasse.types.answers import Answer


@pytest.mark.parametrize("answer", [ANSWERED, ANSWER, REFUSED, AMBIGUOUS])
def test_clients_get_the_whole_answer(answer: Answer) -> None:
    out = AnswerOut.of(answer, with_trace=True)
    again = AnswerOut.model_validate_json(out.model_dump_json())
    assert again == out
    assert [(c.text, tuple(c.citations), c.kind) for c in again.claims] == [
        (c.text, c.citations, c.kind) for c in answer.claims
    ]
    assert [c.warning for c in again.warnings] == [c.warning for c in answer.warnings]
    assert [(c.number, c.quote, c.page, c.label, c.revision) for c in again.citations] == [
        (c.number, c.quote, c.page, c.label, c.revision) for c in answer.citations
    ]
    assert [p.text for p in again.nearest] == [p.text for p in answer.nearest]
    assert [tuple(c.equipment) for c in again.candidates] == [c.equipment for c in answer.candidates]
    assert [u.cost for u in again.usage] == [u.cost for u in answer.usage]
    assert (again.outcome, again.reason, again.trace) == (answer.outcome, answer.reason, answer.trace)


def test_rectangles_are_named() -> None:
    [first, empty] = AnswerOut.of(ANSWER, with_trace=False).citations[0].rectangles
    assert (first.page, first.boxes[0].model_dump()) == (9, {"x0": 1.0, "y0": 2.5, "x1": 3.0, "y1": 4.0})
    assert (empty.page, empty.boxes) == (10, [])


def test_the_trace_is_left_out_unless_asked_for() -> None:
    assert AnswerOut.of(ANSWERED, with_trace=False).trace is None


def test_names_of_files_that_are_no_text_can_be_sent() -> None:
    odd = replace(ANSWERED, trace={"hits": [{"file": "cent\udce9.pdf", "pages": [1]}], "context": "a\nb"})
    out = AnswerOut.of(odd, with_trace=True)
    assert AnswerOut.model_validate_json(out.model_dump_json()).trace == {
        "hits": [{"file": "cent\ufffd.pdf", "pages": [1]}],
        "context": "a\nb",
    }

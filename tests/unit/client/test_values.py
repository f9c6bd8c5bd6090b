from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import ANSWERED
from paillasse.api.schemas.answers import AnswerOut
from paillasse.client.errors import UnexpectedAnswer
from paillasse.client.values import Asked, DocumentEntry, accepted_of, asked_of, value_of
from paillasse.types.answers import Answer, ClaimAccepted
from paillasse.types.pages import Box

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


CITED = replace(
    ANSWERED,
    citations=tuple(replace(one, rectangles=((7, (Box(1.5, 2, 30, 40),)),)) for one in ANSWERED.citations),
)


def told(answer: Answer = CITED) -> dict[str, Any]:
    plain = AnswerOut.of(answer, with_trace=False).model_dump_json()
    return {"exchange_id": "1", "conversation_id": "2", "answer": json.loads(plain), "of_a_later_version": True}


def test_an_answer_is_what_it_was() -> None:
    asked = asked_of(told())
    assert (asked.exchange_id, asked.conversation_id) == ("1", "2")
    assert asked.answer.citations == CITED.citations
    assert asked.answer.claims == ANSWERED.claims


PLACES = [
    ("answer",),
    ("exchange_id",),
    ("answer", "citations"),
    ("answer", "outcome"),
    ("answer", "citations", 0),
    ("answer", "citations", 0, "rectangles"),
    ("answer", "citations", 0, "rectangles", 0),
    ("answer", "citations", 0, "rectangles", 0, "boxes"),
    ("answer", "citations", 0, "rectangles", 0, "boxes", 0, "x0"),
]


@pytest.mark.parametrize("place", PLACES)
def test_nothing_else_comes_of_an_answer_that_is_none(place: tuple[Any, ...]) -> None:
    @given(JSON)
    @settings(max_examples=30, deadline=None)
    def broken(value: Any) -> None:
        said: Any = told()
        inner = said
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = value
        with suppress(UnexpectedAnswer):
            assert isinstance(asked_of(said), Asked)
        del inner[place[-1]]
        with suppress(UnexpectedAnswer):
            assert isinstance(asked_of(said), Asked)

    broken()


@given(JSON)
@settings(deadline=None)
def test_nothing_else_comes_of_anything(value: Any) -> None:
    for read in (asked_of, accepted_of, lambda told: value_of(list[DocumentEntry], told)):
        with suppress(UnexpectedAnswer):
            assert isinstance(read(value), Asked | ClaimAccepted | list)
    if not isinstance(value, dict):
        with pytest.raises(UnexpectedAnswer):
            asked_of(value)

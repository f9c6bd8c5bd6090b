"""Answers and passages of which the right figures can be counted by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.judging.formulas import (
    FORMULAS,
    answer_relevancy,
    contextual_precision,
    contextual_recall,
    faithfulness,
    measured,
)
from paillasse.judging.types import Answered, Retrieved, Statement


def answered(
    *statements: Statement, contexts: tuple[tuple[str, bool], ...] = (), facts: tuple[tuple[str, ...], ...] = ()
) -> Answered:
    return Answered("How?", tuple(Retrieved(*context) for context in contexts), statements, "Rinse it.", facts)


RINSE = Statement("Rinse the rotor.", ("Rinse the rotor.",), to_the_point=True)
ASIDE = Statement("The rotor is blue.", ("The rotor is blue",), to_the_point=False)


def test_relevancy_is_the_share_of_statements_that_are_to_the_point() -> None:
    assert answer_relevancy(answered(RINSE, ASIDE, RINSE)) == pytest.approx(2 / 3)
    assert answer_relevancy(answered()) is None


@pytest.mark.parametrize(
    ("statement", "share"),
    [
        (RINSE, 1.0),
        (Statement("Rinse the ROTOR twice", ("Rinse the rotor.",), to_the_point=True), 3 / 4),
        (Statement("Étape : rincer", ("etape rincer",), to_the_point=True), 1.0),
        (Statement("Rinse the rotor.", (), to_the_point=True), 0.0),  # true, but nothing proves it
    ],
)
def test_a_statement_is_as_faithful_as_its_words_are_those_of_its_quotes(statement: Statement, share: float) -> None:
    assert faithfulness(answered(statement)) == pytest.approx(share)


def test_words_of_the_passages_found_count_too_as_titles_of_columns_do() -> None:
    row = Statement("Remedy: rinse", ("rinse",), to_the_point=True)
    assert faithfulness(answered(row, contexts=(("Code Remedy\nE-1 rinse", True),))) == 1.0


@pytest.mark.parametrize(
    ("right", "precision"),
    [
        ((True, False, False), 1.0),
        ((False, True, False), 1 / 2),
        ((True, False, True), (1 + 2 / 3) / 2),
        ((False, False), 0.0),
    ],
)
def test_precision_asks_for_right_passages_first(right: tuple[bool, ...], precision: float) -> None:
    found = answered(contexts=tuple(("text", each) for each in right))
    assert contextual_precision(found) == pytest.approx(precision)


def test_recall_is_the_share_of_what_must_be_said_that_was_found() -> None:
    facts = (("70 %", "seventy"), ("15 min",))
    assert contextual_recall(answered(contexts=(("ethanol at 70\u00a0%", True),), facts=facts)) == 1 / 2
    assert contextual_recall(answered(facts=facts)) == 0
    assert contextual_recall(answered()) is None


def test_what_there_is_nothing_to_measure_of_has_no_figure() -> None:
    assert measured(answered()) == {}
    assert measured(answered(RINSE)).keys() == {"answer_relevancy", "faithfulness"}


statements = st.builds(Statement, st.text(), st.tuples(st.text()) | st.just(()), st.booleans())
contexts = st.lists(st.builds(Retrieved, st.text(), st.booleans())).map(tuple)
facts = st.lists(st.tuples(st.text(min_size=1))).map(tuple)


@given(st.builds(Answered, st.text(), contexts, st.lists(statements).map(tuple), st.text(), facts))
def test_every_figure_is_a_share(given_answer: Answered) -> None:
    assert all(0 <= value <= 1 for value in measured(given_answer).values())
    assert set(measured(given_answer)) <= set(FORMULAS)

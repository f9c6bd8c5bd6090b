from __future__ import annotations

import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import TypeAdapter

from answers import ANSWERED, REFUSED
from paillasse.types.answers import Answer, ClaimAccepted, Outcome
from paillasse.types.questions import Query, Scope


class Oracle:
    """Gives the same answer to everything, and remembers what it was asked."""

    models = None

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[Query] = []

    async def answerer(self, scope: Scope) -> SimpleNamespace:
        async def answer(query: Query) -> Answer:
            assert query.scope == scope
            self.asked.append(query)
            return self._answer

        return SimpleNamespace(answer=answer)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [(Outcome.ANSWERED, 0), (Outcome.DEGRADED, 0), (Outcome.REFUSED, 3), (Outcome.AMBIGUOUS, 3)],
)
def test_exit_codes(run: Any, serve: Any, outcome: Outcome, code: int) -> None:
    serve(Oracle(TypeAdapter(Answer).validate_python({**vars_of(ANSWERED), "outcome": outcome})))
    assert run("ask", "how?").code == code


def vars_of(answer: Answer) -> dict[str, object]:
    return {name: getattr(answer, name) for name in answer.__slots__}


def test_json_is_the_whole_answer_and_nothing_else(run: Any, serve: Any) -> None:
    for answer in (ANSWERED, REFUSED):
        serve(Oracle(answer))
        done = run("ask", "how?", "--json")
        assert TypeAdapter(Answer).validate_json(done.out) == answer
        assert json.loads(done.out)["outcome"] == answer.outcome
        assert done.err == ""


def test_options_reach_the_question(run: Any, serve: Any) -> None:
    oracle = Oracle(ANSWERED)
    serve(oracle)
    run("ask", "how?", "-e", "centrifuge", "--collection", "lab")
    assert oracle.asked == [Query("how?", Scope(("lab",)), "centrifuge")]


def test_what_is_no_text_is_not_passed_on(run: Any, serve: Any) -> None:
    oracle = Oracle(ANSWERED)
    serve(oracle)
    run("ask", "what\x1b[31m is\x00 \udcff\udcc3\udca9 it?\n")
    assert oracle.asked[0].text == "what [31m is  �é it? "


def test_why_is_shown_on_demand(run: Any, serve: Any) -> None:
    serve(Oracle(ANSWERED))
    assert "Why this answer" not in run("ask", "how?").out
    assert "Why this answer" in run("ask", "how?", "--explain").out


@pytest.mark.parametrize(
    ("question", "said"),
    [("", "holds no word"), ("  \t ", "holds no word"), ("?!", "holds no word"), ("a" * 20_000, "20000 characters")],
)
def test_what_is_not_a_question(run: Any, services: Any, question: str, said: str) -> None:
    done = run("ask", question, "--json")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "invalid_question" in done.err


def test_an_empty_home_says_what_to_do(run: Any, services: Any) -> None:
    done = run("ask", "How do I replace the lamp?")
    assert (done.code, done.out) == (1, "")
    assert "empty_index" in done.err
    assert "paillasse ingest your.pdf" in done.err


class Writer:
    """Writes two sentences, one after the other, then the answer."""

    models = object()

    def __init__(self, answer: Answer, events: int) -> None:
        self._answer = answer
        self._events = [ClaimAccepted(claim, (), answer.warnings[:1]) for claim in answer.claims[:events]]

    async def answerer(self, scope: Scope) -> SimpleNamespace:
        async def stream(query: Query) -> AsyncIterator[ClaimAccepted | Answer]:
            for event in (*self._events, self._answer):
                yield event

        async def answer(query: Query) -> Answer:
            return self._answer

        return SimpleNamespace(stream=stream, answer=answer)


def test_sentences_are_shown_as_they_are_written_and_once(run: Any, serve: Any) -> None:
    serve(Writer(ANSWERED, 2))
    done = run("ask", "how?")
    assert done.code == 0
    first, warning = ANSWERED.claims[0].text, ANSWERED.warnings[0].text
    assert done.out.count(first) == 1 + sum(first in c.quote for c in ANSWERED.citations)
    assert done.out.index(warning) < done.out.index(first) < done.out.index("Sources")


def test_an_answer_without_sentences_is_shown_whole(run: Any, serve: Any) -> None:
    serve(Writer(REFUSED, 0))
    done = run("ask", "how?")
    assert (done.code, REFUSED.reason in " ".join(done.out.split())) == (3, True)


def test_programs_get_a_written_answer_whole(run: Any, serve: Any) -> None:
    serve(Writer(ANSWERED, 2))
    assert TypeAdapter(Answer).validate_json(run("ask", "how?", "--json").out) == ANSWERED

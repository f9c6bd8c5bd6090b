"""What is measured of an answer, with a judge and without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from paillasse.evaluation.aggregation import summarise
from paillasse.evaluation.experiment import run
from paillasse.evaluation.gates import Gates, failures
from paillasse.judging.types import Answered, Judgement
from paillasse.types.answers import Answer, Citation, Claim, Outcome, Usage
from paillasse.types.golden_case import Evidence, GoldenCase
from paillasse.types.pages import Box
from paillasse.types.questions import Query
from two_pages import TwoPages

CASE = GoldenCase(
    id="c",
    language="en",
    question="How?",
    documents=(Evidence(file="m.pdf", pages=(1,)),),
    must_contain=(("rinse",), ("twice",)),
    kind="procedure",
    answerable=True,
    cross_lingual=False,
    answer="Rinse it twice.",
)
BOX = (Box(0, 0, 40, 10),)
ON_1 = Citation(1, "doc", "sha", "Manual", 1, "1", "Rinse", ((1, BOX),))
ON_2 = Citation(2, "doc", "sha", "Manual", 2, "2", "Dry", ((2, BOX),))
FALSE = replace(ON_1, number=3, quote="Boil")
TRACE = {
    "pages": [{"file": "m.pdf", "page": 2}, {"file": "m.pdf", "page": 1}],
    "hits": [{"chunk": "c2", "file": "m.pdf", "pages": [2]}, {"chunk": "c1", "file": "m.pdf", "pages": [1]}],
}
ANSWER = Answer(
    "How?",
    "en",
    Outcome.ANSWERED,
    claims=(Claim("Rinse", (1,)), Claim("Dry", (2,)), Claim("Boil", (3,)), Claim("Trust me", ())),
    citations=(ON_1, ON_2, FALSE),
    trace=TRACE,
)


class Says:
    """Answers always the same."""

    def __init__(self, answer: Answer) -> None:
        self.given = answer

    async def answer(self, query: Query) -> Answer:
        """The same."""
        del query
        return self.given


class Fickle:
    """A judge that fails at faithfulness where he is told to."""

    def __init__(self, *failing: int) -> None:
        self.failing = failing
        self.asked: list[Answered] = []

    async def judge(self, answered: Answered) -> Judgement:
        """Half and half."""
        self.asked.append(answered)
        faithful = None if len(self.asked) in self.failing else 0.5
        return Judgement({"faithfulness": faithful, "answer_relevancy": 1.0}, (Usage("a/b", 1, 10, 2, 0.1, "USD"),))


async def test_figures_come_of_pages_citations_and_what_has_to_be_said() -> None:
    [result] = await run(Says(ANSWER), TwoPages(), [CASE])
    assert result.quality.figures == {
        "answer_relevancy": 1
        / 4,  # the second cites another page, the third what does not stand there, the last nothing
        "faithfulness": 2 / 4,
        "contextual_precision": 1 / 2,
        "contextual_recall": 1 / 2,
    }
    assert result.quality.contexts == ("Dry", "Rinse")


async def test_a_refusal_is_judged_by_what_was_found() -> None:
    refused = replace(ANSWER, outcome=Outcome.REFUSED, claims=(), citations=())
    [result] = await run(Says(refused), TwoPages(), [CASE])
    assert result.quality.figures.keys() == {"contextual_precision", "contextual_recall"}
    nothing = CASE.model_copy(update={"answerable": False, "documents": (), "kind": "unanswerable"})
    judge = Fickle()
    [result] = await run(Says(refused), TwoPages(), [nothing], judge=judge)  # type: ignore[arg-type]
    assert (result.quality.figures, judge.asked) == ({}, [])


async def test_a_judge_sees_what_was_asked_found_said_and_expected() -> None:
    judge = Fickle()
    [result] = await run(Says(ANSWER), TwoPages(), [CASE], judge=judge)  # type: ignore[arg-type]
    [seen] = judge.asked
    assert (seen.question, seen.expected) == ("How?", "Rinse it twice.")
    assert [(passage.text, passage.right) for passage in seen.contexts] == [("Dry", False), ("Rinse", True)]
    assert seen.said == "Rinse\nDry\nBoil\nTrust me"
    assert result.quality.figures["judged_faithfulness"] == 0.5
    assert [use.input_tokens for use in result.quality.usage] == [10]


@pytest.mark.parametrize(("failing", "told"), [((), []), ((2,), ["all/judged_faithfulness was not measured"])])
async def test_a_judge_that_failed_once_leaves_no_mean_and_no_gate_passes(
    failing: tuple[int, ...], told: list[str]
) -> None:
    cases = [CASE, CASE.model_copy(update={"id": "d"})]
    judge = Fickle(*failing)
    report = summarise(await run(Says(ANSWER), TwoPages(), cases, judge=judge), "h")  # type: ignore[arg-type]
    assert report.qualities["all"]["judged_answer_relevancy"] == 1.0
    assert report.qualities["all"]["judged_faithfulness"] == (None if failing else 0.5)
    assert ("judged_faithfulness" in report.intervals.qualities["all"]) is not bool(failing)
    assert report.qualities["en"]["faithfulness"] == 0.5
    gates = Gates(at_least={"all/judged_faithfulness": 0.5, "en/faithfulness": 0.5, "all/hit@5": 1.0})
    assert failures(report, gates) == told

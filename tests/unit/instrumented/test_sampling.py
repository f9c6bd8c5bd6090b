from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from prometheus_client import CollectorRegistry

from paillasse.errors.root import InvalidConfiguration
from paillasse.instrumented.sampling import JudgedSample, as_judged
from paillasse.judging.types import Answered, Judgement
from paillasse.monitoring.feedback_loop import JudgeFigures
from paillasse.types.answers import Answer, Citation, Claim, Outcome, Usage

CONTEXT: list[dict[str, object]] = [{"text": f"line {number}"} for number in range(9)]
CITED = Citation(1, "d", "r", "Manual", 3, "3", "Close the lid firmly.", ())
USED = Usage("ollama/judge", 2, 100, 20, None, "EUR")
ANSWER = Answer(
    "How?", "en", Outcome.ANSWERED, (Claim("Close the lid.", (1,)),), citations=(CITED,), trace={"context": CONTEXT}
)


class Judge:
    """Says what it is told to, when it is told to."""

    def __init__(self, figures: dict[str, float | None]) -> None:
        self.figures, self.read, self.closed = figures, list[Answered](), False
        self.begun, self.go = asyncio.Event(), asyncio.Event()

    async def judge(self, answered: Answered) -> Judgement:
        self.read.append(answered)
        self.begun.set()
        await self.go.wait()
        return Judgement(self.figures, (USED,))

    async def close(self) -> None:
        self.closed = True


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


def count(registry: CollectorRegistry, result: str) -> float | None:
    return registry.get_sample_value("paillasse_judged_answers_total", {"result": result})


async def done(sample: JudgedSample) -> None:
    assert sample._task is not None
    await asyncio.wait_for(asyncio.wait({sample._task}), 5)


async def test_an_answer_is_judged_beside_the_others_and_its_figures_kept(registry: CollectorRegistry) -> None:
    judge, charged = Judge({"faithfulness": 0.75, "answer_relevancy": None}), list[object]()
    sample = JudgedSample(lambda: judge, 0.5, JudgeFigures(registry), charged.append, lambda: 0.4)
    sample.offer(ANSWER)
    sample.offer(ANSWER)
    judge.go.set()
    await done(sample)
    assert count(registry, "judged") == 1
    assert count(registry, "passed_over") == 1
    assert registry.get_sample_value("paillasse_judge_score_sum", {"figure": "faithfulness"}) == 0.75
    assert registry.get_sample_value("paillasse_judge_score_count", {"figure": "answer_relevancy"}) is None
    assert charged == [(USED,)]
    await sample.close()
    assert judge.closed


@pytest.mark.parametrize(
    ("answer", "drawn"),
    [
        (ANSWER, 0.5),
        (replace(ANSWER, outcome=Outcome.REFUSED), 0.0),
        (replace(ANSWER, trace={**ANSWER.trace, "cached": True}), 0.0),
    ],
)
async def test_others_are_not(registry: CollectorRegistry, answer: Answer, drawn: float) -> None:
    sample = JudgedSample(lambda: Judge({}), 0.5, JudgeFigures(registry), print, lambda: drawn)
    sample.offer(answer)
    assert sample._task is None
    await sample.close()


async def test_a_judge_that_cannot_be_opened_or_says_nothing_is_counted(
    registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    def missing() -> Judge:
        raise InvalidConfiguration("DeepEval is not installed.")

    figures = JudgeFigures(registry)
    sample = JudgedSample(missing, 1, figures, print)
    sample.offer(ANSWER)
    await done(sample)
    assert "DeepEval is not installed" in caplog.text
    mute = Judge({"faithfulness": None})
    mute.go.set()
    sample = JudgedSample(lambda: mute, 1, figures, print)
    sample.offer(ANSWER)
    await done(sample)
    assert count(registry, "failed") == 2


async def test_what_is_being_judged_when_the_server_stops_is_left(registry: CollectorRegistry) -> None:
    judge = Judge({"faithfulness": 1.0})
    sample = JudgedSample(lambda: judge, 1, JudgeFigures(registry), print)
    sample.offer(ANSWER)
    await asyncio.wait_for(judge.begun.wait(), 5)
    await sample.close()
    assert judge.closed
    assert count(registry, "judged") == 0


def test_a_judge_reads_the_question_the_best_lines_and_each_sentence_with_its_quotes() -> None:
    judged = as_judged(ANSWER)
    assert [passage.text for passage in judged.contexts] == [f"line {number}" for number in range(5)]
    assert [(s.text, s.quotes) for s in judged.statements] == [("Close the lid.", ("Close the lid firmly.",))]
    assert (judged.question, judged.expected, judged.facts) == ("How?", "", ())

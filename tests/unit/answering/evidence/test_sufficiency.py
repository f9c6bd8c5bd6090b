from __future__ import annotations

from dataclasses import replace

import pytest

from manuals import Manual
from paillasse.answering.evidence.sufficiency import judge
from paillasse.protocols.answering import ScoredLine
from paillasse.types.questions import Hit

CHUNK = Manual("Manual").prose("The lamp is behind the cover.").chunks[0]
GOOD = ScoredLine(CHUNK, 0, score=2.0, coverage=0.9, cosine=0.7, fits=True, code=False)


FOUND = Hit(CHUNK, 1.0, {"dense": 0.5, "bm25": 9.0, "late_interaction": 0.7})


def confidence(question: str, *lines: ScoredLine) -> float:
    return judge(question, lines, [FOUND], 100).confidence


def with_hit(*hits: Hit, passages: int = 100) -> float:
    return judge("where is the lamp", [GOOD], hits, passages).confidence


def test_no_line_no_confidence() -> None:
    assert confidence("how do I change the lamp") == 0


@pytest.mark.parametrize("worse", [replace(GOOD, coverage=0.1), replace(GOOD, cosine=0.1)])
def test_less_evidence_less_confidence(worse: ScoredLine) -> None:
    question = "how do I change the lamp"
    assert 0 < confidence(question, worse) < confidence(question, GOOD) < 1
    assert confidence(question, worse, GOOD) == confidence(question, GOOD)


def test_a_quantity_asks_more_of_the_lines() -> None:
    thin = replace(GOOD, coverage=0.2)
    assert confidence("how many hours does the lamp last", thin) < confidence("where is the lamp", thin) - 0.1


def test_a_quantity_is_looked_for_in_the_lines_that_hold_one() -> None:
    fitting, other = replace(GOOD, cosine=0.3), replace(GOOD, fits=False)
    question = "how many hours does the lamp last"
    assert judge(question, [fitting, other], [FOUND], 100).features["cosine"] == 0.3
    assert confidence(question, other) < 0.1


def test_a_passage_that_is_less_like_the_question_is_worth_less() -> None:
    assert with_hit(replace(FOUND, lanes={**FOUND.lanes, "late_interaction": 0.3})) < with_hit(FOUND)
    assert with_hit(replace(FOUND, lanes={**FOUND.lanes, "bm25": 2.0})) < with_hit(FOUND)
    assert with_hit(FOUND, passages=10_000) < with_hit(FOUND)
    assert with_hit(replace(FOUND, lanes={}), FOUND) == with_hit(FOUND)


def test_without_late_interaction_the_cosine_of_the_passage_counts() -> None:
    assert with_hit(replace(FOUND, lanes={"dense": 0.7, "bm25": 9.0})) == with_hit(FOUND)


def test_what_is_asked_about_is_likeness_and_one_line_that_holds_it() -> None:
    spread = [replace(GOOD, cosine=0.0), replace(GOOD, coverage=0.0)]
    about = judge("where is the lamp", [GOOD], [FOUND], 100).about
    assert about == pytest.approx(0.7 + 0.9 * 0.7)
    assert judge("where is the lamp", spread, [FOUND], 100).about == pytest.approx(0.7)


def test_a_line_that_defines_the_code_asked_for_need_not_resemble_the_question() -> None:
    unlike = replace(GOOD, coverage=0.5, cosine=0.1)
    assert confidence("E-203", replace(unlike, code=True)) > 0.58 > confidence("E-203", unlike)
    assert confidence("E-203 after how many hours", replace(unlike, code=True, fits=False)) < 0.1

from __future__ import annotations

from dataclasses import replace

import pytest

from manuals import Manual
from paillasse.answering.evidence.sufficiency import judge
from paillasse.protocols import ScoredLine

CHUNK = Manual("Manual").prose("The lamp is behind the cover.").chunks[0]
GOOD = ScoredLine(CHUNK, 0, score=2.0, coverage=0.9, cosine=0.7, fits=True, code=False)


def confidence(question: str, *lines: ScoredLine) -> float:
    return judge(question, lines).confidence


def test_no_line_no_confidence() -> None:
    assert judge("how do I change the lamp", []).confidence == 0


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
    assert judge(question, [fitting, other]).features["cosine"] == 0.3
    assert judge(question, [other]).confidence < 0.1

from __future__ import annotations

import pytest

from paillasse.answering.evidence.look_ups import is_look_up
from paillasse.answering.evidence.sufficiency import Evidence
from paillasse.pipeline_config import AnsweringConfig, PipelineConfig
from paillasse.retrieval.retriever import Retrieval
from paillasse.types.documents import CodeEntry
from paillasse.types.questions import Query, Turn

ROUTED = AnsweringConfig(routing="look-ups", look_up_confidence=0.8)
CODE = CodeEntry.__new__(CodeEntry)


@pytest.mark.parametrize(
    ("config", "history", "codes", "confidence", "expected"),
    [
        (ROUTED, False, False, 0.8, True),
        (ROUTED, False, False, 0.79, False),
        (ROUTED, False, True, 0.1, True),
        (ROUTED, True, True, 1.0, False),
        (AnsweringConfig(), False, True, 1.0, False),
    ],
)
def test_a_look_up_stands_in_the_manuals_in_so_many_words(
    config: AnsweringConfig, history: bool, codes: bool, confidence: float, expected: bool
) -> None:
    query = Query("What is E-731?", history=(Turn("a", "b"),) if history else ())
    retrieval = Retrieval((), (CODE,) if codes else (), None)
    assert is_look_up(query, retrieval, Evidence(confidence, 1.0, {}), config) is expected


def test_it_is_a_choice_that_runs_are_told_apart_by() -> None:
    assert PipelineConfig(answering=ROUTED).hash != PipelineConfig().hash
    assert PipelineConfig(answering=ROUTED).generation("m") == PipelineConfig().generation("m")

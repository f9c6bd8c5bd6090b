"""Answers are kept for a year or longer, and read by later versions: what was once written stays readable."""

from __future__ import annotations

from typing import Any

from paillasse.storage.codec import decode
from paillasse.types.answers import Answer, Candidate, Citation, Claim, Outcome, Passage, Usage
from paillasse.types.documents import LineKind
from paillasse.types.pages import Box, WarningLevel

WRITTEN_IN_NOVEMBER_2026: dict[str, Any] = {
    "question": "Quand ?",
    "language": "fr",
    "outcome": "degraded",
    "claims": [{"text": "Ouvrez.", "citations": [1], "kind": "step"}],
    "warnings": [{"text": "Chaud.", "citations": [], "kind": "warning", "warning": "caution"}],
    "citations": [
        {
            "number": 1,
            "document_id": "d",
            "revision": "00",
            "title": "M",
            "page": 9,
            "label": "iv",
            "quote": "Ouvrez.",
            "rectangles": [[9, [[1.0, 2.0, 3.0, 4.0]]]],
        }
    ],
    "confidence": 0.5,
    "reason": "r",
    "nearest": [{"document_id": "d", "title": "M", "page": 1, "label": "1", "heading": "h", "text": "t"}],
    "candidates": [{"document_id": "d", "title": "M", "equipment": ["R416"]}],
    "notices": ["n"],
    "usage": [{"model": "a/b", "calls": 1, "input_tokens": 2, "output_tokens": 3, "cost": None, "currency": "EUR"}],
    "timings_ms": {"total": 1.5},
    "trace": {"hits": [{"pages": [1]}]},
    "trace_id": "t",
    "config_hash": "c",
}


def test_an_answer_that_was_once_written_is_read() -> None:
    assert decode(Answer, WRITTEN_IN_NOVEMBER_2026) == Answer(
        "Quand ?",
        "fr",
        Outcome.DEGRADED,
        claims=(Claim("Ouvrez.", (1,), LineKind.STEP),),
        warnings=(Claim("Chaud.", (), LineKind.WARNING, warning=WarningLevel.CAUTION),),
        citations=(Citation(1, "d", "00", "M", 9, "iv", "Ouvrez.", ((9, (Box(1.0, 2.0, 3.0, 4.0),)),)),),
        confidence=0.5,
        reason="r",
        nearest=(Passage("d", "M", 1, "1", "h", "t"),),
        candidates=(Candidate("d", "M", ("R416",)),),
        notices=("n",),
        usage=(Usage("a/b", 1, 2, 3, None, "EUR"),),
        timings_ms={"total": 1.5},
        trace={"hits": [{"pages": [1]}]},
        trace_id="t",
        config_hash="c",
    )

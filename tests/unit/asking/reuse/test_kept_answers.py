from __future__ import annotations

from dataclasses import replace

from answers import ANSWERED
from paillasse.asking.reuse.kept_answers import claim_by_claim
from paillasse.types.answers import ClaimAccepted


def test_a_kept_answer_comes_as_it_came_first() -> None:
    [warning] = ANSWERED.warnings
    answer = replace(ANSWERED, warnings=(warning, replace(warning, text="Hot!", before=1)))
    *claims, whole = claim_by_claim(answer)
    assert whole == answer
    told = [event for event in claims if isinstance(event, ClaimAccepted)]
    assert [event.claim for event in told] == list(answer.claims)
    assert [[w.text for w in event.warnings] for event in told] == [[warning.text], ["Hot!"]]
    assert not any(w.citations for event in told for w in event.warnings)  # cited in the finished answer

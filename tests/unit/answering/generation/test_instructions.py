from __future__ import annotations

from paillasse.answering.generation import instructions
from paillasse.answering.prompts import Prompt


def test_every_instruction_is_in_the_set_once() -> None:
    declared = [p.name for p in vars(instructions).values() if isinstance(p, Prompt)]
    assert sorted(declared) == sorted(p.name for p in instructions.ALL)
    assert len({p.name for p in instructions.ALL}) == len(instructions.ALL)


def test_the_example_is_the_json_that_is_read() -> None:
    form = instructions.FORM_LINES.render("en")
    assert '{"claim": "the sentence", "lines": [' in form
    assert '{"none": true}' in form

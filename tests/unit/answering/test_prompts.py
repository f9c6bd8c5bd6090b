from __future__ import annotations

import re

import pytest

from paillasse.answering import prompts


@pytest.mark.parametrize("prompt", prompts.ALL, ids=lambda p: p.name)
def test_every_text_exists_in_both_languages_with_the_same_fields(prompt: prompts.Prompt) -> None:
    fields = {language: set(re.findall(r"{(\w+)}", text)) for language, text in prompt.texts.items()}
    assert fields.keys() == {"en", "fr"}
    assert fields["en"] == fields["fr"]
    assert prompt.reference == f"{prompt.name}@{prompt.version}"


def test_every_prompt_is_in_the_set_once() -> None:
    found = [*vars(prompts).values(), *prompts.MODEL_DID.values()]
    declared = [p.name for p in found if isinstance(p, prompts.Prompt)]
    assert sorted(declared) == sorted(p.name for p in prompts.ALL)
    assert len({p.name for p in prompts.ALL}) == len(prompts.ALL)


def test_other_languages_are_answered_in_english() -> None:
    assert prompts.ASK_EQUIPMENT.render("de") == prompts.ASK_EQUIPMENT.render("en")
    assert prompts.NEAR_CODES.render("fr", codes="E-1") == " Codes qui y figurent : E-1."

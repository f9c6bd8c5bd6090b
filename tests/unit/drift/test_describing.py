"""What is left of an exchange."""

from __future__ import annotations

from typing import Any

import numpy as np

from exchanges import NOW
from paillasse.drift.describing import Describer
from paillasse.drift.types import Asked

HIT = {"score": 0.9, "lanes": {"dense": 0.61, "bm25": 4.2}}
DENSE_ONLY = {"score": 0.4, "lanes": {"dense": 0.7}}
BY_CODE = {"score": 1.0, "lanes": {"code": 1.0, "dense": 0.2}}
PLAIN = Asked(NOW, "Wie wechsle ich die Lampe?", "answered", 0.8, [HIT], {}, "", None)


class Embedder:
    """Embeds a text as the number of its characters; reads ten words at most."""

    max_tokens = 10

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    async def embed_query(self, text: str) -> Any:
        assert self.count_tokens(text) <= self.max_tokens
        return np.array([len(text)], dtype=np.float32)


async def observed(asked: Asked) -> Any:
    embedder: Any = Embedder()
    [found] = await Describer(embedder, lambda text: "de" if "Wie" in text else "fr")([asked])
    return found


async def test_a_question_and_its_answer_in_numbers() -> None:
    found = await observed(PLAIN._replace(hits=[HIT, DENSE_ONLY], thumb="down"))
    assert (found.at, found.language, found.length) == (NOW, "de", 5)
    assert (found.likeness, found.confidence, found.thumbs_down) == (0.7, 0.8, True)
    assert (found.refused, found.nothing_found, found.unknown_code) == (False, False, False)
    assert found.meaning.tolist() == [len(PLAIN.question)]


async def test_the_meaning_is_that_of_the_text_that_was_searched_with() -> None:
    found = await observed(PLAIN._replace(understood={"embedded_text": "lamp"}))
    assert found.meaning.tolist() == [4]


async def test_of_a_long_question_the_beginning_says_what_it_is_about() -> None:
    found = await observed(PLAIN._replace(question="mot " * 36))
    assert found.meaning.tolist() == [36]
    assert found.length == 36


async def test_refusals_and_what_nobody_said_of_them() -> None:
    assert (await observed(PLAIN._replace(outcome="refused"))).refused
    assert not (await observed(PLAIN._replace(outcome="ambiguous_equipment"))).refused
    assert (await observed(PLAIN)).thumbs_down is None
    assert (await observed(PLAIN._replace(thumb="up"))).thumbs_down is False


async def test_nothing_was_found_where_no_word_and_no_code_was() -> None:
    assert (await observed(PLAIN._replace(hits=[]))).nothing_found
    assert (await observed(PLAIN._replace(hits=[DENSE_ONLY]))).nothing_found
    assert not (await observed(PLAIN._replace(hits=[DENSE_ONLY, HIT]))).nothing_found
    assert not (await observed(PLAIN._replace(hits=[BY_CODE]))).nothing_found
    assert (await observed(PLAIN._replace(hits=[]))).likeness == 0


async def test_a_code_is_unknown_when_nothing_defines_it() -> None:
    named = PLAIN._replace(understood={"error_codes": ["E203"]})
    assert (await observed(named)).unknown_code
    assert not (await observed(named._replace(hits=[BY_CODE]))).unknown_code
    assert (await observed(PLAIN._replace(refusal="refuse_unknown_code"))).unknown_code

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.answering.generation.claim_reader import ClaimReader, NothingFound, Stated, StatedClaim

CLAIM = '{"claim": "Open the lid.", "lines": [1, 2]}'
READ = StatedClaim(claim="Open the lid.", lines=(1, 2))


def read(*pieces: str) -> list[Stated]:
    reader = ClaimReader()
    return [stated for piece in pieces for stated in reader.feed(piece)]


def test_a_claim_is_read_when_its_object_closes() -> None:
    reader = ClaimReader()
    assert list(reader.feed(CLAIM[:-1])) == []
    assert list(reader.feed("}")) == [READ]
    assert list(reader.feed("\n")) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{CLAIM}\n{CLAIM}",
        f"{CLAIM}{CLAIM}",
        f"```json\n[{CLAIM},\n{CLAIM}]\n```",
        f"Sure! Here: {CLAIM} and {CLAIM} I hope this helps {{x}}",
        f"<think>{{ hmm }}</think>{CLAIM}{{'claim': 'no'}}{CLAIM}",
        json.dumps(json.loads(CLAIM), indent=2) * 2,
        CLAIM.replace("}", ', "why": {"a": [1]}}') * 2,
    ],
)
def test_whatever_stands_between(text: str) -> None:
    assert read(text) == [READ, READ]
    assert read(*text) == [READ, READ]


def test_nothing_found() -> None:
    assert read('{"none": true}') == [NothingFound(none=True)]


@pytest.mark.parametrize(
    "text",
    [
        '{"claim": "", "lines": [1]}',
        '{"claim": "x", "lines": []}',
        '{"claim": "x"}',
        '{"claim": 1, "lines": [1]}',
        '{"claim": "x", "lines": ["1"]}',
        '{"claim": "x", "lines": [1.5]}',
        json.dumps({"claim": "x" * 1001, "lines": [1]}),
        json.dumps({"claim": "x", "lines": list(range(13))}),
        '{"none": "yes"}',
        "{" * 3000,
        '{"a":' * 3000,
        '"' * 50,
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert read(text) == []


def test_an_object_without_end_does_not_hide_what_follows() -> None:
    assert read('{"claim": "' + "x" * 4100, CLAIM) == [READ]


@given(st.text(max_size=60), st.lists(st.integers(1, 7), max_size=5))
def test_anything_in_any_pieces(noise: str, cuts: list[int]) -> None:
    text = noise.replace("{", "(").replace('"', "'") + CLAIM
    pieces, rest = [], text
    for cut in cuts:
        pieces.append(rest[:cut])
        rest = rest[cut:]
    assert read(*pieces, rest) == [READ]


@given(st.text(alphabet='{}[]":,claimnes 1\\\n', max_size=200))
def test_garbage_never_breaks_it(text: str) -> None:
    read(text)

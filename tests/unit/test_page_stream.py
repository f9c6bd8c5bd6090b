from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.page_stream import LENGTH, failed_page, frame, pack_page, unframe, unpack_outline, unpack_page
from paillasse.types.pages import Box, RawPage, Word

numbers = st.floats(0, 2000).map(lambda value: round(value, 2))
boxes = st.builds(Box, numbers, numbers, numbers, numbers)
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp")), min_size=1, max_size=8)
pages = st.builds(
    RawPage,
    number=st.integers(1, 9999),
    label=st.text(st.characters(categories=("L", "N", "P", "S")), max_size=8),
    width=numbers,
    height=numbers,
    words=st.lists(st.builds(Word, texts, boxes, numbers, st.booleans()), max_size=5).map(tuple),
    rules=st.lists(boxes, max_size=3).map(tuple),
    images=st.lists(boxes, max_size=3).map(tuple),
    image_keys=st.lists(st.text("0123456789abcdef", max_size=16), max_size=3).map(tuple),
    failed=st.booleans(),
)


@given(pages)
def test_a_page_survives_the_wire(page: RawPage) -> None:
    sent = frame(pack_page(page))
    (length,) = LENGTH.unpack(sent[: LENGTH.size])
    assert length == len(sent) - LENGTH.size
    assert unpack_page(unframe(sent[LENGTH.size :])) == page


def test_lone_surrogates_do_not_break_the_wire() -> None:
    assert unframe(frame({"text": "a\ud800b"})[LENGTH.size :])["text"] == "a?b"


@pytest.mark.parametrize("payload", [b"", b"[1]", b"{", b"\xff", b"[" * 200_000])
def test_only_json_objects_are_messages(payload: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is json's own
        unframe(payload)


def good_page() -> dict[str, Any]:
    page = RawPage(1, "i", 400, 300, (Word("a", Box(0, 1, 2, 3), 12, bold=True),), rules=(Box(0, 0, 9, 0),))
    return json.loads(json.dumps(pack_page(page)))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("size", [400]),
        ("size", None),
        ("size", [math.nan, 300]),
        ("texts", ["a", "b"]),
        ("bold", ""),
        ("places", [0, 1, 2, math.inf, 12]),
        ("places", [0, 1, 2, "3", 12]),
        ("rules", [[0, 0, 9]]),
        ("images", 3),
        ("number", "one"),
        ("number", math.inf),
        ("size", [10**400, 300]),
        ("size", [1e300, 300]),
        ("rules", [[0, 0, -1e7, 0]]),
    ],
)
def test_malformed_pages_are_refused(key: str, value: object) -> None:
    message = good_page()
    unpack_page(message)
    with pytest.raises(ValueError):  # noqa: PT011 - from the field that is wrong
        unpack_page({**message, key: value})
    del message[key]
    with pytest.raises(ValueError, match="not a page"):
        unpack_page(message)


def test_outlines() -> None:
    assert unpack_outline([["Safety", 1, 3, None], ["Cleaning", 2, 4, 50.5]], 4)[1].top == 50.5
    assert unpack_outline([["Before", 1, 0, None], ["Behind", 1, 5, None]], 4) == ()
    for bad in ([[1]], [["a", 1, 2, math.nan]], [["a", math.inf, 2, None]], [["a", 1, "2", None]], 7):
        with pytest.raises(ValueError):  # noqa: PT011 - from the field that is wrong
            unpack_outline(bad, 4)  # pyright: ignore[reportArgumentType]


def test_a_failed_page_has_a_size() -> None:
    page = failed_page(3, "iii")
    assert (page.number, page.label, page.words, page.failed) == (3, "iii", (), True)
    assert 0 < page.width < page.height

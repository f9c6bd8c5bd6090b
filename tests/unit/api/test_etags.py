from __future__ import annotations

import pytest

from paillasse.api.etags import etag, expected, holds


@pytest.mark.parametrize(
    ("header", "held"),
    [
        (None, False),
        ("", False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ("*", True),
        ('"b"', False),
        ("a", False),
        ('"', False),
    ],
)
def test_what_a_client_has(header: str | None, held: bool) -> None:
    assert holds(header, "a") is held


@pytest.mark.parametrize(
    ("header", "version"),
    [(None, None), ("*", None), (etag("a"), "a"), ('W/"a"', ""), ('"a", "b"', ""), ("a", ""), ("", "")],
)
def test_what_a_client_wants_to_change(header: str | None, version: str | None) -> None:
    assert expected(header) == version

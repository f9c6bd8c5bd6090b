from __future__ import annotations

import base64
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paillasse.api.pages import cursor_of, place_of
from paillasse.history.types import Place


@given(st.datetimes(timezones=st.just(UTC)), st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cursor_is_the_place_it_was_made_of(at, name) -> None:  # type: ignore[no-untyped-def]
    assert place_of(cursor_of(Place(at, name))) == Place(at, name)


def test_places_are_written_in_one_time_zone() -> None:
    west = timezone(timedelta(hours=-3))
    place = place_of(cursor_of(Place(place_of(encoded("2026-01-01T00:00:00+00:00 x")).at.astimezone(west), "x")))
    assert place.at.tzinfo is UTC


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    ["", "é", "%", "A", "____", encoded("2026-01-01 x"), encoded("2026-01-01T00:00:00+01:00 x"), encoded("x y")],
)
def test_anything_else_is_none(cursor: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whichever step finds it
        place_of(cursor)

"""Lists that come in pages: where one ends is an opaque cursor that the next begins behind."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Query
from fastapi.exceptions import RequestValidationError

from paillasse.history.types import Place

_LONGEST = 400

Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]


def cursor_of(place: Place) -> str:
    """The cursor of a place."""
    return base64.urlsafe_b64encode(f"{place.at.astimezone(UTC).isoformat()} {place.id}".encode()).decode().rstrip("=")


def place_of(cursor: str) -> Place:
    """The place of a cursor.

    Raises:
        ValueError: it is none.
    """
    padded = cursor + "=" * (-len(cursor) % 4)
    at, _, name = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(" ")
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is not UTC:
        raise ValueError("not in UTC")
    return Place(moment, name)


async def _behind(
    cursor: Annotated[str | None, Query(max_length=_LONGEST, description="`next` of the page before.")] = None,
) -> Place | None:
    if cursor is None:
        return None
    try:
        return place_of(cursor)
    except ValueError as error:
        raise RequestValidationError([{"loc": ("query", "cursor"), "msg": "This is no cursor of ours."}]) from error


Behind = Annotated[Place | None, Depends(_behind)]
"""Where the page asked for begins; None for the first one."""

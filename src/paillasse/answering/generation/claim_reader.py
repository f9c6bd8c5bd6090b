"""Claims read from the reply of a model while it is being written."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_LONGEST = 4000
"""Characters of one JSON object."""
_DECODER = json.JSONDecoder()


class StatedClaim(BaseModel):
    """A sentence, and the numbers of the lines it rests on."""

    model_config = ConfigDict(frozen=True, strict=True)

    claim: str = Field(min_length=1, max_length=1000)
    lines: tuple[int, ...] = Field(min_length=1, max_length=12, strict=False)


class NothingFound(BaseModel):
    """The model says that the lines do not answer."""

    model_config = ConfigDict(frozen=True, strict=True)

    none: bool


Stated = StatedClaim | NothingFound


class ClaimReader:
    """Finds the JSON objects in a text that comes in pieces.

    What stands between them (white space, code fences, brackets, thoughts) is passed over, and so is an object that is
    none or that holds something else: what a model says can only ever become a claim that is checked, or nothing.
    """

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, text: str) -> Iterator[Stated]:
        """What has become complete with this piece."""
        self._rest += text
        while (start := self._rest.find("{")) >= 0:
            self._rest = self._rest[start:]
            try:
                found, end = _DECODER.raw_decode(self._rest)
            except json.JSONDecodeError as error:
                if _goes_on(error, self._rest):
                    return
                self._rest = self._rest[1:]
                continue
            except RecursionError:
                self._rest = self._rest[1:]
                continue
            self._rest = self._rest[end:]
            if (stated := _stated(found)) is not None:
                yield stated
        self._rest = ""


def _goes_on(error: json.JSONDecodeError, text: str) -> bool:
    """Whether more text could still make an object of it."""
    unfinished = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    return unfinished and len(text) <= _LONGEST


def _stated(found: object) -> Stated | None:
    for kind in (StatedClaim, NothingFound):
        try:
            return kind.model_validate(found)
        except ValidationError:
            continue
    return None

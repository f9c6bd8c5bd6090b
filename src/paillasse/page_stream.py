"""How a parser process speaks: frames of JSON, each after its length in four bytes.

Never pickle: the speaker read an untrusted file and may have been taken over by it.

A stream is one `opened` frame, one `page` frame per page in order, then one `end` frame; or a `refused` frame.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping, Sequence
from typing import Any, cast

from paillasse.language.text import drawable, printable
from paillasse.types.pages import Box, OutlineEntry, RawPage, TextSource, Turn, Word

LENGTH = struct.Struct(">I")
"""Length of the frame that follows, in bytes."""
MAX_FRAME = 8 * 1024 * 1024
"""Longest frame a reader accepts, in bytes: far over any real page, and what it unfolds to fits into memory."""
OUT_OF_MEMORY = 77
"""Exit status of a parser process that ran into its memory cap."""

_A4 = (595.28, 841.89)
_FARTHEST = 1e6
"""Largest coordinate or size believed, in points: over three hundred metres."""
_LONGEST = 300
"""Characters kept of a label, a bookmark or a property."""


def failed_page(number: int, label: str = "") -> RawPage:
    """The place of a page that could not be read: A4, empty."""
    return RawPage(number, label, *_A4, words=(), failed=True)


def frame(message: Mapping[str, object]) -> bytes:
    """A message as it goes over the wire."""
    payload = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return LENGTH.pack(len(payload)) + payload


def unframe(payload: bytes) -> dict[str, Any]:
    """The message of a frame.

    Raises:
        ValueError: it is not a JSON object.
    """
    try:
        message: Any = json.loads(payload)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if isinstance(message, dict):
        return cast("dict[str, Any]", message)
    raise ValueError("not a JSON object")


def pack_page(page: RawPage) -> dict[str, object]:
    """A page as JSON values; words as parallel lists, which is a third of the size of one object each."""
    return {
        "number": page.number,
        "label": page.label,
        "size": [page.width, page.height],
        "texts": [w.text for w in page.words],
        "places": [value for w in page.words for value in (*w.box, w.size)],
        "bold": "".join("1" if w.bold else "0" for w in page.words),
        "rules": page.rules,
        "images": page.images,
        "keys": page.image_keys,
        "failed": page.failed,
        "source": page.text_source,
        "confidence": page.confidence,
        "turn": page.turn,
    }


def unpack_page(message: Mapping[str, Any]) -> RawPage:
    """The page of a message.

    Raises:
        ValueError: something is missing or of the wrong type.
    """
    try:
        width, height = map(_finite, message["size"])
        return RawPage(
            number=int(message["number"]),
            label=said(message["label"]),
            width=width,
            height=height,
            words=tuple(_words(message["texts"], message["places"], message["bold"])),
            rules=_boxes(message["rules"]),
            images=_boxes(message["images"]),
            image_keys=tuple(said(key) for key in message["keys"]),
            failed=bool(message["failed"]),
            text_source=TextSource(message["source"]),
            confidence=_finite(message["confidence"]),
            turn=None if message["turn"] is None else Turn(*map(_finite, message["turn"])),
        )
    except (KeyError, OverflowError, TypeError) as error:
        raise ValueError(f"not a page: {error}") from error


def _words(texts: Sequence[object], places: Sequence[float], bold: str) -> list[Word]:
    numbers = [_finite(value) for value in places]
    if len(numbers) != 5 * len(texts) or len(bold) != len(texts):
        raise ValueError("words and places differ in number")
    columns = zip(texts, *(numbers[column::5] for column in range(5)), bold, strict=True)
    return [
        Word(drawn, Box(x0, y0, x1, y1), size, mark == "1")
        for text, x0, y0, x1, y1, size, mark in columns
        if (drawn := drawable(str(text)))
    ]


def _boxes(rows: Sequence[Sequence[float]]) -> tuple[Box, ...]:
    return tuple(Box(*map(_finite, row)) for row in rows)


def _finite(value: object) -> float:
    if isinstance(value, (int, float)) and -_FARTHEST <= value <= _FARTHEST:  # never true of what is no number
        return float(value)
    raise ValueError(f"{value!r:.40} is no length")


def said(value: object) -> str:
    """A label, title or property as one line that can be shown, cut where nobody reads on."""
    return " ".join(printable(str(value)[:_LONGEST]).split())


def unpack_outline(rows: Sequence[Sequence[Any]], pages: int) -> tuple[OutlineEntry, ...]:
    """The outline of an `end` frame, without the entries that point out of the document's pages.

    Raises:
        ValueError: something is missing or of the wrong type.
    """
    try:
        return tuple(
            OutlineEntry(said(title), int(level), int(page), None if top is None else _finite(top))
            for title, level, page, top in rows
            if 1 <= page <= pages
        )
    except (OverflowError, TypeError) as error:
        raise ValueError(f"not an outline: {error}") from error

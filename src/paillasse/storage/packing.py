"""Compact forms of what is large and read whole: the words of a page, the vocabulary of a document."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import Any

from paillasse.storage.codec import decode, encode
from paillasse.types.pages import Box, Page, Word


def pack_page(page: Page) -> bytes:
    """Compressed JSON with the words by column: numbers of one kind side by side compress best."""
    columns = [[w.text for w in page.words], *([w.box[i] for w in page.words] for i in range(4))]
    columns += [[w.size for w in page.words], [w.bold for w in page.words]]
    return _pack([encode(replace(page, words=())), columns])


def unpack_page(body: bytes) -> Page:
    """The page that `pack_page` packed."""
    head, columns = _unpack(body)
    words = tuple(Word(text, Box(*box), size, bold) for text, *box, size, bold in zip(*columns, strict=True))
    return replace(decode(Page, head), words=words)


def pack_vocabulary(counts: dict[str, int]) -> bytes:
    """Words joined by spaces, then their counts in the same order."""
    return _pack([" ".join(counts), list(counts.values())])


def unpack_vocabulary(body: bytes) -> dict[str, int]:
    """The counts that `pack_vocabulary` packed."""
    words, counts = _unpack(body)
    return dict(zip(words.split(), counts, strict=True))


def _pack(value: object) -> bytes:
    return zlib.compress(json.dumps(value, separators=(",", ":")).encode())


def _unpack(body: bytes) -> Any:
    return json.loads(zlib.decompress(body))

"""How many tokens a text has at most, where the model's tokenizer is not at hand."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[^\W\d_]+|\d|\s+|[^\w\s]|_")
_SPECIALS = 2


def estimated_tokens(text: str) -> int:
    """An estimate from above, special tokens included.

    One for every three letters of a word begun, for every digit and for every mark; what is not Latin counts by the
    bytes of its UTF-8 form, which no tokenizer with a byte fallback exceeds.
    """
    return _SPECIALS + sum(_tokens(piece) for piece in _PIECE.findall(text))


def _tokens(piece: str) -> int:
    if piece.isspace():
        return piece.count("\n") + (len(piece) > 1)
    if piece.isalpha() and all(ord(character) < 0x250 for character in piece):  # Latin with its accents
        return -(-len(piece) // 3)
    return len(piece.encode("utf-8", "replace"))

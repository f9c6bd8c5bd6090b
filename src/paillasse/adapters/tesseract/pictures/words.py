"""What of a picture's reading is text: drawings and photographs are full of strokes that look like letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from paillasse.adapters.tesseract.engine import Token
from paillasse.adapters.tesseract.words import confidence_of, page_words
from paillasse.types.pages import Word

_SURE_LINE = 0.7
"""Mean confidence from which a line is text: measured, strokes read as letters mostly stay below."""
_SURE_WORD = 0.5
_SURE_DIGIT = 0.9
"""A lone character is a call-out when it is a digit read this surely."""


def picture_words(found: Sequence[Token], scale: float) -> tuple[tuple[Word, ...], float]:
    """The words of a picture, boxes in points from its top-left corner, and how sure they are, 0 to 1."""
    lines: defaultdict[tuple[int, int, int], list[Token]] = defaultdict(list)
    for token in found:
        if token.confidence >= _SURE_WORD:
            lines[token.line].append(token)
    kept = [token for members in lines.values() if _is_text(members) for token in members]
    return page_words(kept, scale), confidence_of(kept)


def _is_text(members: Sequence[Token]) -> bool:
    sure = confidence_of(members)
    longest = max(sum(map(str.isalnum, token.text)) for token in members)
    if longest == 1:
        return sure >= _SURE_DIGIT and all(token.text.isdecimal() for token in members)
    return longest > 1 and sure >= _SURE_LINE

"""Whether a citation is true: its quote stands on the page, and its rectangles cover that quote and little else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from paillasse.types.answers import Citation
from paillasse.types.pages import Box, Page, Word

_SLACK = 1.0  # points: rounding of boxes between parsing and storage
_HYPHENS = ("-", "\u2010", "\u00ad", "\u00ac")


def is_valid(citation: Citation, pages: Mapping[int, Page]) -> bool:
    """Check a citation against the pages it points at.

    It is valid when the words of the quote stand in reading order, one after the other on each page, under the
    rectangles of that page; when the first rectangle is on the page the citation names; and when at most half of the
    words under the rectangles are not the quote's, so that marking the whole page is no proof.

    Args:
        citation: as answered.
        pages: the pages of the cited document by physical number; one that is missing makes the citation invalid.
    """
    marked = [(number, boxes) for number, boxes in citation.rectangles if boxes]
    if not marked or marked[0][0] != citation.page or any(number not in pages for number, _ in marked):
        return False
    words = [_under(pages[number].words, boxes) for number, boxes in marked]
    quoted = _match(_letters(citation.quote), words)
    return quoted is not None and 2 * quoted >= sum(word is not None for page in words for word in page)


def _under(words: Sequence[Word], boxes: Sequence[Box]) -> list[str | None]:
    """Letters of the words whose centre lies under a box, None in the place of every other word."""
    return [_letters(word.text) if any(_holds(box, word.box) for box in boxes) else None for word in words]


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 - _SLACK <= x <= outer.x1 + _SLACK and outer.y0 - _SLACK <= y <= outer.y1 + _SLACK


def _letters(text: str) -> str:
    """Text without white space: a printed word may hold a no-break space, which a quote may not keep."""
    return "".join(text.split())


def _match(quote: str, pages: Sequence[Sequence[str | None]]) -> int | None:
    """Number of words that make up `quote`, a run of neighbours on each page in turn; None when it is not there."""
    if not quote:
        return None
    first, others = pages[0], pages[1:]
    for start in range(len(first)):
        words, letters = _run(quote, first[start:])
        rest = quote[letters:]
        if not rest and not others:
            return words
        if words and rest and others and (more := _match(rest, others)) is not None:
            return words + more
    return None


def _run(quote: str, words: Sequence[str | None]) -> tuple[int, int]:
    """How many of the first words spell the beginning of `quote`, and how many letters of it."""
    letters = 0
    for count, word in enumerate(words):
        spelt = _spelling(word, quote, letters)
        if spelt is None:
            return count, letters
        letters += spelt
    return len(words), letters


def _spelling(word: str | None, quote: str, offset: int) -> int | None:
    """Letters of `quote` from `offset` that are `word`; a quote may leave out the hyphen of a word cut in two."""
    if word is None or offset == len(quote):
        return None
    if quote.startswith(word, offset):
        return len(word)
    if word.endswith(_HYPHENS) and quote.startswith(word[:-1], offset):
        return len(word) - 1
    return None

"""Tables of contents and indexes: they say where things are, never what they are, and are not retrieved."""

from __future__ import annotations

import re
from itertools import pairwise

from paillasse.types.pages import Block, BlockKind, Page, Table

_LEADER = re.compile(r"(?:[.…·] ?){5,}")
_ENDS_IN_PAGE = re.compile(r"(?:[.…·] ?){5}\s*(?:[A-Z]?[\divxlc]+(?:(?: ?[-–.,] ?| )[\divxlc]+)*)?\s*$")
_TAIL = 80
"""Characters at the end of a block in which its page number is looked for: hostile files have endless leaders."""
_FRONT = 12
"""Physical pages on which a table of contents without leaders is looked for."""
_LONG = 8
_ENTRIES = 3
_SHARE = 0.4
"""Share of the words of a page, furniture left out, that stand in entries of a table of contents."""
_REFERENCED = re.compile(r"\d{1,4}(?:[-–]\d{1,4})?,?")
_REFERENCES = 12
_WORDS_A_REFERENCE = 5
"""Pages of an index have 2 to 4 words for each "term, 12"; of 1,944 pages of real manuals no other had under 24."""


def contents_blocks(page: Page) -> frozenset[Block]:
    """The blocks of this page that are entries of a table of contents or an index; none on a page of something else.

    Specifications use dot leaders too ("Weight ..... 5 kg"): an entry ends in a page number, and comes in numbers.
    """
    if _is_index(page):
        return frozenset(b for b in page.blocks if b.kind is not BlockKind.FURNITURE)
    if page.number <= _FRONT:
        tables = [b for b in page.blocks if b.table is not None and _lists_pages(page, page.tables[b.table])]
        if tables:
            return frozenset(tables)
    entries: list[Block] = []
    entry_words = all_words = 0
    for block in page.blocks:
        if block.kind is BlockKind.FURNITURE:
            continue
        words = page.words[block.span.start : block.span.end]
        text = " ".join(w.text for w in words)
        all_words += len(words)
        if _LEADER.search(text) and _ENDS_IN_PAGE.search(text[-_TAIL:]):
            entries.append(block)
            entry_words += len(words)
    count = sum(len(_LEADER.findall(" ".join(w.text for w in page.words[b.span.start : b.span.end]))) for b in entries)
    if count < _ENTRIES or entry_words < _SHARE * all_words:
        return frozenset()
    return frozenset(entries)


def _is_index(page: Page) -> bool:
    """True for a page that is hardly anything but terms with the pages they stand on: "Lamp, 12 Lid, 7, 31"."""
    kept = [b.span for b in page.blocks if b.kind is not BlockKind.FURNITURE]
    words = [w.text for span in kept for w in page.words[span.start : span.end]]
    places = [
        term
        for term, place in pairwise(words)
        if term.endswith(",") and not term[:-1].isdecimal() and _REFERENCED.fullmatch(place)
    ]
    return len(places) >= _REFERENCES and len(words) <= _WORDS_A_REFERENCE * len(places)


def _lists_pages(page: Page, table: Table) -> bool:
    """True for many rows that end in numbers which never fall: the page numbers of a table of contents."""
    ends = [next((c for c in reversed(row) if c.end > c.start), None) for row in table.rows]
    texts = [page.words[c.end - 1].text if c is not None else "" for c in ends]
    numbers = [int(text) for text in texts if text.isdecimal()]
    falls = sum(b < a for a, b in pairwise(numbers))
    return len(numbers) >= _LONG and len(numbers) >= 0.8 * len(texts) and falls == 0 and numbers[-1] > numbers[0] + 3

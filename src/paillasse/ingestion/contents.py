"""Tables of contents and indexes: they say where things are, never what they are, and are not retrieved."""

from __future__ import annotations

import re

from paillasse.types import Block, BlockKind, Page

_LEADER = re.compile(r"(?:[.…·] ?){5,}")
_ENDS_IN_PAGE = re.compile(r"(?:[.…·] ?){5}\s*(?:[A-Z]?[\divxlc]+(?:(?: ?[-–.,] ?| )[\divxlc]+)*)?\s*$")
_TAIL = 80
"""Characters at the end of a block in which its page number is looked for: hostile files have endless leaders."""
_ENTRIES = 3
_SHARE = 0.4
"""Share of the words of a page, furniture left out, that stand in entries of a table of contents."""


def contents_blocks(page: Page) -> frozenset[Block]:
    """The blocks of this page that are entries of a table of contents; none on a page that is mostly something else.

    Specifications use dot leaders too ("Weight ..... 5 kg"): an entry ends in a page number, and comes in numbers.
    """
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

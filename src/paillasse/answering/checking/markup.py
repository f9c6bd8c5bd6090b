"""What a program might act on in a sentence that should only be read: links, tags, control characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ACTIVE = re.compile(
    r"<[/!?a-z][^>]*>?"  # tags
    r"|!?\[[^\]]*\]\([^)]*\)"  # links and pictures of Markdown
    r"|\b[a-z][a-z0-9+.-]{1,15}:(?://|[^\s\d:])\S*"  # https://…, javascript:…, mailto:…
    r"|\bwww\.\S+"
    r"|[\w.+-]+@[\w-]+\.\w+"
    r"|&\#?\w+;"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]",
    re.IGNORECASE,
)


def foreign_markup(claim: str, quotes: Sequence[str]) -> bool:
    """True when the claim has a link, a tag or a control character that does not stand in the quotes just so."""
    return any(not any(m.group() in quote for quote in quotes) for m in _ACTIVE.finditer(claim))

"""What a program might act on in a sentence that should only be read: links, tags, control characters."""

from __future__ import annotations

import re
from collections.abc import Sequence

_ACTIVE = re.compile(
    r"<[/!?a-z][^>]*>?"  # tags
    r"|!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])"  # links and pictures of Markdown, also by reference
    r"|(?m:^\s*\[[^\]]+\]:)"  # what such a reference stands for
    r"|\b[a-z][a-z0-9+.-]{1,15}:(?://|[^\s\d:])\S*"  # https://…, javascript:…, mailto:…
    r"|\bwww\.\S+"
    r"|\b(?:[\w-]{2,63}\.)+(?:com|org|net|edu|gov|biz|info|shop|io|dev|app)\b\S*"
    r"|[\w.+-]+@[\w-]+\.\w+"
    r"|&\#?\w+;"
    r"|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u061c\u180e\U000e0000-\U000e007f]",
    re.IGNORECASE,
)


def foreign_markup(claim: str, quotes: Sequence[str]) -> bool:
    """True when the claim has a link, a tag or a control character that does not stand in the quotes just so."""
    return any(not any(m.group() in quote for quote in quotes) for m in _ACTIVE.finditer(claim))


def inert(text: str) -> str:
    """The text with `[…]` for each of them: to be shown for what it was."""
    return _ACTIVE.sub("[…]", text)

"""Text of manuals and models inside Markdown: to be read, with nothing in it that a client would fetch or follow."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[\\\[\]<>!|*_#~&$@]")
_BLOCK = re.compile(r"^[+=-]")
"""What at the beginning of a line makes it a rule, a heading or a bullet; a number may stay one of a list."""
_ADDRESS = re.compile(
    r"[a-z0-9+.-]{0,20}://[^\s`]*"
    r"|(?:mailto|javascript|vbscript|data|file|tel|xmpp):[^\s`]*"
    r"|www\.[^\s`]*"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+(?:[\w.+@-]*[\w+@-])?"
    r"|\b(?:[\w-]{2,63}\.){1,10}(?:com|org|net|edu|gov|biz|info|pro|shop|io|dev|app|[a-z]{2})\b(?:[/:?#][^\s`]*)?",
    re.IGNORECASE,
)
"""What clients make links of by themselves: addresses with a scheme, of mail, and of hosts.

The time that a search takes grows as the text does, whatever it is: each run of characters is tried as mail once, from
its beginning, and a host has so many parts at most."""


def plain(text: str) -> str:
    """The text on one line that shows just its characters.

    Brackets and the like are escaped, so no image, link, reference or tag can come of them; addresses stand in code
    spans, which clients do not turn into links (an escaped one they do). Backticks, which would open or close such a
    span, become apostrophes, and what is not printable a space.
    """
    printable = "".join(c if c.isprintable() else " " for c in text)
    words = " ".join(printable.replace("`", "'").split())
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(words):
        parts += [_escaped(words[end : match.start()]), f"`{match.group()}`"]
        end = match.end()
    escaped = "".join([*parts, _escaped(words[end:])])
    return _BLOCK.sub(lambda match: f"\\{match.group()}", escaped)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: f"\\{match.group()}", text)

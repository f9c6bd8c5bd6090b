"""What may be sent to a terminal: it obeys what it should only show."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text without bytes that are no text, control characters, or marks that reverse what follows.

    Words of a page are clean since they were read; what was typed and the names of files are not.
    """
    decoded = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else " " for c in decoded)

"""What some models want in front of a text: another prefix for a question than for a passage."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prefixes:
    """Verbatim, with the space at their end if they have one ("query: ", "passage: ")."""

    query: str = ""
    passage: str = ""

    @property
    def suffix(self) -> str:
        """What they add to the name of a model: other prefixes give other vectors."""
        return f"|{self.query}|{self.passage}" if self.query or self.passage else ""


NO_PREFIXES = Prefixes()


def encodable(text: str) -> str:
    """The text without lone surrogates, which a broken PDF can yield and which have no UTF-8 form."""
    return text.encode("utf-8", "replace").decode()

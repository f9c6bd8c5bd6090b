"""Whether a text holds what it has to, however it is typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paillasse.language.text import fold

_WORD = re.compile(r"\w+")


def contains(text: str, fragment: str) -> bool:
    """Whether `fragment` appears in `text`, regardless of case, accents, typographic variants and kind of space."""
    return _spaced(fragment) in f" {_spaced(text)} "


def satisfies(text: str, must_contain: Sequence[Sequence[str]]) -> bool:
    """Whether, for every inner list, at least one alternative appears in `text`."""
    folded = f" {_spaced(text)} "
    return all(any(_spaced(alternative) in folded for alternative in alternatives) for alternatives in must_contain)


def words(text: str) -> list[str]:
    """Words and numbers, folded."""
    return _WORD.findall(fold(text))


def _spaced(text: str) -> str:
    """Folded, every run of white space one space; a space at either end is kept, since it can mark a word's end."""
    folded = fold(text)
    inner = " ".join(folded.split())
    return f"{' ' if folded[:1].isspace() else ''}{inner}{' ' if inner and folded[-1:].isspace() else ''}"

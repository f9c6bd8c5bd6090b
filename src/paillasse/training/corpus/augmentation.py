"""Input as people really type it, and as long as passages really are. Only the student sees the noise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from paillasse.training.corpus.pairs import Pair

_SECOND_EDIT = 0.3
"""How often a text gets a second edit."""
_LONG_WORD = re.compile(r"[^\W\d_]{5,}")
_LINK = re.compile(r"(?<=[^\W\d_])['’‑-](?=[^\W\d_])")
"""An apostrophe or hyphen between letters: "l'étalonnage", "est-ce"."""


def noisy(text: str, rng: np.random.Generator) -> str:
    """The text with one or two slips: letters swapped, left out or doubled, or an apostrophe or hyphen left out.

    Case and accents are left alone, since the tokenizer removes them; words with digits too, since a code with another
    digit is another code. A text with nothing to spoil comes back as it is.
    """
    for _ in range(1 + int(rng.random() < _SECOND_EDIT)):
        places = [(match, _mistyped) for match in _LONG_WORD.finditer(text)]
        places += [(match, _left_out) for match in _LINK.finditer(text)]
        if not places:
            return text
        match, slip = places[rng.integers(len(places))]
        text = text[: match.start()] + slip(match.group(), rng) + text[match.end() :]
    return text


def concatenate(pairs: Sequence[Pair], rng: np.random.Generator, low: int = 3, high: int = 7) -> list[Pair]:
    """Passages of `low` to `high` pairs of one source that follow each other in it, joined by a space.

    Every pair is in one passage, but for the last of a source when fewer than `low` are left. A line feed would be the
    same to the tokenizer as a space.
    """
    by_source: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_source.setdefault(pair.source, []).append(pair)
    passages: list[Pair] = []
    for source, rows in by_source.items():
        start = 0
        while len(rows) - start >= low:
            part = rows[start : start + int(rng.integers(low, high + 1))]
            passages.append(Pair(" ".join(p.english for p in part), " ".join(p.french for p in part), source))
            start += len(part)
    return passages


def _mistyped(word: str, rng: np.random.Generator) -> str:
    """One slip inside a word; its first letter stays, as it mostly does."""
    at = int(rng.integers(1, len(word) - 1))
    slips: tuple[Callable[[], str], ...] = (
        lambda: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda: word[:at] + word[at + 1 :],
        lambda: word[: at + 1] + word[at:],
    )
    return slips[rng.integers(len(slips))]()


def _left_out(_link: str, _rng: np.random.Generator) -> str:
    return " "

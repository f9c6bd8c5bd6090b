"""Which terms of a question the French-English glossary knows, and what they are called in the other language."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from paillasse import analyzers
from paillasse.retrieval.glossary_file import read_concepts
from paillasse.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from paillasse.retrieval.glossary_file import Concept

_WORD = re.compile(r"[^\W_]+")
# Left out when terms and questions meet, so that "tube à essai", "tube d'essai" and "tube essai" are one,
# and "affiche-t-il" is "affiche".
_CONNECTORS: dict[str, frozenset[str]] = {
    "fr": frozenset("a au aux d de des du elle elles et il ils je l la le les n ne nous on s se t un une vous".split()),
    "en": frozenset("a an and of the to".split()),
}
_Term = tuple[tuple[str, ...], int, int]  # its words, then its concept's and its own place: the order of preference


@dataclass(frozen=True, slots=True)
class GlossaryMatch:
    """Tokens `start` to `end` (exclusive) are a known term.

    `concept` is the likeliest reading; `targets` (other language, preferred first) and `synonyms` (same language,
    without the term itself) also hold those of the less likely readings, after its own.
    """

    start: int
    end: int
    concept: Concept
    targets: tuple[str, ...]
    synonyms: tuple[str, ...]


class Glossary:
    """Glossary files, read at once and indexed for a language when it is first asked for.

    Args:
        paths: tab-separated files (`domain`, `fr`, `en`; terms split by " | "; `#` starts a comment line). Lines of a
            later file come before those of earlier ones, and replace those with the same two first terms.

    Raises:
        InvalidConfiguration: a file cannot be read or a line is malformed; names the file and the line.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        concepts: dict[tuple[str, str], Concept] = {}
        for path in reversed(paths):
            for concept in read_concepts(path):
                concepts.setdefault((fold(concept.fr[0]), fold(concept.en[0])), concept)
        self.concepts = tuple(concepts.values())
        self._indices: dict[str, dict[str, list[_Term]]] = {}

    def translations(self, tokens: Sequence[str], language: str) -> list[GlossaryMatch]:
        """The known terms among a question's words: the longest at each place, none in a third language."""
        if language not in _CONNECTORS:
            return []
        words = [
            (word, index, position == 0, position == len(parts) - 1)
            for index, parts in enumerate(_words(token, language) for token in tokens)
            for position, word in enumerate(parts)
        ]
        matches: list[GlossaryMatch] = []
        at = 0
        while at < len(words):
            # A match covers whole tokens: half of "porte-fusible" is not a door.
            found = self._longest([word for word, *_ in words[at:]], language) if words[at][2] else []
            length = len(found[0][0]) if found else 0
            if length and words[at + length - 1][3]:
                matches.append(self._match(found, words[at][1], words[at + length - 1][1] + 1, language))
            at += length or 1
        return matches

    def gloss(self, tokens: Sequence[str], language: str) -> str:
        """A word-by-word translation: known terms become their preferred target, articles and the like go."""
        glossed = {match.start: match for match in self.translations(tokens, language)}
        covered = {at for match in glossed.values() for at in range(match.start, match.end)}
        kept = {at: t for at, t in enumerate(tokens) if at not in covered and _words(t, language)}
        return " ".join(glossed[at].targets[0] if at in glossed else kept[at] for at in sorted(glossed | kept))

    def _longest(self, words: list[str], language: str) -> list[_Term]:
        """The terms that begin these words, of the greatest length, the closest in spelling first."""
        keys = [_key(word, language) for word in words[:8]]
        terms = [
            term
            for term in self._index(language).get(_bucket(words[0]), [])
            if len(term[0]) <= len(keys)
            and all(_key(word, language) == key for word, key in zip(term[0], keys, strict=False))
        ]
        length = max((len(term[0]) for term in terms), default=0)
        said = words[:length]
        longest = [(_closeness(term[0], said), term) for term in terms if len(term[0]) == length]
        if any(closeness == _SAME for closeness, _ in longest):  # "ports" is "port", never "porter" or "porte"
            longest = [scored for scored in longest if scored[0] == _SAME]
        return [term for _, term in sorted(longest, key=lambda scored: (-scored[0], scored[1][2] > 0, scored[1][1]))]

    def _match(self, terms: list[_Term], start: int, end: int, language: str) -> GlossaryMatch:
        other: str = "en" if language == "fr" else "fr"
        concepts = [self.concepts[number] for _, number, _ in terms]
        said = {concept.terms(language)[place] for concept, (_, _, place) in zip(concepts, terms, strict=True)}
        targets = dict.fromkeys(term for concept in concepts for term in concept.terms(other))
        synonyms = dict.fromkeys(term for concept in concepts for term in concept.terms(language) if term not in said)
        return GlossaryMatch(start, end, concepts[0], tuple(targets), tuple(synonyms))

    def _index(self, language: str) -> dict[str, list[_Term]]:
        """Terms by the first letters of their first word: stemming them all would take longer than a question may."""
        if language not in self._indices:
            index: dict[str, list[_Term]] = defaultdict(list)
            for number, concept in enumerate(self.concepts):
                for place, term in enumerate(concept.terms(language)):
                    if words := _words(term, language):
                        index[_bucket(words[0])].append((words, number, place))
            self._indices[language] = dict(index)
        return self._indices[language]


_SAME = 1.0


def _closeness(term: tuple[str, ...], said: list[str]) -> float:
    """1 when the spellings agree but for a plural, otherwise the share of letters before they part."""
    if all(a == b or a.rstrip("sx") == b.rstrip("sx") for a, b in zip(term, said, strict=True)):
        return _SAME
    one, two = " ".join(term), " ".join(said)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
    return shared / max(len(one), len(two), 1) * 0.99


def _words(text: str, language: str) -> tuple[str, ...]:
    folded = text.lower() if text.isascii() else fold(text)
    return tuple(word for word in _WORD.findall(folded) if word not in _CONNECTORS.get(language, ()))


def _bucket(word: str) -> str:
    return word[:3].replace("y", "i")


def _key(word: str, language: str) -> str:
    """Its stem; without accents Snowball leaves -ée, -yé and doubled consonants ("calibree", "nettoye"), cut here."""
    stem = analyzers.stem(word, language)
    stem = stem.rstrip("e") or stem
    if stem.endswith("y"):
        return stem[:-1] + "i"
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem

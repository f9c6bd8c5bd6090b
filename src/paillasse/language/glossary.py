"""Which terms of a question the French-English glossary knows, and what they are called in the other language."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from paillasse.language import analyzers
from paillasse.language.concepts import bucket, key, read_concepts, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from paillasse.language.concepts import Concept

_OTHER = {"fr": "en", "en": "fr"}
_SAME = 0.99
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
                concepts.setdefault((concept.fr[0].lower(), concept.en[0].lower()), concept)
        self.concepts = tuple(concepts.values())
        self._indices: dict[str, dict[str, list[_Term]]] = {}

    def translations(self, tokens: Sequence[str], language: str) -> list[GlossaryMatch]:
        """The known terms among a question's words: the longest at each place, none in a third language."""
        if language not in _OTHER:
            return []
        words = [
            (word, index, position == 0, position == len(parts) - 1)
            for index, parts in enumerate(words_of(token, language) for token in tokens)
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
        """A word-by-word translation: known terms become their preferred target, function words go."""
        glossed = [token if analyzers.content_words(words_of(token, language), language) else "" for token in tokens]
        for match in self.translations(tokens, language):
            glossed[match.start : match.end] = [match.targets[0], *[""] * (match.end - match.start - 1)]
        return " ".join(filter(None, glossed))

    def _longest(self, words: list[str], language: str) -> list[_Term]:
        """The terms that begin these words, of the greatest length, the closest in spelling first."""
        likely = self._index(language).get(bucket(words[0]), [])
        keys = [key(word, language) for word in words[: max((len(term[0]) for term in likely), default=0)]]
        terms = [term for term in likely if [key(word, language) for word in term[0]] == keys[: len(term[0])]]
        length = max((len(term[0]) for term in terms), default=0)
        if length == 1 and analyzers.is_stop_word(words[0], language):  # "pour" is not "pourra"
            return []
        longest = [(_closeness(term[0], words[:length]), term) for term in terms if len(term[0]) == length]
        if any(closeness >= _SAME for closeness, _ in longest):  # "ports" is "port", never "porter" or "porte"
            longest = [scored for scored in longest if scored[0] >= _SAME]
        return [term for _, term in sorted(longest, key=lambda scored: (-scored[0], self._rarity(scored[1], language)))]

    def _rarity(self, term: _Term, language: str) -> tuple[bool, int, int]:
        """Orders readings: where it is the first term, where the other language has one word for it, as listed."""
        _, number, place = term
        return place > 0, self.concepts[number].terms(_OTHER[language])[0].count(" "), number

    def _match(self, terms: list[_Term], start: int, end: int, language: str) -> GlossaryMatch:
        concepts = [self.concepts[number] for _, number, _ in terms]
        said = {self.concepts[number].terms(language)[place] for _, number, place in terms}
        targets = dict.fromkeys(term for concept in concepts for term in concept.terms(_OTHER[language]))
        synonyms = dict.fromkeys(term for concept in concepts for term in concept.terms(language) if term not in said)
        return GlossaryMatch(start, end, concepts[0], tuple(targets), tuple(synonyms))

    def _index(self, language: str) -> dict[str, list[_Term]]:
        """Terms by the first letters of their first word: stemming them all would take longer than a question may."""
        index = self._indices.setdefault(language, {})
        if not index:
            for number, concept in enumerate(self.concepts):
                for place, term in enumerate(concept.terms(language)):
                    if words := words_of(term, language):
                        index.setdefault(bucket(words[0]), []).append((words, number, place))
        return index


def _closeness(term: tuple[str, ...], said: list[str]) -> float:
    """1 for the same spelling, a little less if only a plural differs, else the share of letters before they part."""
    if list(term) == said:
        return 1.0
    if all(a.rstrip("sx") == b.rstrip("sx") for a, b in zip(term, said, strict=True)):
        return _SAME
    one, two = " ".join(term), " ".join(said)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
    return _SAME * shared / (max(len(one), len(two)) + 1)

"""What French words mean: learned from aligned sentences, and told by the glossary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from paillasse.language.glossary import Glossary
from paillasse.training.corpus.pairs import Pair
from paillasse.training.vocabulary.alignment import Lexicon, SentencePair, translations
from paillasse.training.vocabulary.words import FrenchWords, choose, words_of

_MOST_PAIRS = 250_000
"""The shortest pairs say best which word goes with which."""
_TERM_WEIGHT = 10.0
"""How many sentences a glossary term is worth."""
_GLOSSARY_SHARE = 0.5
"""Of the meaning of a word that is a glossary term by itself: to programmers "pile" is a stack, here a battery."""


@dataclass(frozen=True, slots=True)
class French:
    """The words to add and what all words mean."""

    words: FrenchWords
    lexicon: Lexicon


def learn(
    pairs: Sequence[Pair], glossary: Glossary, tokenizer: Tokenizer, advance: Callable[[], None] = lambda: None
) -> French:
    """Choose the French words and find their translations.

    Args:
        pairs: aligned sentences.
        glossary: of the domain.
        tokenizer: the English one that is to be extended.
        advance: called after each of 10 rounds of alignment.
    """
    sentences = [SentencePair(words_of(tokenizer, p.french), words_of(tokenizer, p.english)) for p in pairs]
    french, english = Counter[str](), Counter[str]()
    for sentence in sentences:
        french.update(sentence.french)
        english.update(sentence.english)
    terms = _terms(glossary, tokenizer)
    shortest = sorted(sentences, key=lambda s: len(s.french))[:_MOST_PAIRS]
    lexicon = translations([*shortest, *terms], advance)
    known = tokenizer.get_vocab()
    words = choose(french, english, [word for term in terms for word in term.french], known)
    return French(words, _told(lexicon, terms))


def _terms(glossary: Glossary, tokenizer: Tokenizer) -> list[SentencePair]:
    """Every French term with every English one; the further both are from the preferred ones, the less it counts."""
    return [
        SentencePair(words_of(tokenizer, french), words_of(tokenizer, english), _TERM_WEIGHT / (1 + i + j))
        for concept in glossary.concepts
        for i, french in enumerate(concept.fr)
        for j, english in enumerate(concept.en)
    ]


def _told(lexicon: Lexicon, terms: Sequence[SentencePair]) -> Lexicon:
    """The lexicon, with what the glossary says of single words mixed in."""
    said: dict[str, Counter[str]] = {}
    for term in terms:
        words = [word for word in term.french if word.isalnum()]
        if len(words) == 1:
            shares = dict.fromkeys(term.english, term.weight / len(term.english))
            said.setdefault(words[0], Counter()).update(shares)
    return {**lexicon, **{word: _mixed(lexicon.get(word), found) for word, found in said.items()}}


def _mixed(learned: dict[str, float] | None, said: Counter[str]) -> dict[str, float]:
    told = {word: weight / sum(said.values()) for word, weight in said.items()}
    if learned is None:
        return told
    words = {**learned, **told}
    return {w: (1 - _GLOSSARY_SHARE) * learned.get(w, 0.0) + _GLOSSARY_SHARE * told.get(w, 0.0) for w in words}

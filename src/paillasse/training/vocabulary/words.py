"""French words for an English tokenizer, each starting from the vectors of its translations.

A word piece per French word, instead of the 1.6 pieces of English fragments that it falls into, gives the encoder a
place to know the word; a vector made from its translations makes it known before any training.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from paillasse.language.analyzers import stem
from paillasse.training.vocabulary.alignment import Lexicon

Matrix = npt.NDArray[np.float32]

_WORD = re.compile(r"[a-z]{3,}")
_SHORT_WORD = re.compile(r"[a-z]{2,}")
_FRENCH = 0.8
"""Share of a new word's occurrences that are on the French side, the sides weighing the same."""
_SURELY_FRENCH, _MOSTLY_FRENCH = 0.97, 0.9
"""The same for a word that the tokenizer has: "pour" and "les" become French, "article" stays as it is, and what is
between ("tension", "lever") goes half way."""
_SEEN = 2
_OFTEN = 50
_INFINITIVE = re.compile(r"([a-z]{3,})er")
_VERB_ENDINGS = ("e", "es", "ez", "ent", "ant", "ee", "ees")
_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"}


@dataclass(frozen=True, slots=True)
class FrenchWords:
    """What a tokenizer learns, in its own normal form (lower case, no accents)."""

    new: tuple[str, ...]
    """Words that it did not have as one piece."""
    taken: Mapping[str, float]
    """Words that it had and that are French: how far their vector moves to the French meaning, 0…1."""


def words_of(tokenizer: Tokenizer, text: str) -> list[str]:
    """The words and signs that `tokenizer` would cut into pieces, in its normal form."""
    return [word for word, _ in tokenizer.pre_tokenizer.pre_tokenize_str(tokenizer.normalizer.normalize_str(text))]


def choose(
    french: Counter[str], english: Counter[str], glossary: Iterable[str], known: Mapping[str, int]
) -> FrenchWords:
    """The French words worth a piece of their own, most frequent first.

    Args:
        french: words of the French side and how often they occur.
        english: the same for the English side.
        glossary: words of French glossary terms: they count however rare they are.
        known: the tokenizer's vocabulary.
    """
    scale = french.total() / max(1, english.total())

    def share(word: str) -> float:
        return french[word] / max(1e-9, french[word] + english[word] * scale)

    corpus = [w for w, n in french.most_common() if n >= _SEEN and share(w) > _FRENCH]
    terms = [w for w in glossary if not english[w]]
    forms = [f for w in [*corpus, *terms] for f in _forms(w) if not english[f]]
    new = [w for w in dict.fromkeys([*corpus, *terms, *forms]) if _WORD.fullmatch(w) and w not in known]
    taken = {
        w: 1.0 if share(w) > _SURELY_FRENCH else 0.5
        for w, n in french.items()
        if n >= _OFTEN and w in known and share(w) > _MOSTLY_FRENCH and _SHORT_WORD.fullmatch(w)
    }
    return FrenchWords(tuple(new), taken)


def _forms(word: str) -> list[str]:
    """Forms that instructions use of a regular verb: statutes rarely say "rincez"."""
    verb = _INFINITIVE.fullmatch(word)
    return [verb[1] + ending for ending in _VERB_ENDINGS] if verb else []


def extend(tokenizer_json: str, new: Sequence[str]) -> str:
    """The tokenizer with every word of `new` as one piece, numbered on from its last, and ligatures spelt out.

    Raises:
        KeyError: it is not the JSON of a BERT word-piece tokenizer.
    """
    tokenizer = json.loads(tokenizer_json)
    pieces = tokenizer["model"]["vocab"]
    for word in new:
        pieces[word] = len(pieces)
    ligatures = [{"type": "Replace", "pattern": {"String": a}, "content": b} for a, b in _LIGATURES.items()]
    tokenizer["normalizer"] = {"type": "Sequence", "normalizers": [*ligatures, tokenizer["normalizer"]]}
    tokenizer["truncation"] = tokenizer["padding"] = None
    return json.dumps(tokenizer, ensure_ascii=False)


def initialise(english: Matrix, tokenizer: Tokenizer, words: FrenchWords, lexicon: Lexicon) -> Matrix:
    """Vectors of the extended vocabulary; shape (pieces, dimension).

    A French word gets the mean of its translations' vectors weighted by the lexicon, scaled back to their mean norm
    (a mean of vectors is shorter than they are). A form that the lexicon lacks takes what the forms of the same stem
    mean; failing that, the mean of the pieces that it used to be cut into.

    Args:
        english: vectors of the original vocabulary; shape (original pieces, dimension).
        tokenizer: the original one.
        words: what was added to it.
        lexicon: what French words mean.
    """
    known = tokenizer.get_vocab()
    by_stem = _by_stem(lexicon)
    added = np.empty((len(words.new), english.shape[1]), dtype=np.float32)

    def pieces(word: str) -> Matrix:
        ids = tokenizer.encode(word, add_special_tokens=False).ids
        return _mean(english[ids], np.ones(len(ids)))

    def meaning(word: str) -> Matrix | None:
        found = lexicon.get(word) or by_stem.get(stem(word, "fr"))
        return _mean(np.array([pieces(w) for w in found]), np.array([*found.values()])) if found else None

    for row, word in enumerate(words.new):
        vector = meaning(word)
        added[row] = pieces(word) if vector is None else vector
    result = np.concatenate([english, added])
    for word, share in words.taken.items():
        vector = meaning(word)
        if vector is not None:
            result[known[word]] = _mean(np.array([vector, english[known[word]]]), np.array([share, 1 - share]))
    return result


def _by_stem(lexicon: Lexicon) -> Lexicon:
    """What all forms of a word mean together."""
    sums: dict[str, Counter[str]] = {}
    for word, found in lexicon.items():
        sums.setdefault(stem(word, "fr"), Counter()).update(found)
    return {key: {word: share / total.total() for word, share in total.items()} for key, total in sums.items()}


def _mean(vectors: Matrix, weights: npt.NDArray[np.float64]) -> Matrix:
    """Weighted mean with the weighted mean norm."""
    mean = weights @ vectors
    norm = weights @ np.linalg.norm(vectors, axis=1) / weights.sum()
    return (mean * (norm / max(1e-9, float(np.linalg.norm(mean))))).astype(np.float32)

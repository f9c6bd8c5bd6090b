"""Lexical analysis for the BM25 lane: the same for documents and questions, per language.

Tokens are folded (`text.fold`). A hyphenated or dotted token that holds a digit is a code: it yields its
joined form and its parts ("pE-300" → "pe300", "pe", "300"), so that every way of typing it meets. A hyphenated word
without a digit is split ("est-ce" kept whole would get a huge IDF). French elisions are dropped ("l'étalonnage" →
"etalonnage"). Stop words are removed, the rest is stemmed by Snowball.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any, Protocol, cast

from paillasse.language.text import fold

_TOKEN = re.compile(r"[^\W_]+(?:[.\-/'][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_ALPHA_DIGIT = re.compile(r"[a-z]+|\d+")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'")

_STOP = {
    "fr": frozenset(
        "le la les l un une des du de d au aux et ou en a dans par pour sur avec sans ce cet cette ces se s son sa ses "
        "il elle ils elles on je j tu nous vous y qui que qu quoi dont ne n pas est sont etre c ca cela si mon ma mes "
        "votre vos notre nos leur leurs plus tres".split()
    ),
    "en": frozenset(
        "a an the of to in on at by for with from and or is are was were be been being it its this that these those as "
        "i you he she we they my your our their his her me us them do does did have has had can could will would "
        "should may might must shall not no so if then than there here about into over under out up down just only "
        "also very too any some such".split()
    ),
}
_QUESTION_WORDS = {
    "fr": frozenset(
        "comment combien pourquoi quand quel quelle quels quelles lequel laquelle ou est-ce esce quoi que qui faire "
        "faut peut peux puis dois doit fais fait veux aller bonjour merci svp".split()
    ),
    "en": frozenset(
        "how what which who why when where whose much many do does did can could should would please hello hi "
        "tell need want get got getting im ive dont".split()
    ),
}

TermWeights = dict[int, float]
"""Sparse vector: term id → weight."""

BM25_K1 = 1.2
BM25_B = 0.6
AVERAGE_LENGTH = 90.0
"""Terms of an average chunk. A constant, so that a chunk's vector never depends on the rest of the corpus."""


def tokens(text: str) -> list[str]:
    """Folded tokens in order, codes kept with their separators, elisions dropped."""
    found: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        token = _ELISION.sub("", match.group())
        if "'" in token:
            found.extend(_PART.findall(token.replace("'s", "")))
        else:
            found.append(token)
    return found


def variants(token: str) -> tuple[str, ...]:
    """The forms a token is indexed under: itself, or for a code its joined form and its parts."""
    has_digit = any(c.isdigit() for c in token)
    parts = _PART.findall(token)
    if not has_digit:
        return tuple(parts)
    if re.fullmatch(r"\d+[.]\d+", token):
        return (token,)
    joined = "".join(parts)
    pieces = _ALPHA_DIGIT.findall(joined)
    if len(parts) == 1 and len(pieces) == 1:
        return (joined,)
    return tuple(dict.fromkeys((joined, *parts, *(p for p in pieces if len(p) > 1))))


def is_stop_word(token: str, language: str) -> bool:
    """True for a word too common in `language` to retrieve by; unknown languages have none."""
    return token in _STOP.get(language, ())


def is_question_word(token: str, language: str) -> bool:
    """True for a word that asks rather than describes."""
    return token in _QUESTION_WORDS.get(language, ())


class _Stemmer(Protocol):
    """The part of a Snowball stemmer in use."""

    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the library's name


@lru_cache(maxsize=8)
def _stemmer(language: str) -> _Stemmer:
    names = {"fr": "french", "en": "english", "de": "german", "it": "italian", "es": "spanish"}
    library: Any = import_module("Stemmer")  # has no type information
    return cast("_Stemmer", library.Stemmer(names.get(language, "english"), 0))  # what it stemmed is remembered below


@lru_cache(maxsize=200_000)
def stem(token: str, language: str) -> str:
    """Snowball stem of a folded token; tokens with a digit are left as they are."""
    if any(c.isdigit() for c in token):
        return token
    return _stemmer(language).stemWord(token)


def terms(text: str, language: str) -> list[str]:
    """Index terms of a text, in order, with repetitions."""
    return [
        stem(form, language)
        for token in tokens(text)
        for form in variants(token)
        if not is_stop_word(form, language) and (len(form) > 1 or form.isdigit())
    ]


@lru_cache(maxsize=200_000)
def term_id(term: str) -> int:
    """32-bit id of a term (CRC-32): stable across processes and machines."""
    return zlib.crc32(term.encode())


def document_vector(text: str, language: str) -> TermWeights:
    """BM25 term-frequency weights (Robertson & Zaragoza 2009, eq. 3.15, without the IDF the engine applies).

    weight(t) = tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / average length))
    """
    counts = Counter(terms(text, language))
    norm = BM25_K1 * (1 - BM25_B + BM25_B * sum(counts.values()) / AVERAGE_LENGTH)
    return {term_id(term): tf * (BM25_K1 + 1) / (tf + norm) for term, tf in counts.items()}


def query_vector(weights: Mapping[str, float]) -> TermWeights:
    """Sparse vector of a question from its weighted terms."""
    vector: TermWeights = {}
    for term, weight in weights.items():
        key = term_id(term)
        vector[key] = max(vector.get(key, 0.0), weight)
    return vector


def content_words(words: Iterable[str], language: str) -> list[str]:
    """The words that are neither stop words nor question words of `language`."""
    return [w for w in words if not is_stop_word(w, language) and not is_question_word(w, language)]

"""The language of each block, among those manuals here are written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol, cast

from py3langid import langid  # pyright: ignore[reportMissingTypeStubs]

LANGUAGES = ("en", "fr", "de", "it", "es")
_MIN_LETTERS = 30
_SURE = 0.95
_LETTERS = re.compile(r"[^\W\d_]+")


class _Identifier(Protocol):
    def set_languages(self, langs: list[str]) -> None: ...

    def classify(self, text: str) -> tuple[str, float]: ...


@lru_cache(maxsize=1)
def _identifier() -> _Identifier:
    """Loaded at first use: it takes most of a second."""
    loader = cast("type[_Loader]", langid.LanguageIdentifier)
    identifier = loader.from_model_file(langid.MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


class _Loader(Protocol):
    @staticmethod
    def from_model_file(path: str, *, norm_probs: bool) -> _Identifier: ...


def detect(text: str) -> str:
    """ISO 639-1 code of a text, empty when it is too short or too mixed to tell."""
    words = [word for word in _LETTERS.findall(text) if len(word) > 1]
    if sum(map(len, words)) < _MIN_LETTERS:
        return ""
    language, probability = _identifier().classify(" ".join(words).lower())
    return language if probability >= _SURE else ""


def likeliest(text: str) -> str:
    """ISO 639-1 code of the language that a text is most likely in, however short; empty without a word in it."""
    words = [word for word in _LETTERS.findall(text) if len(word) > 1]
    return _identifier().classify(" ".join(words).lower())[0] if words else ""


def detect_all(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Language of each text of each page.

    A text too short to tell takes the language of most of its page, else of the document; so does a lone block that
    disagrees with all others of its page and is short.
    """
    own = [[detect(text) for text in texts] for texts in pages]
    document = _most([_weights(texts, found) for texts, found in zip(pages, own, strict=True)])
    resolved: list[list[str]] = []
    for texts, found in zip(pages, own, strict=True):
        weights = _weights(texts, found)
        main = _most([weights]) or document
        total = weights.total()
        resolved.append(
            [
                language if language and (len(text) > 150 or weights[language] > 0.15 * total) else main
                for text, language in zip(texts, found, strict=True)
            ]
        )
    return resolved


def _weights(texts: Sequence[str], languages: Sequence[str]) -> Counter[str]:
    weights: Counter[str] = Counter()
    for text, language in zip(texts, languages, strict=True):
        if language:
            weights[language] += len(text)
    return weights


def _most(counters: Sequence[Counter[str]]) -> str:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total.most_common(1)[0][0] if total else ""

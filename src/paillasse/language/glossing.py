"""Text put into a language that the embedder knows, word by word, through the glossary.

An English-only embedder understands "replace lamp" far better than "remplacer la lampe": French chunks and questions
are embedded by their gloss. What people read and what the words are matched with stay in the original.
"""

from __future__ import annotations

from paillasse.language.analyzers import tokens
from paillasse.language.glossary import Glossary
from paillasse.protocols.retrieval import Embedder

_TRANSLATED = frozenset({"en", "fr"})
_NO_WORD = "zqxjkwvf"
"""No tokenizer has it whole, unless it takes every word whole."""


class Glosser:
    """Glosses for one embedder."""

    def __init__(self, glossary: Glossary, embedder: Embedder) -> None:
        self._glossary = glossary
        self._known = embedder.languages
        self._embedder = embedder

    def gloss(self, text: str, language: str) -> str:
        """The text itself where the embedder knows `language` or nothing translates it, else its gloss by lines.

        The gloss always fits the embedder if the text does: one that would not is replaced by the text.
        """
        if language in self._known or language not in _TRANSLATED or not self._known & _TRANSLATED:
            return text
        lines = (self._glossary.gloss(tokens(line), language) for line in text.splitlines())
        glossed = "\n".join(line for line in lines if line)
        fits = self._embedder.count_tokens(glossed) <= self._embedder.max_tokens
        return glossed if glossed and fits else text

    def knows(self, word: str) -> bool:
        """True for a word that the embedder reads as one token: a word of its languages, so nobody misspelt it."""
        nothing, no_word, read = (self._embedder.count_tokens(text) for text in ("", _NO_WORD, word))
        return read == nothing + 1 < no_word

    def question(self, text: str, language: str) -> str:
        """The gloss of a question, cut to its first words where it would not fit: only finding depends on it.

        A line that questions are compared with gets the same: one of a single endless word is longer than any passage.
        """
        glossed = self.gloss(text, language)
        words = glossed.split()
        while self._embedder.count_tokens(glossed) > self._embedder.max_tokens:
            words = words[: len(words) * 3 // 4]
            glossed = " ".join(words)
        return glossed

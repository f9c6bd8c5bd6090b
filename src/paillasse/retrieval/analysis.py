"""Understanding a question: its language, its codes, its machine, its spelling, its words in the other language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from paillasse.analyzers import content_words, is_question_word, is_stop_word, stem, tokens, variants
from paillasse.retrieval.equipment import EquipmentMatch, EquipmentMatcher
from paillasse.retrieval.glossary import Glossary
from paillasse.text import codes_in, error_codes_in, fold

_FRENCH_MARKS = frozenset("éèêëàâçùûîïôœ")
_SPELL_LENGTH = 5
_SYNONYM_WEIGHT = 0.4
_TARGET_WEIGHTS = (1.0, 0.7, 0.5)
_KEPT_WEIGHT = 0.8
"""Weight of a word without translation, in the other language: names, numbers and cognates."""
_NAME_WEIGHT = 0.15
"""Weight of the words that named the machine, once they have become a filter."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question asks, ready for the lanes."""

    text: str
    """The question with misspelt words put right."""
    language: str
    tokens: tuple[str, ...]
    codes: tuple[str, ...]
    """Keys of every code-like expression."""
    error_codes: tuple[str, ...]
    """Keys of the codes the question calls an error, alarm or fault."""
    equipment: EquipmentMatch
    terms: Mapping[str, Mapping[str, float]]
    """Per language of the documents: weighted BM25 terms."""
    glosses: Mapping[str, str]
    """Per language of the documents: the question in (roughly) that language, for embedding."""
    corrections: Mapping[str, str]


def detect_language(text: str) -> str:
    """`fr` or `en`: by function words, then by accents; English when nothing tells."""
    words = tokens(text)
    french = sum(is_stop_word(w, "fr") or is_question_word(w, "fr") for w in words)
    english = sum(is_stop_word(w, "en") or is_question_word(w, "en") for w in words)
    french += sum(c in _FRENCH_MARKS for c in text.lower())
    return "fr" if french > english else "en"


class QuestionAnalyser:
    """Built once over a scope: documents, vocabulary and glossary."""

    def __init__(
        self, glossary: Glossary, vocabulary: Mapping[str, int], matcher: EquipmentMatcher, languages: Sequence[str]
    ) -> None:
        self._glossary = glossary
        self._vocabulary = vocabulary
        self._words = [w for w in vocabulary if len(w) >= _SPELL_LENGTH - 1]
        self._matcher = matcher
        self._languages = tuple(dict.fromkeys([*languages, "fr", "en"]))

    def analyse(self, question: str, equipment: str = "") -> Understanding:
        """Understand one question; `equipment` is the machine the user chose, in their words."""
        language = detect_language(question)
        words = tokens(question)
        corrections = {w: c for w in words if (c := self._spell(w, language)) != w}
        spelt = [corrections.get(w, w) for w in words]
        other = "en" if language == "fr" else "fr"
        match = self._match(equipment or question, language)
        return Understanding(
            text=_replace(question, corrections),
            language=language,
            tokens=tuple(spelt),
            codes=tuple(codes_in(question)),
            error_codes=tuple(error_codes_in(question)),
            equipment=match,
            terms={lang: self._terms(spelt, language, lang, match) for lang in self._languages},
            glosses={language: _replace(question, corrections), other: self._glossary.gloss(spelt, language)},
            corrections=corrections,
        )

    def _match(self, text: str, language: str) -> EquipmentMatch:
        words = tokens(text)
        return self._matcher.match(text, [self._glossary.gloss(content_words(words, language), language)])

    def _spell(self, word: str, language: str) -> str:
        """The corpus word meant by one that neither the corpus nor the glossary knows; itself when none is near."""
        if len(word) < _SPELL_LENGTH or word in self._vocabulary or not word.isalpha():
            return word
        if is_question_word(word, language) or self._glossary.translations([word], language):
            return word
        limit = 1 if len(word) < 8 else 2
        near = process.extract(word, self._words, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=5)
        same_start = [n for n in near if n[0][0] == word[0]]
        best = min(same_start, key=lambda n: (n[1], -self._vocabulary[n[0]]), default=None)
        return best[0] if best else word

    def _terms(self, words: Sequence[str], source: str, target: str, match: EquipmentMatch) -> dict[str, float]:
        """BM25 terms for documents in `target`: the words themselves, or their translations."""
        weights: dict[str, float] = {}

        def add(text: str, weight: float) -> None:
            for form in (f for token in tokens(text) for f in variants(token)):
                if is_stop_word(form, target) or (len(form) < 2 and not form.isdigit()):
                    continue
                scale = _NAME_WEIGHT if match.sure and form in match.words else 1.0
                key = stem(form, target)
                weights[key] = max(weights.get(key, 0.0), weight * scale)

        translated: set[int] = set()
        for found in self._glossary.translations(words, source):
            if all(is_question_word(w, source) or is_stop_word(w, source) for w in words[found.start : found.end]):
                continue
            translated.update(range(found.start, found.end))
            if source == target:
                for synonym in found.synonyms[:2]:
                    add(synonym, _SYNONYM_WEIGHT)
            else:
                for weight, translation in zip(_TARGET_WEIGHTS, found.targets, strict=False):
                    add(translation, weight)
        for index, word in enumerate(words):
            if is_question_word(word, source) or is_stop_word(word, source):
                continue
            if source == target:
                add(word, 1.0)
            elif index not in translated:
                add(word, _KEPT_WEIGHT)
        return weights


def _replace(question: str, corrections: Mapping[str, str]) -> str:
    words = question.split()
    return " ".join(corrections.get(fold(w.strip("?!.,;:")), w) for w in words)

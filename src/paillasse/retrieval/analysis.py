"""Understanding a question: its language, its codes, its machine, its spelling, its words in the other language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from paillasse.errors.root import InvalidQuestion
from paillasse.errors.storage import EmptyIndex
from paillasse.language.analyzers import content_words, is_question_word, is_stop_word, stem, tokens, variants
from paillasse.language.glossary import Glossary
from paillasse.language.glossing import Glosser
from paillasse.language.text import codes_in, error_codes_in, fold
from paillasse.retrieval.equipment import EquipmentMatch, EquipmentMatcher
from paillasse.retrieval.statistics import CorpusStatistics
from paillasse.types.documents import Document
from paillasse.types.questions import Query

_MODEL = re.compile(r"\b([A-Z][^\W\d_]{2,})[ -]?[A-Z]{0,3}-?\d[\w.-]*")
"""A name and a number, as machines and what is put into them are called: "Zebra 900"."""
_FRENCH_MARKS = frozenset("éèêëàâçùûîïôœ")
_SPELL_LENGTH = 5
_LONGEST_QUESTION = 4000
_LONGEST_NAME = 200
"""Characters."""
_SYNONYM_WEIGHT = 0.4
_TARGET_WEIGHTS = (1.0, 0.7, 0.5)
_KEPT_WEIGHT = 0.8
"""Weight of a word without translation, in the other language: names, numbers and cognates."""
_NAME_WEIGHT = 0.15
"""Weight of the words that named the machine, once they have become a filter."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the question is about: any of its terms says it."""

    terms: Mapping[str, float]
    """Index term → weight, 1 for the surest."""
    certain: bool = True
    """False for a word kept as it is in a language it may not belong to."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question asks, ready for the lanes."""

    text: str
    """The question with misspelt words put right."""
    language: str
    codes: tuple[str, ...]
    """Keys of every code-like expression."""
    error_codes: tuple[str, ...]
    """Keys of the codes the question calls an error, alarm or fault."""
    equipment: EquipmentMatch
    concepts: Mapping[str, tuple[Concept, ...]]
    """Per language of the documents: what is asked about, each with its alternative index terms."""
    embedded_text: str
    """The question as the embedder gets it: glossed when it does not know the language."""
    corrections: Mapping[str, str]
    stranger: bool = False
    """The user chose a machine of which no document says a word."""
    unnamed: str = ""
    """What the question calls by a name and a number, and no document by that name."""

    def terms(self, language: str) -> dict[str, float]:
        """Weighted index terms for documents in `language` (those of the question for an unknown one)."""
        weights: dict[str, float] = {}
        for concept in self.concepts.get(language, self.concepts[self.language]):
            for term, weight in concept.terms.items():
                weights[term] = max(weights.get(term, 0.0), weight)
        return weights


def check_question(query: Query, documents: Mapping[str, Document]) -> None:
    """Let nothing pass that cannot be asked.

    Raises:
        InvalidQuestion: no word in it, more than 4,000 characters, or a machine whose name has over 200.
        EmptyIndex: no collection or no document to search.
    """
    text = query.text.strip()
    if not any(c.isalnum() for c in text):
        raise InvalidQuestion("The question holds no word.")
    if len(text) > _LONGEST_QUESTION:
        raise InvalidQuestion(f"The question has {len(text)} characters; at most {_LONGEST_QUESTION} are read.")
    if len(query.equipment) > _LONGEST_NAME:
        raise InvalidQuestion(
            f"The name of the machine has {len(query.equipment)} characters; at most {_LONGEST_NAME} are read.",
            hint="Name the machine as its manual does.",
        )
    if not query.scope.collections:
        raise EmptyIndex(
            "There is nothing to search: you are a member of no collection.",
            hint="Ask an administrator to make you a member of the collections whose manuals you need.",
        )
    if not documents:
        raise EmptyIndex("No manual has been ingested into your collections yet.")


def detect_language(text: str) -> str:
    """`fr` or `en`: by function words, then by accents; English when nothing tells."""
    found = tokens(text)
    # "440 mA" is no French "ma": what follows a number is a unit.
    words = [w for before, w in zip(["", *found], found, strict=False) if not before.isdigit()]
    french = sum(is_stop_word(w, "fr") or is_question_word(w, "fr") for w in words)
    english = sum(is_stop_word(w, "en") or is_question_word(w, "en") for w in words)
    french += sum(c in _FRENCH_MARKS for c in text.lower())
    return "fr" if french > english else "en"


class QuestionAnalyser:
    """Built once over a scope: documents, vocabulary and glossary."""

    def __init__(
        self,
        glossary: Glossary,
        glosser: Glosser,
        statistics: CorpusStatistics,
        matcher: EquipmentMatcher,
        languages: Sequence[str],
    ) -> None:
        self._glossary = glossary
        self._glosser = glosser
        self._vocabulary = statistics.vocabulary
        self._words = [w for w in self._vocabulary if len(w) >= _SPELL_LENGTH - 1]
        self._matcher = matcher
        self._languages = tuple(dict.fromkeys([*languages, "fr", "en"]))

    def analyse(self, question: str, equipment: str = "", among: Collection[str] | None = None) -> Understanding:
        """Understand one question.

        Args:
            question: what is asked.
            equipment: the machine the user chose, in their words.
            among: ids of the documents that may answer, where they were chosen.
        """
        language = detect_language(question)
        words = tokens(question)
        corrections = {w: c for w in words if (c := self._spell(w, language)) != w}
        spelt = [corrections.get(w, w) for w in words]
        text = _replace(question, corrections)
        match = self._match(equipment or question, language).within(among)
        return Understanding(
            text=text,
            language=language,
            codes=tuple(codes_in(question)),
            error_codes=tuple(error_codes_in(question)),
            equipment=match,
            stranger=bool(equipment) and not match.scores and not self._matcher.knows(equipment),
            concepts={lang: tuple(self._concepts(spelt, language, lang, match)) for lang in self._languages},
            embedded_text=self._glosser.question(text, language),
            corrections=corrections,
            unnamed=self._unnamed(question, language),
        )

    def _unnamed(self, question: str, language: str) -> str:
        """The first name with a number that says nothing to documents, glossary and, where it begins, the embedder."""
        for found in _MODEL.finditer(question):
            word = fold(found[1])
            begins = not question[: found.start()].strip()
            known = self._matcher.knows(word) or is_question_word(word, language) or is_stop_word(word, language)
            if (
                not known
                and not self._glossary.translations([word], language)
                and not (begins and self._glosser.knows(word))
            ):
                return found[0].rstrip(".-")
        return ""

    def _match(self, text: str, language: str) -> EquipmentMatch:
        words = tokens(text)
        return self._matcher.match(text, [self._glossary.gloss(content_words(words, language), language)])

    def _spell(self, word: str, language: str) -> str:
        """The corpus word meant by one that nobody knows (corpus, glossary, embedder); itself when none is near."""
        if len(word) < _SPELL_LENGTH or word in self._vocabulary or not word.isalpha():
            return word
        if is_question_word(word, language) or self._glossary.translations([word], language):
            return word
        if self._matcher.names(word) or self._glosser.knows(word):
            return word
        limit = 1 if len(word) < 8 else 2
        near = process.extract(word, self._words, scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=5)
        same_start = [n for n in near if n[0][0] == word[0]]
        best = min(same_start, key=lambda n: (n[1], -self._vocabulary[n[0]]), default=None)
        return best[0] if best else word

    def _concepts(self, words: Sequence[str], source: str, target: str, match: EquipmentMatch) -> Iterator[Concept]:
        """What the words mean to documents in `target`: themselves with synonyms, or their translations."""
        named = match.words if match.sure else frozenset[str]()
        translated: set[int] = set()
        for found in self._glossary.translations(words, source):
            said = words[found.start : found.end]
            if not content_words(said, source):
                continue
            if source == target:
                weighted = [*((w, 1.0) for w in said), *((s, _SYNONYM_WEIGHT) for s in found.synonyms[:2])]
            else:
                weighted = list(zip(found.targets, _TARGET_WEIGHTS, strict=False))
            translated.update(range(found.start, found.end))
            yield Concept(_index_terms(weighted, target, named))
        for index, word in enumerate(words):
            if index in translated or not content_words([word], source):
                continue
            weight = 1.0 if source == target else _KEPT_WEIGHT
            yield Concept(_index_terms([(word, weight)], target, named), certain=source == target)


def _index_terms(weighted: Iterable[tuple[str, float]], language: str, named: frozenset[str]) -> dict[str, float]:
    """Index terms of some texts with their weights; the words that named the machine weigh little."""
    weights: dict[str, float] = {}
    for text, weight in weighted:
        for form in (f for token in tokens(text) for f in variants(token)):
            if is_stop_word(form, language) or (len(form) < 2 and not form.isdigit()):
                continue
            key = stem(form, language)
            weights[key] = max(weights.get(key, 0.0), weight * (_NAME_WEIGHT if form in named else 1.0))
    return weights


def _replace(question: str, corrections: Mapping[str, str]) -> str:
    words = question.split()
    return " ".join(corrections.get(fold(w.strip("?!.,;:")), w) for w in words)

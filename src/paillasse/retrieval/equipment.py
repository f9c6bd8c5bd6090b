"""Which machine is the question about? Names in the question against what each document calls itself.

A token counts as a *name* by how few documents use it: "victor" occurs in one manual, "light" in most. That makes
manufacturers, models and unusual device nouns stand out in any collection, with no list of brands to maintain.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from paillasse.language.analyzers import is_stop_word, stem, tokens, variants
from paillasse.types.documents import Document

_GENERIC = frozenset(
    "manual manuel user users utilisateur guide notice instructions instruction operator operators owner owners "
    "service system systeme series serie software logiciel version rev revision edition utilisation operation "
    "operating "
    "reference quick start mode emploi document pdf en fr de es it multi scanned model modele type new the info "
    "programmer maintenance installation note sop laboratory lab labo laboratoire".split()
)
_NAME_SHARE = 0.12
"""A token used by at most this share of the documents (and always by two) tells machines apart."""
_CLOSE = 0.8
"""Documents scoring at least this share of the best belong to the same family."""
_FUZZY_LENGTH = 5


@dataclass(frozen=True, slots=True)
class EquipmentMatch:
    """The documents a name points at."""

    document_ids: tuple[str, ...] = ()
    """Best first; every one within `_CLOSE` of the best. Empty when nothing was recognised."""
    sure: bool = False
    """True when a name was recognised: the match may be used as a filter; otherwise it is a hint."""
    words: frozenset[str] = frozenset()
    """Question tokens that named the machine: they say where to look, not what to look for."""
    scores: Mapping[str, float] = field(default_factory=dict[str, float])

    def within(self, document_ids: Collection[str] | None) -> EquipmentMatch:
        """The same where only these documents may answer (any when None): nothing when the name points at no one."""
        if document_ids is None:
            return self
        return _pointing({d: s for d, s in self.scores.items() if d in document_ids}, self.sure, self.words)


class EquipmentMatcher:
    """Built once over the documents in scope."""

    def __init__(self, documents: Sequence[Document], document_frequency: Mapping[str, int]) -> None:
        self._profiles = {d.id: _profile(d) for d in documents}
        self._frequency = document_frequency
        self._count = len(documents)
        self._profile_frequency = Counter(token for profile in self._profiles.values() for token in profile)
        self._names = sorted(self._profile_frequency)

    def match(self, text: str, glosses: Sequence[str] = ()) -> EquipmentMatch:
        """Recognise the machines named in a question or in the equipment picker.

        Args:
            text: what the user typed.
            glosses: the same words in the other language, matched at half weight ("four" finds "furnace").
        """
        found = self._forms(text)
        translated = {t: 0.5 for g in glosses for t in self._forms(g) if t not in found}
        scores: dict[str, float] = {}
        words: set[str] = set()
        named = False
        for form, weight in {**dict.fromkeys(found, 1.0), **translated}.items():
            rarity = self._rarity(form)
            for document_id, profile in self._profiles.items():
                if form in profile:
                    scores[document_id] = scores.get(document_id, 0.0) + weight * rarity * profile[form]
                    if weight == 1.0 and self._is_name(form):
                        named = True
                        words.add(form)
        return _pointing(scores, named, frozenset(words))

    def knows(self, text: str) -> bool:
        """True when some name in the text is used by a document at all, even if it does not tell which."""
        return any(self._frequency.get(f) or f in self._profile_frequency for f in self._forms(text))

    def names(self, word: str) -> bool:
        """True when a document calls itself by this word."""
        return word in self._profile_frequency

    def _forms(self, text: str) -> list[str]:
        forms = [f for token in tokens(text) for f in _name_forms(token)]
        known = [self._closest(f) for f in forms]
        folded = tokens(text)
        pairs = [a + b for a, b in pairwise(folded) if any(c.isdigit() for c in b)]
        return list(dict.fromkeys([*known, *pairs]))

    def _closest(self, form: str) -> str:
        """The profile token meant by a misspelt one; only for words that no document uses."""
        if len(form) < _FUZZY_LENGTH or form in self._profile_frequency or self._frequency.get(form):
            return form
        best = process.extractOne(form, self._names, scorer=DamerauLevenshtein.distance, score_cutoff=1)
        return best[0] if best and len(best[0]) >= _FUZZY_LENGTH else form

    def _documents_with(self, form: str) -> int:
        return max(self._frequency.get(form, 0), self._profile_frequency.get(form, 0), 1)

    def _rarity(self, form: str) -> float:
        return math.log(1 + self._count / self._documents_with(form)) if self._count else 0.0

    def _is_name(self, form: str) -> bool:
        return self._documents_with(form) <= max(2, math.ceil(self._count * _NAME_SHARE))


def _pointing(scores: Mapping[str, float], sure: bool, words: frozenset[str]) -> EquipmentMatch:
    """At the best and what is close to it."""
    if not scores:
        return EquipmentMatch()
    best = max(scores.values())
    ids = sorted((d for d, s in scores.items() if s >= _CLOSE * best), key=lambda d: (-scores[d], d))
    return EquipmentMatch(tuple(ids), sure, words, scores)


def _profile(document: Document) -> dict[str, float]:
    """Token → weight by the strongest place it stands in."""
    metadata = document.metadata
    stems = document.filename.rsplit(".", 1)[0].replace("_", " ").replace("-", " ")
    places = (
        (1.0, " ".join(metadata.equipment)),
        (0.9, metadata.manufacturer),
        (0.9, metadata.title),
        (0.8, stems),
    )
    profile: dict[str, float] = {}
    for weight, text in places:
        folded = tokens(text)
        pairs = [a + b for a, b in pairwise(folded) if any(c.isdigit() for c in b)]
        for form in [*(f for token in folded for f in _name_forms(token)), *pairs]:
            profile[form] = max(profile.get(form, 0.0), weight)
    return profile


def _name_forms(token: str) -> list[str]:
    """Forms of a token worth comparing: no stop words, no bare small numbers, plurals put to the singular."""
    forms: list[str] = []
    for form in variants(token):
        plain = form if any(c.isdigit() for c in form) else stem(form, "en") if form.endswith("s") else form
        if form in _GENERIC or plain in _GENERIC or len(form) < 2:
            continue
        if is_stop_word(form, "en") or is_stop_word(form, "fr") or (form.isdigit() and len(form) < 3):
            continue
        forms.append(form)
    return forms

"""Manuals that belong together: of one machine in two languages, or of two versions of one system.

Told by what a manual calls its machine. Model codes decide where there are any: manuals of other models are no kin,
however alike they are named. A system without model codes is told by its proper name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from paillasse.language.analyzers import tokens, variants
from paillasse.types.documents import Document, Metadata

_ABOUT = 0.8
"""A translation with evidence of this share of the best score says about as much."""
_INNER_CAPITAL = re.compile(r"[a-zà-ÿ][A-ZÀ-Þ]")


class Kinship(StrEnum):
    """How two manuals belong together."""

    TRANSLATION = "translation"
    VERSION = "version"


class Described(Protocol):
    """A manual, as far as kinship looks: `Document`, or an entry of the catalogue."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def metadata(self) -> Metadata:
        """What it is about."""
        ...


def kinship(one: Described, other: Described) -> Kinship | None:
    """How the manuals belong together; None when they do not, or say the same of the same machine in one language."""
    if one.id == other.id or one.metadata.kind is not other.metadata.kind or not machine(one) & machine(other):
        return None
    if one.metadata.language != other.metadata.language:
        return Kinship.TRANSLATION
    return Kinship.VERSION if _version(one) != _version(other) else None


def untold(
    cited: Collection[Document], among: Iterable[Document], named: Mapping[str, float], language: str
) -> dict[Kinship, list[Document]]:
    """Manuals that an answer might as well have come from, since the question does not tell them from those it cites.

    Args:
        cited: manuals that the answer quotes.
        among: manuals that it might have quoted.
        named: how well the question names each manual, by id: see `equipment.EquipmentMatch.scores`.
        language: of the question.

    Returns:
        By kinship and title: versions that the question names as well as those cited, and translations into the
        language of the question where what is cited is in another.
    """
    others = [d for d in among if all(d.id != c.id for c in cited)]
    found: dict[Kinship, list[Document]] = {}
    for other in sorted(others, key=lambda d: (d.metadata.title, d.id)):
        kinships = {kinship(c, other): c for c in cited}
        version, original = kinships.get(Kinship.VERSION), kinships.get(Kinship.TRANSLATION)
        if version and named.get(other.id, 0.0) >= named.get(version.id, 0.0):
            found.setdefault(Kinship.VERSION, []).append(other)
        elif original and original.metadata.language != language == other.metadata.language:
            found.setdefault(Kinship.TRANSLATION, []).append(other)
    return found


def said_again(documents: Iterable[Document], best: Mapping[str, float], language: str) -> set[str]:
    """Ids of manuals whose translation into the language of the question says it about as well.

    Args:
        documents: those that hold evidence.
        best: score of the best evidence of each, by id.
        language: of the question.
    """
    known = [d for d in documents if d.id in best]
    own = [d for d in known if d.metadata.language == language]
    return {
        foreign.id
        for foreign in known
        for native in own
        if kinship(native, foreign) is Kinship.TRANSLATION and best[native.id] >= _ABOUT * best[foreign.id]
    }


def models(document: Document) -> frozenset[str]:
    """What tells a model from others of its sort: "kl1500", "33120a", "530", "quivane96"."""
    return _codes(document.metadata.equipment)


def machine(document: Described) -> frozenset[str]:
    """What tells its machine: models where it names any, else proper names; manuals of one machine share some of it."""
    about = document.metadata
    return _machine(about.equipment, about.manufacturer)


@lru_cache(maxsize=16_384)
def _machine(names: tuple[str, ...], manufacturer: str) -> frozenset[str]:
    found = {f"model {code}" for code in _codes(names)}
    return frozenset(found or {f"name {word}" for word in _proper_names(names, manufacturer)})


@lru_cache(maxsize=1024)
def _codes(names: tuple[str, ...]) -> frozenset[str]:
    words = [variants(token) for name in names for token in (*tokens(name), "")]
    single = {form for forms in words for form in forms if len(form) > 2 and any(c.isdigit() for c in form)}
    pairs = {a[0] + b[0] for a, b in pairwise(words) if a and b and a[0].isalpha() and b[0].isdigit()}
    return frozenset(single | pairs)


def _proper_names(names: tuple[str, ...], manufacturer: str) -> set[str]:
    """First words of its names that are spelt as no common noun is, with capitals inside: "OpenELIS Haiti clinique"."""
    makers = set(tokens(manufacturer))
    first = (name.split()[0] for name in names if name.strip())
    found = (word for word in first if _INNER_CAPITAL.search(word))
    return {token for word in found for token in tokens(word)} - makers


def _version(document: Described) -> tuple[object, ...]:
    metadata = document.metadata
    return tuple(sorted(map(str.casefold, metadata.equipment))), metadata.revision, metadata.effective_date

"""Pairs made from the glossary: its terms, and sentences that use them. It is the only laboratory text there is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from paillasse.language.concepts import Concept
from paillasse.language.glossary import Glossary
from paillasse.training.corpus.pairs import Pair
from paillasse.training.corpus.templates import TEMPLATES
from paillasse.training.corpus.wording import imperative, noun

SOURCE = "glossary"
TERM_SHARE = 0.3
"""Of the pairs that are bare terms; the others are sentences."""
_PREFERRED = 0.7
"""How often a sentence uses the preferred term of a language rather than any."""
_UNITS = tuple("mm cm µm nm mL µL g mg bar kPa V mV A mA W Hz kHz s min °C % rpm mol/L N·m".split())
_NO_OBJECTS = frozenset({"colours", "numbers", "positions", "time", "units"})
"""Domains whose words are not things that one checks, opens or replaces."""
_NEGATED = re.compile(r"n(?:e |')\w+ (?:pas|plus)\b")
_THIRD_PERSON = re.compile(r"(?:cannot|does|fails|has|is|stays|will)\b")
_HOLE = re.compile(r"\{(\w+)\}")

_Forms = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Filler:
    """What may stand in a hole: a concept's forms in each language."""

    french: tuple[_Forms, ...]
    """Per term, the hole's name → text, the preferred term first."""
    english: tuple[_Forms, ...]


def domain_pairs(glossary: Glossary, count: int, rng: np.random.Generator) -> list[Pair]:
    """`count` pairs of terms and of sentences with terms in them, the same for the same generator state.

    Case and accents are as in the glossary: the tokenizer removes both.
    """
    terms = _terms(glossary.concepts)
    maker = _SentenceMaker(glossary.concepts)
    sentences = round(count * (1 - TERM_SHARE)) if maker.templates else 0
    chosen = _rounds(len(terms), count - sentences, rng)
    pairs = [terms[index] for index in chosen] + [maker.sentence(rng) for _ in range(sentences)]
    return [pairs[index] for index in rng.permutation(len(pairs))]


def _terms(concepts: Sequence[Concept]) -> list[Pair]:
    """Every French term with the preferred English one, and every other English one with the preferred French one."""
    pairs = {(term, concept.en[0]) for concept in concepts for term in concept.fr}
    pairs |= {(concept.fr[0], term) for concept in concepts for term in concept.en}
    return [Pair(english, french, SOURCE) for french, english in sorted(pairs)]


def _rounds(size: int, count: int, rng: np.random.Generator) -> list[int]:
    """`count` indices below `size`, none a second time before all were drawn."""
    chosen: list[int] = []
    while size and len(chosen) < count:
        chosen += map(int, rng.permutation(size)[: count - len(chosen)])
    return chosen


class _SentenceMaker:
    """Fills the holes of the templates that the glossary has something for."""

    def __init__(self, concepts: Sequence[Concept]) -> None:
        nouns = [filler for concept in concepts if (filler := _noun(concept))]
        self._fillers = {
            "noun": nouns,
            "article": [filler for filler in nouns if all("le" in forms for forms in filler.french)],
            "verb": [filler for concept in concepts if (filler := _verb(concept))],
            "symptom": [filler for concept in concepts if (filler := _symptom(concept))],
        }
        needs = [(template, _needs(template[0])) for template in TEMPLATES]
        self.templates = [(t, kinds) for t, kinds in needs if all(self._fillers[kind] for kind in kinds.values())]

    def sentence(self, rng: np.random.Generator) -> Pair:
        (french, english), kinds = self.templates[rng.integers(len(self.templates))]
        french_forms, english_forms = _figures(rng)
        for suffix, kind in kinds.items():
            fillers = self._fillers[kind]
            filler = fillers[rng.integers(len(fillers))]
            place = suffix if suffix == "2" else ""
            french_forms |= {hole + place: text for hole, text in _pick(filler.french, rng).items()}
            english_forms |= {hole + place: text for hole, text in _pick(filler.english, rng).items()}
        return Pair(english.format_map(english_forms), french.format_map(french_forms), SOURCE)


def _needs(french: str) -> dict[str, str]:
    """What to fill the holes with: "1" and "2" are the nouns, the others their own kind."""
    needs: dict[str, str] = {}
    for hole in _HOLE.findall(french):
        number = "2" if hole.endswith("2") else "1"
        match hole.removesuffix("2"):
            case "inf" | "ez":
                needs["verb"] = "verb"
            case "sym":
                needs["symptom"] = "symptom"
            case "le" | "du" | "au":
                needs[number] = "article"
            case "x" | "de":
                needs.setdefault(number, "noun")
            case _:
                pass
    return needs


def _pick(terms: Sequence[_Forms], rng: np.random.Generator) -> _Forms:
    return terms[0] if rng.random() < _PREFERRED else terms[int(rng.integers(len(terms)))]


def _figures(rng: np.random.Generator) -> tuple[dict[str, str], dict[str, str]]:
    """Numbers, units and codes, in French and in English writing."""
    decimal = f"{rng.integers(1, 200) / 10:.1f}"
    code = f"{'EFA'[rng.integers(3)]}{('', '-')[rng.integers(2)]}{rng.integers(1, 400)}"
    both = {"n": str(rng.integers(2, 120)), "u": _UNITS[rng.integers(len(_UNITS))], "code": code}
    return both | {"d": decimal.replace(".", ",")}, both | {"d": decimal}


def _noun(concept: Concept) -> _Filler | None:
    """Terms that are nouns for sure; None when the preferred one is not."""
    if concept.domain in _NO_OBJECTS:
        return None
    found = [noun(term, concept.en[0]) for term in concept.fr]
    if found[0] is None:
        return None
    first = found[0].forms().keys()
    forms = [kept.forms() for kept in found if kept and kept.forms().keys() >= first]
    return _Filler(tuple(forms), tuple({"x": term} for term in concept.en))


def _verb(concept: Concept) -> _Filler | None:
    forms = [{"inf": term, "ez": imperative(term)} for term in concept.fr if imperative(term)]
    if not forms or forms[0]["inf"] != concept.fr[0] or concept.en[0].endswith(("ed", "ing")):
        return None
    return _Filler(tuple(forms), ({"verb": concept.en[0]},))


def _symptom(concept: Concept) -> _Filler | None:
    french = [term for term in concept.fr if _NEGATED.match(term)]
    english = [term for term in concept.en if _THIRD_PERSON.match(term) and not term.endswith(" to")]
    if not french or not english:
        return None
    return _Filler(tuple({"sym": term} for term in french), tuple({"sym": term} for term in english))

"""Does the question ask for a quantity, of which dimension, and does a line hold one?"""

from __future__ import annotations

import re
from dataclasses import dataclass

from paillasse.language.text import fold

_NUMBER = (
    r"(?:\d+(?:[.,]\d+)*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|sixty|once|twice|"
    r"un|une|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|soixante|cent)"
)
_UNITS = {
    "time": r"h|hrs?|hours?|heures?|mins?|minutes?|s|secs?|seconds?|secondes?|ms|μs|milliseconds?|millisecondes?|days?|"
    r"jours?|weeks?|semaines?|months?|mois|years?|ans?|annees?",
    "temperature": r"°\s?c|°\s?f|degc|degrees?|degres?|k",
    "current": r"[kmμn]?a|amps?|amperes?|milliamps?",
    "voltage": r"[kmμ]?v(?:dc|ac|rms)?|volts?",
    "resistance": r"[km]?\s?(?:ω|ohms?)",
    "pressure": r"m?bars?|psi[ag]?|[kmh]?pa|m?torrs?|atm|mmhg",
    "length": r"[cmμnk]?m|metres?|meters?|inch(?:es)?|in|ft|feet|foot|pieds?|pouces?|\"",
    "frequency": r"[kmg]?hz|rpm|tr/min|x ?g|g",
    "volume": r"[mμ]?l|lit(?:er|re)s?|microlit(?:er|re)s?|millilit(?:er|re)s?",
    "mass": r"[kmμn]?g|grammes?|grams?",
    "percent": r"%|percent|pour ?cent",
    "power": r"[km]?w|watts?",
    "money": r"€|euros?|eur|\$|usd|dollars?|£|gbp|chf",
}
_HOLDS = {
    name: re.compile(
        rf"(?<![\w.]){_NUMBER}(?:\s?(?:-|to|a|et|and|or|ou|±|\+/-)\s?{_NUMBER})?\s?[(\[]?(?:{units})(?![\w])"
    )
    for name, units in _UNITS.items()
}
_CURRENCY_FIRST = re.compile(r"(?:[€$£]|\b(?:eur|usd|gbp|chf))\s?\d")
_PERIODIC = re.compile(
    r"\b(?:daily|weekly|monthly|quarterly|yearly|annually|annual|(?:once|twice|times) (?:a|an|per|every) \w+|"
    r"every (?:\w+ )?(?:hours?|days?|weeks?|months?|years?|shifts?|runs?|uses?)|(?:each|after each|after every) \w+|"
    r"quotidien\w*|journali\w*|hebdomadaire\w*|mensuel\w*|trimestriel\w*|annuel\w*|fois par \w+|"
    r"(?:chaque|tous les|toutes les) (?:\w+ )?(?:heures?|jours?|semaines?|mois|ans?|annees?|utilisations?))\b"
)
_ASKS = {
    "time": re.compile(
        r"\b(?:how (?:long|often)|how many (?:hours?|minutes?|days?|weeks?|months?|years?|seconds?)|tous les combien|"
        r"combien (?:de|d') ?(?:temps|heures?|minutes?|jours?|semaines?|mois|ans|annees?|secondes?)|duree|lifetime|"
        r"a quelle frequence faut|(?:per|par) (?:month|mois)|when should .* be (?:replaced|changed))\b"
    ),
    "temperature": re.compile(r"\b(?:temperatures?|how (?:hot|cold)|°c|degres?|degrees?)\b"),
    "current": re.compile(r"\b(?:courant|current|(?:en|in) m?a\b|amps?|amperes?|amperage)\b"),
    "voltage": re.compile(r"\b(?:tension|voltage|volts?|vdc|vac)\b"),
    "resistance": re.compile(r"\b(?:resistance|ohms?|ω)\b"),
    "pressure": re.compile(r"\b(?:pression|pressure|m?torr|psi|bars?|niveau de vide|vacuum level)\b"),
    "length": re.compile(r"\b(?:distance|how far|[cm]m|rayon|radius|depth|profondeur|hauteur|height)\b"),
    "volume": re.compile(r"\b(?:volume|how much (?:water|liquid)|[mμ]l)\b"),
    "money": re.compile(r"\b(?:price|prix|costs?|couts?|coute|tarif|how expensive)\b"),
    "mass": re.compile(r"\b(?:mass|masse|poids|weight)\b"),
}
_ASKS_QUANTITY = re.compile(
    r"\b(?:how (?:many|much|long|often|far|hot|high|fast|big|deep|sharp|wide|heavy)|"
    r"what(?:'s| is| are)? the (?:\w+ )?(?:max\w*|min\w*|range|rating|value|resolution|limit|speed|temperature|voltage|"
    r"pressure|volume|distance|capacity|accuracy)|"
    r"what (?:\w+ ){0,3}(?:range|value|temperature|voltage|pressure|speed|reading|bandwidth|rating)|which value|"
    r"combien|jusqu'a (?:combien|quel\w*)|en dessous de quel\w*|au[- ]dela de quel\w*|au bout de combien|"
    r"quel(?:le)?s? (?:est |sont )?(?:la |le |les |l')?(?:\w+ ){0,2}?(?:limite|valeur|plage|temperature|tension|"
    r"courant|pression|vitesse|duree|distance|volume|debit|capacite|resolution|niveau|frequence|puissance|precision)|"
    r"(?:limite|valeur|temperature|tension|courant|pression|vitesse|duree|distance|longueur|volume|debit|capacite|"
    r"frequence|puissance|charge|poids|masse) (?:maxi\w*|mini\w*|admissible|nominale?|autorisee?|recommandee?)|"
    r"rated for|max length|maximum)\b"
)
_MARKER = re.compile(r"^\W*(?:\d{1,2}|[a-z])[.)]\s")
"""The number of a step is not a quantity."""
_DIGIT = re.compile(r"\d")
_WORD_NUMBER = re.compile(rf"(?<![\w.]){_NUMBER}(?![\w])")


@dataclass(frozen=True, slots=True)
class Asked:
    """What sort of quantity a question wants."""

    quantity: bool
    dimensions: frozenset[str]
    """Dimensions of `_UNITS`, any of which will do; empty when any number will."""


def asked(question: str) -> Asked:
    """Read the question; a dimension counts only when a quantity is asked for at all."""
    folded = fold(question)
    dimensions = frozenset(name for name, pattern in _ASKS.items() if pattern.search(folded))
    quantity = bool(_ASKS_QUANTITY.search(folded)) or bool(dimensions & {"time", "money"})
    return Asked(quantity, dimensions if quantity else frozenset())


def holds(text: str, wanted: Asked) -> bool:
    """True when the text has a quantity of a wanted dimension (any number when none is named)."""
    if not wanted.quantity:
        return True
    folded = _MARKER.sub("", fold(text))
    if not wanted.dimensions:
        return bool(_DIGIT.search(folded) or _WORD_NUMBER.search(folded))
    if "time" in wanted.dimensions and _PERIODIC.search(folded):
        return True
    if "money" in wanted.dimensions and _CURRENCY_FIRST.search(folded):
        return True
    return any(_HOLDS[name].search(folded) for name in wanted.dimensions)

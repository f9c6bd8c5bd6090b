"""What a sentence states that can be compared exactly: numbers with their units, codes, negations, opposites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from paillasse.language.text import code_key, fold

_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_FRACTION = re.compile("(?<=\\d)(?=[¼½¾⅐-⅞])")
_MEGA = re.compile("(?<=\\d)(\\s?)M(?=(?:[\u2126\u03a9]|[Oo]hms?|[Hh][Zz]|[VWAJ]|Pa)(?![^\\W\\d_]))")
_AMPERE = re.compile(r"(?<=\d)(\s?)A(?!\w)")
"""Where case matters: 5 MΩ is not 5 mΩ, and "5 A" is not the beginning of "5 à 10"."""

_SPELT_UNITS = {
    "°c": r"°\s?c", "°f": r"°\s?f", "%": r"%|percent|pour ?cent", "ms": r"ms|milliseconds?|millisecondes?",
    "min": r"mins?|minutes?", "h": r"h|hrs?|hours?|heures?", "s": r"s|secs?|seconds?|secondes?",
    "day": r"days?|jours?", "week": r"weeks?|semaines?", "month": r"months?|mois", "year": r"years?|ans?|annees?",
    "rpm": r"rpm|tr/min|tours?/min", "inch": r"inch(?:es)?|pouces?", "foot": r"ft|feet|foot|pieds?",
    "l": r"l|lit(?:er|re)s?", "v": r"v(?:dc|ac|rms)?|volts?", "a": r"a|amps?|amperes?", "w": r"w|watts?",
    "ω": r"ω|ohms?",
}  # fmt: skip
_SYMBOLS = (
    r"[μun]s|(?:k|m|μ|u|n|mega)v|[kmμun]a|(?:k|m|mega)w|(?:k|m|mega)\s?(?:ω|ohms?)|(?:k|g|mega)?hz|[kcmμun]?m|[kmμun]?g|"
    r"[μumndc]l|m?bars?|(?:k|h|m|mega)?pa|psi|torr|[mμu]?mol|k?wh|k?j|lux|lm|db|n\s?m|kn|[×x]\s?g|k"
)
_UNIT = re.compile(
    rf"\s?[(\[]?(?:{'|'.join(f'({p})' for p in _SPELT_UNITS.values())}|({_SYMBOLS}))(?![a-z0-9^])(?:/\w+)?"
)
_FREE_UNIT = re.compile(rf"[(\[]\s*(?:in |en )?((?:{'|'.join((*_SPELT_UNITS.values(), _SYMBOLS))})(?:/\w+)?)\s*[)\]]")
_RANGE = re.compile(r"\s?(?:-|to|a|et|and|or|ou|,|/|±|\+/-)\s?(?=[-+±]?\d)")

_CONNECTORS = frozenset("to a et and or ou".split())

_NUMBER = re.compile(r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:['.,]\d+)*|[.,]\d+")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([ ',.])\d{3})(?:\1\d{3})*(?!\d)")
_WORD = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=[^\W\d_])|[^\W_]+(?:['^.\-/][^\W_]+)*")
_DIGITS = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n")

_VALUES = {
    2: "two deux", 3: "three trois", 4: "four quatre", 5: "five cinq", 6: "six", 7: "seven sept", 8: "eight huit",
    9: "nine", 10: "ten dix", 11: "eleven onze", 12: "twelve douze", 15: "fifteen quinze", 20: "twenty vingt",
    30: "thirty trente", 40: "forty quarante", 50: "fifty cinquante", 60: "sixty soixante", 100: "hundred cent",
}  # fmt: skip
"""Neither "one", "un" and "une", which are articles, nor "neuf", which is new."""
_WORD_NUMBERS = {word: str(value) for value, words in _VALUES.items() for word in words.split()}

NEGATIONS = frozenset(
    "not no never none neither nor cannot without don't doesn't didn't isn't aren't wasn't weren't mustn't "
    "shouldn't can't won't ne n' pas jamais aucun aucune sans ni non interdit interdite interdits interdites "
    "forbidden prohibited".split()
)
OPPOSITES = frozenset(
    "open opened close closed on off up down left right above below over under before after more less higher "
    "lower maximum minimum max min increase decrease raise clockwise counterclockwise anticlockwise tighten "
    "loosen lock unlock connect disconnect plug unplug enable disable start stop hot cold positive negative first "
    "last ouvrir ouvrez ouvert ouverte fermer fermez ferme fermee gauche droite haut bas avant apres dessus "
    "dessous plus moins augmenter augmentez diminuer diminuez horaire antihoraire serrer serrez desserrer "
    "desserrez verrouiller verrouillez deverrouiller deverrouillez brancher branchez debrancher debranchez "
    "allumer allumez eteindre eteignez demarrer demarrez arreter arretez chaud froid positif negatif premier "
    "dernier".split()
)
"""Words whose change turns an instruction round: a claim may use only those of its evidence."""

_ANTONYMS = (
    ("open opened ouvrir ouvrez ouvert ouverte", "close closed fermer fermez ferme fermee"),
    ("left gauche", "right droite"),
    ("before avant", "after apres"),
    ("above over dessus", "below under dessous"),
    ("increase raise augmenter augmentez", "decrease lower diminuer diminuez"),
    ("clockwise horaire", "counterclockwise anticlockwise antihoraire"),
    ("tighten serrer serrez", "loosen desserrer desserrez"),
    ("lock verrouiller verrouillez", "unlock deverrouiller deverrouillez"),
    ("connect plug brancher branchez", "disconnect unplug debrancher debranchez"),
    ("start demarrer demarrez", "stop arreter arretez"),
    ("on allumer allumez", "off eteindre eteignez"),
    ("hot chaud", "cold froid"),
    ("positive positif", "negative negatif"),
    ("maximum max", "minimum min"),
    ("more plus", "less moins"),
    ("first premier", "last dernier"),
    ("enable", "disable"),
)
ANTONYMS = tuple((frozenset(one.split()), frozenset(other.split())) for one, other in _ANTONYMS)
"""Pairs of words in both languages that turn an instruction round, whatever the language it is worded in."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a number with its unit."""

    text: str
    """Folded word; "#" for a number."""
    readings: frozenset[str] = frozenset()
    """Numbers: the values it may stand for ("1,400" is 1.400 or 1400), decimal point, sign kept."""
    unit: str = ""


def sentences(text: str) -> list[list[Token]]:
    """The tokens of each sentence or clause; "title: cell; title: cell" gives one for each cell."""
    return [found for part in _SENTENCE_END.split(text) if (found := list(_shared_units(list(_scan(_plain(part))))))]


def free_units(text: str) -> frozenset[str]:
    """Units in brackets with no number before them, as in a column title: "Delay (ms)"."""
    return frozenset(_unit_at(m.group(1), 0)[0] for m in _FREE_UNIT.finditer(_plain(text)))


def keys(tokens: Sequence[Token]) -> frozenset[str]:
    """Code keys of the words that hold a digit."""
    return frozenset(code_key(t.text.replace("^", "*")) for t in tokens if not t.readings and _DIGITS.search(t.text))


def _plain(text: str) -> str:
    """Folded, with superscripts told from digits: m² is not m2, nor 10³ 103."""
    marked = _SUPERSCRIPT.sub(lambda m: "^" + m.group().translate(_SUPERSCRIPTS), text)
    cased = _AMPERE.sub(r"\1amp", _MEGA.sub(r"\1mega", _FRACTION.sub(" ", marked)))
    return fold(cased).replace("\u2044", "/")


def _scan(text: str) -> Iterator[tuple[Token, bool]]:
    """Tokens in order; the flag says that a number goes on into a range or list, and shares the next one's unit."""
    position = 0
    while position < len(text):
        number = _number_at(text, position)
        if number is not None:
            token, end = number
            yield token, bool(_RANGE.match(text, end)) and not token.unit
            position = end
        elif word := _WORD.match(text, position):
            value = _WORD_NUMBERS.get(word.group())
            if value:
                unit, end = _unit_at(text, word.end())
                yield Token("#", frozenset([value]), unit), bool(_RANGE.match(text, end)) and not unit
                position = end
            else:
                yield Token(word.group()), False
                position = word.end()
        else:
            position += 1


def _number_at(text: str, position: int) -> tuple[Token, int] | None:
    before = text[position - 1] if position else " "
    match = _NUMBER.match(text, position)
    if match is None or before.isalnum() or before == "^":
        return None
    raw = match.group()
    signed = before == "-" and (position < 2 or not (text[position - 2].isalnum() or text[position - 2] in ").°%"))
    unit, end = ("", match.end()) if _RANGE.match(text, match.end()) else _unit_at(text, match.end())
    if end < len(text) and (text[end].isalnum() or text[end] == "^"):
        return None  # "2o3", "10^3": a word with digits
    sign = "-" if signed else ""
    return Token("#", frozenset(sign + value for value in _readings(raw)), unit), end


def _readings(raw: str) -> Iterator[str]:
    """Values of a number as printed: a group of three after one separator may be thousands or decimals."""
    raw = "0" + raw if raw[0] in ".," else raw
    grouped = _THOUSANDS.match(raw)
    if " " not in raw:
        yield raw.replace(",", ".").replace("'", "")
    if grouped or " " in raw:
        whole = grouped.group() if grouped else raw
        yield "".join(_DIGITS.findall(whole)) + raw[len(whole) :].replace(",", ".")


def _unit_at(text: str, position: int) -> tuple[str, int]:
    match = _UNIT.match(text, position)
    if match is None:
        return "", position
    rest = match.group()[match.end(match.lastindex or 0) - match.start() :]
    names = [*_SPELT_UNITS, ""]
    number = (match.lastindex or 1) - 1
    name = names[number] or re.sub(r"\s", "", match.group(number + 1)).replace("u", "μ").replace("ohm", "ω")
    return name + rest, match.end()


def _shared_units(scanned: Sequence[tuple[Token, bool]]) -> Iterator[Token]:
    """In "3 to 5 min" both numbers are minutes."""
    shared: list[Token] = []
    unit = ""
    for token, goes_on in reversed(scanned):
        if token.readings:
            unit = token.unit or (unit if goes_on else "")
            shared.append(replace(token, unit=unit))
        else:
            unit = unit if token.text in _CONNECTORS else ""
            shared.append(token)
    yield from reversed(shared)

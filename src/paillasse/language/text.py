"""Text normalisation shared by ingestion, retrieval and verification: one place per idea."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from itertools import filterfalse

_SHAPELESS = frozenset({"Cc", "Cf", "Cs"})
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Lone surrogates that stand for no byte of a file's name."""
_LIGATURES = str.maketrans({
    "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "\u00ad": "", "\u00a0": " ", "\u202f": " ",
    "\u2009": " ",
})  # fmt: skip


def fold(text: str) -> str:
    """Lower case, accents, ligatures and typographic variants removed; length may change."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(filterfalse(unicodedata.combining, decomposed)).lower().translate(_LIGATURES)


def printable(text: str) -> str:
    """The text with a blank for each control character and each mark that reverses what follows.

    Bytes of a file's name that are no text, and lone surrogates, become U+FFFD.
    """
    decoded = _NO_BYTE.sub("\ufffd", text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(c if c.isprintable() else " " for c in decoded)


def drawable(word: str) -> str:
    """The word without what has no shape of its own: blanks, control and format characters, lone surrogates."""
    if word.isprintable() and " " not in word:
        return word
    return "".join(c for c in word if not c.isspace() and unicodedata.category(c) not in _SHAPELESS)


_ERROR_WORD = (
    r"(?:err(?:or|eur)?s?|err['’]s|fault|defaut|defauts|alarm|alarme|event|evenement|warning code|code|status)"
)
_NUMBERED = re.compile(
    rf"\b{_ERROR_WORD}(?: ?code| ?number| ?n°| ?no\.?| ?numero)?s?[ :#.\-]*"
    r"(\d{1,5}[a-z]?(?:(?: ?(?:,|&|/|and|et|or|ou))+ ?\d{1,5}[a-z]?)*)\b"
)
_NUMBER = re.compile(r"\d{1,5}[a-z]?")
_LETTERED = re.compile(rf"\b{_ERROR_WORD}(?: ?code| ?number| ?n°)? ?:? ?([a-z]{{1,3}}[-.]?\d{{1,5}})\b")
CODE = re.compile(
    r"""(?<![\w.\-])(?:
        [A-Z]{1,5}[-.]?\d{1,5}(?:[-.]?[A-Z0-9]{1,5}){0,3}      # E-203, F535, SW2-2, BF51828C
      | \d{2,6}-\d{2,6}(?:-\d{1,5})*                           # 07528-10
      | (?!(?:e\.g|i\.e|p\.ex|n\.b|[ap]\.m)\b)
        [A-Za-z]\.[A-Za-z]{1,3}\.?                             # b.o. P.Er: seven-segment displays
      | [A-Z]{2,}[a-z]{1,6}(?::[A-Z]{2,}[a-z]{0,8})*\?         # CURVe? DATa:SOUrce?
      | \*[A-Z]{3}\??                                          # *RST
      | \d{5,7}[A-Z]?                                          # 803293
    )(?![\w\-])""",
    re.VERBOSE,
)
_SHOWN = re.compile(
    r"\b(?:displays?|displaying|shows?|showing|reads?|reading|says?|saying|affich\w*|indiqu\w*|marqu\w*)"
    r"(?: (?:me|us|just|only|now|always|the|an?|codes?|message|juste|seulement|toujours|maintenant|une?|les?|la))*"
    r"[ :\"«“']*$"
)
"""What a machine shows is its name for what is wrong, whether the question calls it an error or not."""
_REACH = 60
"""Characters before a code in which such a verb is looked for."""
_NOT_CODE = re.compile(r"[^a-z0-9#+*?/]+")


def code_key(code: str) -> str:
    """Normalise a code so that "E-203", "e 203" and "E203" meet: folded, separators removed, leading zeros kept."""
    return _NOT_CODE.sub("", fold(code))


def codes_in(text: str) -> list[str]:
    """Keys of every code-like expression of a text, in order, without repetition."""
    keys = error_codes_in(text)
    keys += [code_key(m.group()) for m in CODE.finditer(text)]
    return list(dict.fromkeys(k for k in keys if len(k) > 1))


def error_codes_in(text: str) -> list[str]:
    """Keys of the codes a text calls an error, alarm, fault or code by word, or says that a machine shows.

    Numbers share one key whatever the word ("errors 9 and 10" → "#9", "#10"); other codes keep theirs ("error E-203" →
    "e203", "it displays P.Er" → "per").
    """
    folded = fold(text)
    lists = (match.group(1) for match in _NUMBERED.finditer(folded))
    numbers = [f"#{number}" for found in lists for number in _NUMBER.findall(found)]
    named = [code_key(match.group(1)) for match in _LETTERED.finditer(folded)]
    shown = [
        code_key(m.group())
        for m in CODE.finditer(text)
        if _SHOWN.search(fold(text[max(0, m.start() - _REACH) : m.start()]))
    ]
    return list(dict.fromkeys([*numbers, *named, *(key for key in shown if len(key) > 1)]))


_WORD = re.compile(r"[^\W\d_]{2,}")


def vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """Lower-case word (letters only, accents kept, two at least) → number of texts it occurs in."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(_WORD.findall(unicodedata.normalize("NFKC", text).lower())))
    return dict(counts)

"""Cited means checked: a claim is shown only when its quote is on the page and says what the claim says.

Deterministic, in this order: the quote is found again in the words of the page; then every number, unit, code, quoted
name and negation of the claim must be in the quotes it cites (or in the column titles of a cited row).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from paillasse.analyzers import tokens
from paillasse.text import CODE, code_key, fold
from paillasse.types import Verdict

_NUMBER = re.compile(r"(?<![\w.])[-+±]?\d+(?:[.,]\d+)*")
_UNIT = re.compile(
    r"\d\s*(°\s?[cf]|%|[kmμun]?[vaw]|[km]?ohms?|[kmg]?hz|[kμmnc]?m|[kμmn]?g|[μmnd]?l|m?bar|[kmh]?pa|psi|rpm|tr/min|"
    r"min|ms|μs|ns|s|h|j|k?wh|lux|lm|nm|db|mol|m?m)(?![a-z0-9])"
)
_NEGATION = frozenset(
    "not no never none neither nor cannot without don't doesn't isn't mustn't shouldn't can't won't "
    "ne pas jamais aucun aucune sans ni non interdit".split()
)
_QUOTED = re.compile(r"[\"“«]\s*([^\"”»]{2,60}?)\s*[\"”»]")
_SEPARATORS = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2212]+")


def same_text(a: str, b: str) -> bool:
    """True when two texts differ by white space, hyphens and typographic variants only."""
    return _SEPARATORS.sub("", fold(a)) == _SEPARATORS.sub("", fold(b))


def verify(claim: str, quotes: Sequence[str | None], titles: Sequence[str] = ()) -> Verdict:
    """Judge one claim.

    Args:
        claim: the sentence that would be shown.
        quotes: for each line it cites, the words found again on the page; None when they were not found.
        titles: column titles of the cited rows, which the claim may use.
    """
    found = [q for q in quotes if q]
    if not quotes or len(found) != len(quotes):
        return Verdict.NOT_FOUND
    evidence = " ".join([*found, *titles])
    missing = (
        _numbers(claim) - _numbers(evidence),
        _units(claim) - _units(evidence),
        _codes(claim) - _codes(evidence) - {code_key(t) for t in tokens(evidence)},
        _names(claim, evidence),
    )
    if any(missing) or (_negated(claim) != _negated(evidence) and not _contained(claim, evidence)):
        return Verdict.CONTRADICTED
    return Verdict.SUPPORTED


def _contained(claim: str, evidence: str) -> bool:
    """A verbatim part of the evidence cannot have lost or won a negation of its own."""
    return _SEPARATORS.sub("", fold(claim)) in _SEPARATORS.sub("", fold(evidence))


def _numbers(text: str) -> set[str]:
    return {m.group().lstrip("+±").replace(",", ".") for m in _NUMBER.finditer(fold(text))}


def _units(text: str) -> set[str]:
    return {m.group(1).replace(" ", "") for m in _UNIT.finditer(fold(text))}


def _codes(text: str) -> set[str]:
    return {code_key(m.group()) for m in CODE.finditer(text)}


def _names(claim: str, evidence: str) -> set[str]:
    """Names the claim puts in quotation marks and the evidence does not hold."""
    folded = _SEPARATORS.sub("", fold(evidence))
    names = (m.group(1) for m in _QUOTED.finditer(claim))
    return {n for n in names if _SEPARATORS.sub("", fold(n)) not in folded}


def _negated(text: str) -> bool:
    return bool(_NEGATION & set(re.findall(r"[a-z']+", fold(text))))

"""Is it a question about a machine at all? What is not is refused, instead of asking which machine is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from paillasse.answering.evidence.sufficiency import Evidence
from paillasse.language.text import fold
from paillasse.protocols.answering import ScoredLine

_ABOUT = 0.72
"""Over two collections it refuses 95 % of 28 questions about no machine and none of 199 golden ones; anywhere from 0.70
to 0.78 is the same but for two. It was chosen on half of them and holds on the other half."""
_EARLIER = r"(?:previous|prior|above|preceding|earlier|your|precedente?s?|ci-dessus|tes|vos)"
_ORDERS = r"(?:instructions?|prompts?|rules|orders|consignes?|directives?|regles)"
_TO_THE_PROGRAM = re.compile(
    r"\b(?:ignore[rz]?|disregard|forget|oublie[rz]?)\b(?:\W+\w+){0,3}?\W+"
    rf"(?:{_EARLIER}\W+(?:\w+\W+){{0,2}}?{_ORDERS}|{_ORDERS}\W+(?:\w+\W+){{0,2}}?{_EARLIER})\b"
    r"|\bsystem prompt\b|\bprompt systeme\b"
)
"""Attempts to give a model other orders. There may be none to give them to; they are no questions either way."""


def about_no_machine(question: str, lines: Sequence[ScoredLine], evidence: Evidence, *, named: bool) -> bool:
    """True for orders to the program, and for a question that names no machine and resembles nothing in the manuals.

    Args:
        question: as understood.
        lines: of the context; a code that one of them defines is always about a machine.
        evidence: what they are worth.
        named: the machine is known.
    """
    if _TO_THE_PROGRAM.search(fold(question)):
        return True
    return not named and evidence.about < _ABOUT and not any(line.code for line in lines)
